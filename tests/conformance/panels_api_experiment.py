"""What comet_ml reads of one experiment: methods by key, and the getters of APIExperiment."""

import re

from panels_api_lines import exact, show

NAME_OF_FILE = re.compile("[A-Za-z0-9-]+(_[A-Za-z0-9-]+)*")

ASSET_TYPES = [
    "all",
    "asset",
    "image",
    "audio",
    "video",
    "histogram_combined_3d",
    "histogram3d",
    "curve",
    "text-sample",
    "model-element",
    "notebook",
    "source_code",
    "confusion-matrix",
    "embeddings",
    "dataframe",
    "dataframe-profile",
    "datagrid",
    "3d-image",
    "3d-points",
    "asset-item",
    "tensorflow-file",
    "llm_data",
    "unknown",
    "ASSET_TYPE_FULL_METRIC",
]
# The client's answers are the server's objects: the member is what a method of the Panels API returns.
BY_KEY = {
    "code": "code",
    "html": "html",
    "output": "output",
    "model_graph": "graph",
    "tags": "tags",
    "metrics_summaries": "values",
    "parameters_summaries": "values",
    "others_summaries": "values",
    "metadata": None,
    "models": None,
    "system_details": None,
    "installed_packages": None,
    "git_metadata": None,
    "git_patch": None,
}
SYSTEM_MEMBERS = {
    "get_user": "user",
    "get_pid": "pid",
    "get_os": "os",
    "get_os_type": "osType",
    "get_os_release": "osRelease",
    "get_os_packages": "osPackages",
    "get_ip": "ip",
    "get_hostname": "hostname",
    "get_command": "command",
    "get_executable": "executable",
    "get_machine": "machine",
    "get_processor": "processor",
    "get_python_version": "pythonVersion",
    "get_python_version_verbose": "pythonVersionVerbose",
    "get_total_memory": "totalRam",
    "get_max_memory": "maxTotalMemory",
    "get_network_interface_ips": "networkInterfaceIps",
    "get_gpu_static_info": "gpuStaticInfoList",
    "get_additional_system_info": "logAdditionalSystemInfoList",
    "get_system_metric_names": "systemMetricNames",
}
GETTERS = [
    "get_name",
    "get_metadata",
    "get_state",
    "get_tags",
    "get_metrics",
    "get_metrics_summary",
    "get_parameters_summary",
    "get_others_summary",
    "get_html",
    "get_code",
    "get_output",
    "get_model_graph",
    "get_asset_list",
    "get_curves",
    "get_model_names",
    "get_system_details",
    "get_installed_packages",
    "get_git_metadata",
    "get_git_patch",
    "get_artifact_lineage",
]


def read_methods(client, key):
    """Every method that takes an experiment's key."""
    read_by_key(client, key)
    read_metrics(client, key)
    read_assets(client, key)
    read_models(client, key)


def read_by_key(client, key):
    """Those that take nothing else."""
    of = {"experiment_key": key}
    for name, member in BY_KEY.items():
        ask = getattr(client, f"get_experiment_{name}")
        show(f"get_experiment_{name}", of, lambda ask=ask, member=member: taken(ask(key), member))
    for name in ("get_experiment_graph", "get_model_graph"):
        show(name, of, lambda: taken(client.get_experiment_model_graph(key), "graph"))
    for direction in ("all", "input", "output"):
        args = {**of, "direction": direction}
        show(
            "get_experiment_artifact_lineage",
            args,
            lambda d=direction: client.get_artifact_lineage(key, d),
        )


def read_metrics(client, key):
    summary = taken(client.get_experiment_metrics_summaries(key), "values") or []
    for name in [element["name"] for element in summary] + ["no such metric"]:
        args = {"experiment_key": key, "metric": name}
        show(
            "get_experiment_metric",
            args,
            lambda n=name: client.get_experiment_metric(key, n)["metrics"],
        )


def read_assets(client, key):
    of = {"experiment_key": key}
    for asset_type in ASSET_TYPES:
        args = {**of, "asset_type": asset_type}
        show(
            "get_experiment_asset_list",
            args,
            lambda t=asset_type: client.get_experiment_asset_list(key, t),
        )
    assets = [a for a in client.get_experiment_asset_list(key, "all") or [] if not a["remote"]]
    for asset in assets:
        for return_type in return_types(asset):
            args = {"asset_id": asset["assetId"], "return_type": return_type}
            show(
                "get_experiment_asset", {**of, **args}, lambda a=args: read_asset(client, key, **a)
            )
    for name in [*dict.fromkeys(asset["fileName"] for asset in assets), "no such name"]:
        args = {**of, "file_name": name, "return_type": "binary"}
        show("get_experiment_asset_by_name", args, lambda n=name: first_of_name(client, key, n))
    for asset_type, method in (("curve", "curves"), ("image", "images")):
        listed = client.get_experiment_asset_list(key, asset_type) or []
        ids = [asset["assetId"] for asset in listed]
        show(
            f"get_experiment_{method}",
            of,
            lambda ids=ids: [read_asset(client, key, i, "binary") for i in ids],
        )


