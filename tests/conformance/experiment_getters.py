"""Calls every getter of APIExperiment on every experiment of a server; one JSON line for each experiment.

The server and the key come from COMET_URL_OVERRIDE and COMET_API_KEY. Bytes are printed as their SHA-256.
"""

import hashlib
import io
import json
import tempfile
import zipfile
from pathlib import Path

from comet_ml import API

SYSTEM_GETTERS = [
    "get_installed_packages",
    "get_os_packages",
    "get_user",
    "get_pid",
    "get_os",
    "get_os_type",
    "get_os_release",
    "get_ip",
    "get_hostname",
    "get_command",
    "get_executable",
    "get_machine",
    "get_processor",
    "get_python_version",
    "get_python_version_verbose",
    "get_total_memory",
    "get_max_memory",
    "get_network_interface_ips",
    "get_gpu_static_info",
    "get_additional_system_info",
    "get_system_metric_names",
    "get_system_details",
]
TEXT_GETTERS = ["get_html", "get_code", "get_output", "get_model_graph"]


def main():
    api = API()
    for workspace in api.get_workspaces():
        for project in api.get_projects(workspace):
            notes = api.get_project_notes(workspace, project)
            for experiment in api.get_experiments(workspace, project):
                print(json.dumps({"notes": notes, **read(api, experiment)}), flush=True)


def read(api, experiment):
    assets = experiment.get_asset_list()
    stored = [asset for asset in assets if not asset["remote"]]
    models = sorted(experiment.get_model_names())
    return {
        "key": experiment.key,
        **{name: getattr(experiment, name)() for name in SYSTEM_GETTERS + TEXT_GETTERS},
        "assets": assets,
        "digests": {
            asset["assetId"]: digest(experiment.get_asset(asset["assetId"])) for asset in stored
        },
        "downloaded": downloaded(api, experiment, stored[0]["assetId"]),
        "byName": {
            asset["fileName"]: list(map(digest, experiment.get_assets_by_name(asset["fileName"])))
            for asset in stored
        },
        "firstByName": digest(experiment.get_asset_by_name(stored[0]["fileName"])),
        "noSuchName": experiment.get_asset_by_name("no such name"),
        "images": len(experiment.get_asset_list("image")),
        "curves": experiment.get_curves(),
        "curveIds": [
            experiment.get_curve(a["assetId"])["assetId"] for a in assets if a["type"] == "curve"
        ],
        "models": {name: experiment.get_model_asset_list(name) for name in models},
        "modelFiles": {name: model_files(experiment, name) for name in models},
        "gitMetadata": experiment.get_git_metadata(),
        "gitPatch": git_patch(experiment),
        "lineage": experiment.get_artifact_lineage(),
        "jsonMembers": sorted(experiment.to_json(full=True)),
    }


def downloaded(api, experiment, asset_id):
    """A file by the way of large files, which takes no redirect."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        api.download_experiment_asset(experiment.key, asset_id, str(path))
        return {"assetId": asset_id, "digest": digest(path.read_bytes())}


def model_files(experiment, name):
    with tempfile.TemporaryDirectory() as folder:
        experiment.download_model(name, folder)
        files = [path for path in Path(folder).rglob("*") if path.is_file()]
        return {str(path.relative_to(folder)): digest(path.read_bytes()) for path in files}


def git_patch(experiment):
    patch = experiment.get_git_patch()
    if patch is None:
        return None
    with zipfile.ZipFile(io.BytesIO(patch)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def digest(content):
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    main()
