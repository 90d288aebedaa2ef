"""Baselines over wine, breast cancer and diabetes data: networks, boosting and linear models."""

import warnings

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor
from sklearn.linear_model import SGDClassifier, SGDRegressor
from sklearn.metrics import accuracy_score, log_loss, mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler

from recording import log_source, recorded_run
from reporting import batches, log_model_file, log_report, log_score_curves

PROJECT = "tabular-baselines"
SEED = 3
BATCH_SIZE = 16
LOADERS = {"wine": load_wine, "breast-cancer": load_breast_cancer, "diabetes": load_diabetes}

# name, data set, start, model, epochs (0: fitted tree by tree), parameters to log, tags
RUNS = [
    ("wine-logistic", "wine", "2026-03-09T10:03:11+00:00",
     SGDClassifier(loss="log_loss", learning_rate="constant", eta0=0.01, random_state=SEED),
     40, ["eta0", "alpha", "penalty"], ["wine", "linear"]),
    ("wine-mlp", "wine", "2026-03-09T10:26:30+00:00",
     MLPClassifier(hidden_layer_sizes=(16,), learning_rate_init=0.005, random_state=SEED),
     40, ["learning_rate_init", "hidden_layer_sizes", "solver"], ["wine", "mlp"]),
    ("breast-cancer-logistic", "breast-cancer", "2026-03-10T08:55:02+00:00",
     SGDClassifier(loss="log_loss", learning_rate="constant", eta0=0.003, random_state=SEED),
     12, ["eta0", "alpha", "penalty"], ["breast-cancer", "linear"]),
    ("breast-cancer-mlp", "breast-cancer", "2026-03-10T09:20:47+00:00",
     MLPClassifier(hidden_layer_sizes=(32, 16), learning_rate_init=0.002, random_state=SEED),
     15, ["learning_rate_init", "hidden_layer_sizes", "solver"], ["breast-cancer", "mlp"]),
    ("breast-cancer-boosting", "breast-cancer", "2026-03-10T10:11:29+00:00",
     GradientBoostingClassifier(learning_rate=0.05, n_estimators=200, subsample=0.8,
                                random_state=SEED),
     0, ["learning_rate", "n_estimators", "subsample", "max_depth"], ["breast-cancer", "trees"]),
    ("diabetes-boosting", "diabetes", "2026-03-11T14:32:05+00:00",
     GradientBoostingRegressor(learning_rate=0.03, n_estimators=200, subsample=0.7,
                               random_state=SEED),
     0, ["learning_rate", "n_estimators", "subsample", "max_depth"], ["diabetes", "trees"]),
    ("diabetes-linear", "diabetes", "2026-03-11T15:01:58+00:00",
     SGDRegressor(learning_rate="constant", eta0=0.002, random_state=SEED),
     15, ["eta0", "alpha", "penalty"], ["diabetes", "linear"]),
    # A little too large a learning rate for targets that were not scaled: it diverges after a while.
    ("diabetes-mlp-diverged", "diabetes", "2026-03-11T15:27:40+00:00",
     MLPRegressor(hidden_layer_sizes=(32,), solver="sgd", learning_rate_init=0.0022, random_state=SEED),
     15, ["learning_rate_init", "hidden_layer_sizes", "solver"], ["diabetes", "mlp"]),
]  # fmt: skip
CRASHES = {"diabetes-mlp-diverged": "non-finite"}


def make_tabular_runs():
    """Trains every model of this module and writes its archive."""
    for name, dataset, start, model, epochs, parameters, tags in RUNS:
        data, class_names = split_table(dataset)
        with recorded_run(name, PROJECT, start, crash=CRASHES.get(name)) as experiment:
            experiment.add_tags(tags)
            log_source(experiment, __file__)
            experiment.log_parameters({"model": type(model).__name__, "seed": SEED})
            experiment.log_parameters({name: getattr(model, name) for name in parameters})
            experiment.log_other("dataset", dataset)
            experiment.set_model_graph(repr(model))
            if epochs:
                experiment.log_parameters({"batch_size": BATCH_SIZE, "epochs": epochs})
                step = train_batches(experiment, model, data, epochs, class_names)
            else:
                step = train_stages(experiment, model, data, class_names)
            log_results(experiment, model, data, class_names, step)
            log_model_file(experiment, model, name)