def return_types(asset):
    name = asset["fileName"]
    types = ["raw", "binary"]
    if name.endswith((".py", ".txt", ".json", ".csv")) or asset["type"] == "curve":
        types.append("text")
    if name.endswith(".json") or asset["type"] == "curve":
        types.append("json")
    return types


def read_asset(client, key, asset_id, return_type):
    kind = "binary" if return_type == "raw" else return_type
    return client.get_experiment_asset(asset_id, experiment_key=key, return_type=kind)


def first_of_name(client, key, name):
    found = client.get_experiment_assets_list_by_name(key, name)
    return read_asset(client, key, found[0]["assetId"], "binary") if found else None


def read_models(client, key):
    models = client.get_experiment_models(key) or []
    for name in dict.fromkeys(model["modelName"] for model in models):
        args = {"experiment_key": key, "model_name": name}
        show(
            "get_experiment_model_asset_list",
            args,
            lambda n=name: client.get_experiment_model_asset_list(key, n),
        )


def read_getters(experiment):
    """Every getter of one APIExperiment."""
    of = {"of": experiment.key}
    show("get_experiment_metrics", {"experiment_key": experiment.key}, experiment.get_metrics)
    for name in GETTERS:
        show(name, [], getattr(experiment, name), **of)
    for name, member in SYSTEM_MEMBERS.items():
        show(name, [], getattr(experiment, name), **of)
        show("get_system_detail", [member], getattr(experiment, name), **of)
    show("to_json", [], experiment.to_json, **of)
    show("to_json", [True], lambda: experiment.to_json(full=True), **of)
    metrics = [element["name"] for element in experiment.get_metrics_summary()]
    read_totals(experiment, metrics)
    for name in [*metrics[:1], "no such name"]:
        show("get_metrics_summary", [name], lambda n=name: experiment.get_metrics_summary(n), **of)
    show("get_metrics", metrics[:1], lambda: experiment.get_metrics(*metrics[:1]), **of)
    for name in ("seed", "no such name"):
        ask = experiment.get_parameters_summary
        show("get_parameters_summary", [name], lambda n=name, ask=ask: ask(n), **of)
    for name in ("Name", "no such name"):
        show("get_others_summary", [name], lambda n=name: experiment.get_others_summary(n), **of)
    stored = [asset for asset in experiment.get_asset_list() if not asset["remote"]]
    for asset in stored:
        show(
            "get_asset",
            [asset["assetId"]],
            lambda a=asset: experiment.get_asset(a["assetId"]),
            **of,
        )
        if asset["type"] == "curve":
            curve = [asset["assetId"]]
            show("get_curve", curve, lambda a=asset: experiment.get_curve(a["assetId"]), **of)
    show("get_curve", ["no such asset"], lambda: experiment.get_curve("no such asset"), **of)
    for name in [*dict.fromkeys(asset["fileName"] for asset in stored), "no such name"]:
        for args in ([name], [name, "image"], [name, "asset"], [name, "all", "binary"]):
            show("get_asset_by_name", args, lambda a=args: experiment.get_asset_by_name(*a), **of)
            show("get_assets_by_name", args, lambda a=args: experiment.get_assets_by_name(*a), **of)
    for asset in stored:
        for return_type in return_types(asset)[2:]:
            args = [asset["fileName"], asset["type"], return_type]
            show("get_asset_by_name", args, lambda a=args: experiment.get_asset_by_name(*a), **of)
            show("get_assets_by_name", args, lambda a=args: experiment.get_assets_by_name(*a), **of)
    show("get_asset_list", ["image"], lambda: experiment.get_asset_list("image"), **of)
    for name in sorted(experiment.get_model_names()):
        show(
            "get_model_asset_list", [name], lambda n=name: experiment.get_model_asset_list(n), **of
        )


def read_totals(experiment, metrics):
    """Metrics whose names are those of their files: comet_ml also asks for the points under the file's name."""
    for name in [*(name for name in metrics if NAME_OF_FILE.fullmatch(name)), "no-such-metric"]:
        sampled = exact(experiment.get_metrics(name))
        show(
            "get_metric_total_df",
            [name],
            lambda n=name: total(experiment.get_metric_total_df(n)),
            of=experiment.key,
            sampled=sampled,
        )


def total(frame):
    """The frame's columns as lists, but for the one that repeats another."""
    return None if frame is None else frame.drop(columns="datetime").to_dict("list")


def taken(answer, member):
    """The member, which the server leaves out where there is nothing."""
    return answer.get(member) if member and answer is not None else answer
