"""Handwritten digits, classified by linear models and small neural networks, batch by batch."""

import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import accuracy_score, f1_score, log_loss
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

from recording import log_source, recorded_run
from reporting import (
    batches,
    grey_tiles,
    log_model_file,
    log_report,
    log_score_curves,
)

PROJECT = "digits-classifier"
CLASSES = np.arange(10)
NAMES = [str(digit) for digit in CLASSES]


def logistic(rate, alpha=1e-4):
    return lambda seed: SGDClassifier(
        loss="log_loss", learning_rate="constant", eta0=rate, alpha=alpha, random_state=seed
    )


def network(layers, optimizer, rate, alpha=1e-4):
    return lambda seed: MLPClassifier(
        hidden_layer_sizes=layers,
        solver=optimizer,
        learning_rate_init=rate,
        alpha=alpha,
        random_state=seed,
    )


# name, start, model, batch size, epochs, seed, tags
RUNS = [
    ("logistic-lr0.3", "2026-03-02T09:14:08+00:00", logistic(0.3), 64, 20, 1, ["linear"]),
    ("logistic-lr0.03", "2026-03-02T09:31:40+00:00", logistic(0.03), 64, 20, 1, ["linear"]),
    ("logistic-lr0.003", "2026-03-02T10:02:17+00:00", logistic(0.003), 64, 20, 1, ["linear"]),
    ("logistic-l2", "2026-03-02T10:20:55+00:00", logistic(0.03, 0.05), 64, 20, 1, ["linear", "l2"]),
    ("mlp-sgd-64", "2026-03-03T08:47:21+00:00", network((64,), "sgd", 0.05), 64, 25, 7, ["mlp"]),
    ("mlp-adam-32", "2026-03-03T09:12:36+00:00", network((32,), "adam", 0.001), 32, 12, 7, ["mlp"]),
    ("mlp-adam-64", "2026-03-03T09:50:02+00:00", network((64,), "adam", 0.003), 64, 25, 7,
     ["mlp", "best"]),
    ("mlp-adam-64x32", "2026-03-04T13:05:44+00:00", network((64, 32), "adam", 0.003), 128, 30, 7,
     ["mlp", "deep"]),
    ("mlp-adam-lr0.2", "2026-03-04T13:40:19+00:00", network((64,), "adam", 0.2), 64, 20, 7,
     ["mlp", "unstable"]),
]  # fmt: skip


def split_digits():
    """Training and validation pictures, pixels from 0 to 1, and their digits."""
    digits = load_digits()
    return train_test_split(
        (digits.data / 16).astype(np.float32),
        digits.target,
        test_size=0.25,
        random_state=0,
        stratify=digits.target,
    )


def make_digits_runs():
    """Trains every model of this module and writes its archive."""
    data = split_digits()
    for name, start, make_model, batch_size, epochs, seed, tags in RUNS:
        with recorded_run(name, PROJECT, start) as experiment:
            model = make_model(seed)
            experiment.add_tags(tags)
            log_source(experiment, __file__)
            log_setup(experiment, model, batch_size, epochs, seed)
            step = train(experiment, model, data, batch_size, epochs, seed)
            log_results(experiment, model, data, step, name)


def log_setup(experiment, model, batch_size, epochs, seed):
    is_network = isinstance(model, MLPClassifier)
    experiment.log_parameters(
        {
            "model": type(model).__name__,
            "optimizer": model.solver if is_network else "sgd",
            "learning_rate": model.learning_rate_init if is_network else model.eta0,
            "alpha": model.alpha,
            "batch_size": batch_size,
            "epochs": epochs,
            "seed": seed,
            "hidden_layers": list(model.hidden_layer_sizes) if is_network else [],
            "early_stopping": False,
        }
    )
    experiment.log_other("dataset", "Optical recognition of handwritten digits")
    experiment.log_other("validation split", "25 %, stratified")
    experiment.log_remote_asset(
        "https://archive.ics.uci.edu/static/public/80/"
        "optical+recognition+of+handwritten+digits.zip",
        remote_file_name="digits.zip",
    )
    experiment.set_model_graph(repr(model))


def train(experiment, model, data, batch_size, epochs, seed):
    """Fits the model batch by batch and returns the number of steps."""
    train_x, validate_x, train_y, validate_y = data
    generator = np.random.default_rng(seed)
    step = 0
    for epoch in range(epochs):
        for batch in batches(len(train_x), batch_size, generator):
            step += 1
            model.partial_fit(train_x[batch], train_y[batch], classes=CLASSES)
            loss, _ = loss_and_accuracy(model, train_x[batch], train_y[batch])
            with experiment.context_manager("train"):
                experiment.log_metric("loss", loss, step=step, epoch=epoch)
        with experiment.context_manager("train"):
            _, accuracy = loss_and_accuracy(model, train_x, train_y)
            experiment.log_metric("accuracy", accuracy, step=step, epoch=epoch)
        with experiment.context_manager("validate"):
            loss, accuracy = loss_and_accuracy(model, validate_x, validate_y)
            experiment.log_metrics({"loss": loss, "accuracy": accuracy}, step=step, epoch=epoch)
        if epoch % 4 == 0 or epoch == epochs - 1:
            log_weights(experiment, model, step)
            print(f"epoch {epoch + 1}/{epochs}: validation accuracy {accuracy:.4f}")
    return step


def loss_and_accuracy(model, pictures, digits):
    probabilities = model.predict_proba(pictures)
    # A diverged linear model answers 0 for every class, which has no logarithm.
    loss = log_loss(digits, np.clip(probabilities, 1e-12, 1), labels=CLASSES)
    return float(loss), float(accuracy_score(digits, probabilities.argmax(axis=1)))


def log_weights(experiment, model, step):
    layer = model.coefs_[0].T if isinstance(model, MLPClassifier) else model.coef_
    experiment.log_histogram_3d(layer, name="weights", step=step)
    tiles = grey_tiles(layer[:10].reshape(-1, 8, 8), columns=5, scale=6)
    experiment.log_image(tiles, name="weights", step=step)


def log_results(experiment, model, data, step, name):
    _, validate_x, _, validate_y = data
    probabilities = model.predict_proba(validate_x)
    predicted = CLASSES[probabilities.argmax(axis=1)]
    experiment.log_metric("f1_macro", float(f1_score(validate_y, predicted, average="macro")))
    experiment.log_confusion_matrix(
        validate_y.tolist(), predicted.tolist(), labels=NAMES, title="Digits", step=step
    )
    for digit in (3, 8):
        log_score_curves(
            experiment, validate_y == digit, probabilities[:, digit], f"digit-{digit}", step
        )
    wrong = np.flatnonzero(predicted != validate_y)
    experiment.log_image(
        grey_tiles(validate_x[wrong[:20]].reshape(-1, 8, 8), columns=5),
        name="misclassified",
        step=step,
        metadata={"shown": len(wrong[:20]), "wrong": len(wrong)},
    )
    rows = [[int(i), int(validate_y[i]), int(predicted[i])] for i in wrong]
    experiment.log_table("misclassified.csv", rows, headers=["row", "digit", "predicted"])
    log_report(experiment, validate_y, predicted, NAMES, step)
    log_model_file(experiment, model, name)