def split_table(dataset):
    """(training x, validation x, training y, validation y) and the class names, None for numbers."""
    table = LOADERS[dataset]()
    names = None if dataset == "diabetes" else [str(name) for name in table.target_names]
    parts = train_test_split(
        table.data,
        table.target,
        test_size=0.3,
        random_state=0,
        stratify=table.target if names else None,
    )
    scaler = StandardScaler().fit(parts[0])
    return (scaler.transform(parts[0]), scaler.transform(parts[1]), *parts[2:]), names


def train_batches(experiment, model, data, epochs, class_names):
    """Fits the model batch by batch, logs its losses and returns the number of steps."""
    train_x, validate_x, train_y, validate_y = data
    classes = {"classes": np.unique(train_y)} if class_names else {}
    generator = np.random.default_rng(SEED)
    step = 0
    for epoch in range(epochs):
        for batch in batches(len(train_x), BATCH_SIZE, generator):
            step += 1
            with warnings.catch_warnings(action="ignore"), np.errstate(all="ignore"):
                model.partial_fit(train_x[batch], train_y[batch], **classes)
            scores = score(model, train_x[batch], train_y[batch], class_names)
            with experiment.context_manager("train"):
                experiment.log_metric("loss", scores["loss"], step=step, epoch=epoch)
        log_epoch(experiment, "train", score(model, train_x, train_y, class_names), step, epoch)
        scores = score(model, validate_x, validate_y, class_names)
        log_epoch(experiment, "validate", scores, step, epoch)
        print(f"epoch {epoch + 1}/{epochs}: validation loss {scores['loss']:.4g}")
    return step


def log_epoch(experiment, context, scores, step, epoch):
    if context == "train":
        scores = {name: value for name, value in scores.items() if name != "loss"}
    with experiment.context_manager(context):
        experiment.log_metrics(scores, step=step, epoch=epoch)


def train_stages(experiment, model, data, class_names):
    """Fits a boosted model, logs the loss after each tree and returns the number of trees."""
    train_x, validate_x, train_y, validate_y = data
    model.fit(train_x, train_y)
    stages = model.staged_predict_proba if class_names else model.staged_predict
    for context, x, y in (("train", train_x, train_y), ("validate", validate_x, validate_y)):
        with experiment.context_manager(context):
            for step, answer in enumerate(stages(x), start=1):
                loss = log_loss(y, answer) if class_names else mean_squared_error(y, answer)
                experiment.log_metric("loss", float(loss), step=step)
    experiment.log_histogram_3d(
        model.feature_importances_, name="feature importances", step=model.n_estimators
    )
    return model.n_estimators


def score(model, x, y, class_names):
    """The loss and one figure of merit, as numbers that may be infinite."""
    with np.errstate(all="ignore"):
        if class_names:
            probabilities = np.clip(model.predict_proba(x), 1e-12, 1)
            probabilities /= probabilities.sum(axis=1, keepdims=True)
            loss = log_loss(y, probabilities, labels=model.classes_)
            accuracy = accuracy_score(y, model.classes_[probabilities.argmax(axis=1)])
            return {"loss": float(loss), "accuracy": float(accuracy)}
        # scikit-learn's own mean squared error refuses the infinities of a diverging model.
        loss = np.square(y - model.predict(x)).mean()
        return {"loss": float(loss), "r2": float(1 - loss / np.var(y))}


def log_results(experiment, model, data, class_names, step):
    _, validate_x, _, validate_y = data
    predicted = model.predict(validate_x)
    if not class_names:
        rows = [[int(y), round(float(p), 3)] for y, p in zip(validate_y, predicted, strict=True)]
        experiment.log_table("predictions.csv", rows, headers=["target", "predicted"])
        experiment.log_histogram_3d(validate_y - predicted, name="residuals", step=step)
        return
    experiment.log_confusion_matrix(
        validate_y.tolist(), predicted.tolist(), labels=class_names, step=step
    )
    probabilities = model.predict_proba(validate_x)
    for index, name in enumerate(class_names):
        log_score_curves(experiment, validate_y == index, probabilities[:, index], name, step)
    log_report(experiment, validate_y, predicted, class_names, step)
