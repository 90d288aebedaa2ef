"""What a panel of one project reads, in comet_ml told by its settings."""

import os

from panels_api_lines import show

METHODS = [
    "experiment_keys",
    "experiments",
    "metrics_names",
    "options",
    "project_id",
    "project_name",
    "workspace",
    "experiment_colors",
    "metric_colors",
    "width",
    "height",
    "size",
]


def read(api, workspace, project):
    os.environ["COMET_WORKSPACE"] = workspace
    os.environ["COMET_PROJECT_NAME"] = project
    context = {"workspace": workspace, "projectName": project}
    for name in METHODS:
        show(f"get_panel_{name}", {}, getattr(api, f"get_panel_{name}"), panel=context)
