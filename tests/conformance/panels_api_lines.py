"""The lines that panels_api.py prints, in a form that no reader can round."""

import hashlib
import json
import math

from comet_ml.api import APIExperiment
from comet_ml.exceptions import CometRestApiException

FIRST_INEXACT = 2**53
NON_FINITE = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
ATTRIBUTES = [
    "id",
    "key",
    "name",
    "workspace",
    "project_name",
    "project_id",
    "archived",
    "duration_millis",
    "start_server_timestamp",
    "end_server_timestamp",
    "optimization_id",
    "file_path",
    "file_name",
    "url",
]


def show(method, args, ask, **further):
    """One call: what `ask` returns, or the HTTP status at which it failed."""
    line = {"method": method, "args": args, **further}
    try:
        line["answer"] = exact(ask())
    except CometRestApiException as error:
        line["status"] = error.response.status_code
    print(json.dumps(line), flush=True)


def exact(value):
    """Bytes as their SHA-256, experiments as their attributes, integers from 2^53 on and what is no JSON as text."""
    if isinstance(value, APIExperiment):
        return {name: exact(getattr(value, name)) for name in ATTRIBUTES}
    if isinstance(value, dict):
        return {str(name): exact(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [exact(item) for item in value]
    if isinstance(value, bytes):
        return {"sha256": hashlib.sha256(value).hexdigest(), "size": len(value)}
    if isinstance(value, float) and not math.isfinite(value):
        return NON_FINITE[str(value)]
    if isinstance(value, int) and abs(value) >= FIRST_INEXACT:
        return str(value)
    return value
