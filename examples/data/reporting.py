"""What several sample runs log in the same way: pictures, curves, tables and model files."""

import html
import tempfile
from pathlib import Path

import joblib
import numpy as np
from sklearn.metrics import classification_report, precision_recall_curve, roc_curve


def batches(count, size, generator):
    """Index arrays that together visit every sample once, in random order."""
    order = generator.permutation(count)
    return [order[start : start + size] for start in range(0, count, size)]


def thinned(*columns, limit=60):
    """The columns at no more than `limit` evenly spaced rows, as lists of numbers."""
    rows = np.unique(np.linspace(0, len(columns[0]) - 1, limit).astype(int))
    return [np.asarray(column)[rows].tolist() for column in columns]


def log_score_curves(experiment, truth, score, name, step):
    """Logs the ROC and the precision-recall curve of a yes-or-no question."""
    false_positive, true_positive, _ = roc_curve(truth, score)
    experiment.log_curve(f"roc-{name}", *thinned(false_positive, true_positive), step=step)
    precision, recall, _ = precision_recall_curve(truth, score)
    experiment.log_curve(f"precision-recall-{name}", *thinned(recall, precision), step=step)


def log_report(experiment, truth, predicted, names, step):
    """Logs precision and recall of every class as text and as an HTML table."""
    experiment.log_text(
        classification_report(truth, predicted, target_names=names, zero_division=0), step=step
    )
    report = classification_report(
        truth, predicted, target_names=names, zero_division=0, output_dict=True
    )
    rows = "".join(
        f"<tr><th>{html.escape(name)}</th><td>{report[name]['precision']:.3f}</td>"
        f"<td>{report[name]['recall']:.3f}</td><td>{report[name]['support']:.0f}</td></tr>"
        for name in names
    )
    experiment.log_html(
        "<table><thead><tr><th>class</th><th>precision</th><th>recall</th><th>samples</th></tr>"
        f"</thead><tbody>{rows}</tbody></table>"
    )


def log_model_file(experiment, model, name):
    """Logs the fitted model as a compressed joblib file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{name}.joblib")
        joblib.dump(model, path, compress=3)
        experiment.log_model(name, str(path), file_name=path.name)


def grey_tiles(tiles, columns, scale=8):
    """Small pictures side by side as one grey picture, each pixel `scale` pixels wide.

    tiles: array (count, height, width) of any range
    """
    count, height, width = tiles.shape
    low, high = tiles.min(), tiles.max()
    grey = ((tiles - low) / ((high - low) or 1) * 255).astype(np.uint8)
    rows = -(-count // columns)
    padded = np.zeros((rows * columns, height, width), np.uint8)
    padded[:count] = grey
    sheet = padded.reshape(rows, columns, height, width).swapaxes(1, 2)
    sheet = sheet.reshape(rows * height, columns * width)
    return np.kron(sheet, np.ones((scale, scale), np.uint8))
