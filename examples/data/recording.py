"""Opens the SDK's offline experiment for one sample run and leaves a clean archive behind."""

import hashlib
import random
import sys
import tempfile
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import comet_ml

from clean_archive import clean_archive

FOLDER = Path(__file__).parent
WORKSPACE = "perihelion-samples"


def experiment_key(name):
    """The key of a run, always the same for the same name: 32 hexadecimal digits."""
    return hashlib.md5(f"{WORKSPACE}/{name}".encode()).hexdigest()


@contextmanager
def recorded_run(name, project, start, title=None, crash=None):
    """Yields an offline experiment; afterwards its cleaned archive lies in this folder.

    name: what the experiment key is made from, and the experiment's name unless `title` is given
    start: when the run shall have started, as ISO 8601 with an offset
    crash: a part of the message of the exception that is expected out of the block; it marks the
        run as crashed, by the hook with which the SDK does so when a script ends
    """
    key = experiment_key(name)
    with tempfile.TemporaryDirectory() as offline_directory:
        experiment = comet_ml.OfflineExperiment(
            workspace=WORKSPACE,
            project_name=project,
            offline_directory=offline_directory,
            experiment_key=key,
            log_code=False,
            log_graph=False,
            log_git_metadata=False,
            log_git_patch=False,
            log_env_gpu=False,
            log_env_cpu=False,
            log_env_network=False,
            log_env_disk=False,
            parse_args=False,
            auto_param_logging=False,
            auto_metric_logging=False,
            display_summary_level=0,
        )
        random.seed(key)  # The SDK picks the examples in a confusion matrix's cells with it.
        experiment.set_name(title or name)
        try:
            yield experiment
        except Exception as error:
            if not crash or crash not in str(error):
                raise
            # Without its traceback, which would put the paths of this machine into the output.
            sys.excepthook(type(error), error.with_traceback(None), None)
        experiment.end()
        shift_to = int(datetime.fromisoformat(start).timestamp() * 1000)
        archive = Path(offline_directory, f"{key}.zip")
        clean_archive(archive, FOLDER / archive.name, shift_to)


def log_source(experiment, module_file):
    """Logs a module of this folder as the run's code, by its bare name."""
    path = Path(module_file)
    experiment.set_filename(path.name)
    experiment.log_code(code=path.read_text(), code_name=path.name)
