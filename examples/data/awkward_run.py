"""One run whose names and values are hard to store, send and show."""

import math
import random

from recording import recorded_run

PROJECT = "tabular-baselines"
LONG_TEXT = "0123456789" * 500
MARKUP = "<img src=x onerror=alert(1)> & <b>bold</b>"


def make_awkward_run():
    """Writes the archive; nothing is trained here."""
    title = 'awkward "content" / ünïcödé \\ 🌒 <b>'
    with recorded_run("awkward-content", PROJECT, "2026-03-12T09:00:00+00:00", title) as experiment:
        experiment.add_tags(["déjà vu", "a,b", 'quote"d', "slash/ed", "🚀", MARKUP])
        log_numbers(experiment)
        log_names(experiment)
        log_steps(experiment)
        log_texts(experiment)
        log_files(experiment)


def log_numbers(experiment):
    # Before any step is set: these points have none.
    for value in (0.5, math.nan, 0.25):
        experiment.log_metric("without steps", value)
    numbers = [
        *(1.0, math.nan, math.inf, -math.inf, -0.0, 0.0, 5e-324, -5e-324, 2.2250738585072014e-308),
        *(1e308, 1.7976931348623157e308, -1e308, 0.1, 1 / 3, 1e21, 1e-7, 123456789.123456789),
        *(9007199254740993, -9007199254740993, 0.1 + 0.2, 7),
    ]
    for step, value in enumerate(numbers):
        experiment.log_metric("numbers", value, step=step)
    for step, value in enumerate([math.nan, math.inf, -math.inf, math.nan]):
        experiment.log_metric("never finite", value, step=step)
    experiment.log_metric("only one point", 42, step=3)
    experiment.log_metric("only one point", 43, step=3)


def log_names(experiment):
    names = [
        *("précision", "損失", "loss 🚀", "Größe/µ", "a/b/c", "back\\slash", 'double"quote'),
        *("single'quote", "with  spaces", "50% & x=1+2?#;", "per.centile.p99", MARKUP),
        *("constructor", "__proto__", "e\u0301 is not é", "naïve|pipe"),
    ]
    for name in names:
        for step in range(3):
            experiment.log_metric(name, len(name) + step / 10, step=step, epoch=step // 2)
        experiment.log_parameter(name, name)
        experiment.log_other(name, name)
    with experiment.context_manager("validate"):
        experiment.log_metric("損失", 0.125, step=0)


def log_steps(experiment):
    shuffled = [9, 3, 0, 3, 12, 1, 7, 3]
    for position, step in enumerate(shuffled):
        experiment.log_metric("out of order", position * 1.5, step=step)
    generator = random.Random(5)
    for step in generator.sample(range(0, 4000, 10), 400):
        experiment.log_metric("shuffled wave", math.sin(step / 200), step=step)
    huge = [2**31, 2**32 + 1, 2**53 - 1, 2**53, 2**53 + 1, 2**62 + 1, 2**63 - 1]
    for position, step in enumerate([-7, 0, *huge]):
        experiment.log_metric("huge steps", position + 0.5, step=step, epoch=min(step, 2**31))
    experiment.set_step(0)


def log_texts(experiment):
    texts = {
        "empty text": "",
        "blank": " ",
        "lines": "first\nsecond\r\n\tthird\n",
        "quotes": "\"double\" 'single' `back` \\ / \\n",
        "emoji": "🌒👩‍🔬🏳️‍🌈",
        "right to left": "שלום עולם",
        "control": "bell\u0007 escape\u001b[31m",
        "line separators": "a\u2028b\u2029c",
        "markup": MARKUP,
        "looks like JSON": '{"a": [1, null]}',
        "looks like a number": "007",
        "looks like nothing": "null",
        # The SDK itself cuts parameters and others to 1,000 characters.
        "long": LONG_TEXT,
    }
    for name, text in texts.items():
        experiment.log_parameter(name, text)
        experiment.log_other(name, text)
    experiment.log_parameters(
        {
            "yes": True,
            "no": False,
            "none": None,
            "list": [1, 2.5, "three", None, True],
            "empty list": [],
            "empty dict": {},
            "nested": {"optimizer": {"name": "adam", "betas": [0.9, 0.999]}, "on": True, "": 1},
            "not a number": math.nan,
            "infinite": -math.inf,
            "tiny": 5e-324,
            "negative zero": -0.0,
            "big integer": 9007199254740993,
        }
    )
    experiment.log_parameter("changed", "first")
    experiment.log_parameter("changed", "last")
    for name, value in {"yes": True, "none": None, "half": 0.5, "list": [1, "a"]}.items():
        experiment.log_other(name, value)
    experiment.log_text(LONG_TEXT)
    experiment.log_text("mehrzeilig\nüber zwei Zeilen 🌒")
    experiment.log_html(f"<p>5,000 characters: {LONG_TEXT}</p>")
    experiment.log_html("<script>document.title = 'a script ran'</script>")
    experiment.set_model_graph("digraph { a -> b }")


def log_files(experiment):
    experiment.log_asset_data("", name="empty.txt")
    experiment.log_asset_data({"äöü": [1, None, "🌒"]}, name="päth/with spaces & 'quotes'.json")
    experiment.log_asset_data("same name, first", name="twice.txt")
    experiment.log_asset_data("same name, second", name="twice.txt")
    experiment.log_curve("curve / ünï", [0, 0.5, 1], [1e-300, 0.25, 1e300], step=0)
    experiment.log_code(code="print('grüße')\n", code_name="grüße.py")
    experiment.log_remote_asset("s3://bucket/päth/object?versionId=1", "remote object")
