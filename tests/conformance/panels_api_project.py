"""What comet_ml reads of workspaces, projects and charts."""

from panels_api_lines import show

SORTED = {"sort_by": "startTime", "sort_order": "desc"}
LISTINGS = [
    {},
    {"pattern": "digits"},
    {"pattern": ".*[0-9]$"},
    {"pattern": "no such name"},
    {"page": 1, "page_size": 2},
    {"page": 2, "page_size": 2},
    {"page": 1, "page_size": 3, **SORTED},
    {"sort_by": "endTime", "sort_order": "asc"},
    SORTED,
]


def read_server(api, no_key):
    """What needs no project, and what is not there."""
    show("get", {}, api.get)
    show("get_workspaces", {}, api.get_workspaces)
    show("get_account_details", {}, api._client.get_account_details)
    for workspace in api.get_workspaces():
        show("get", {"workspace": workspace}, lambda w=workspace: api.get(w))
        of = {"workspace": workspace}
        show("get_projects", of, lambda w=workspace: api._client.get_project_jsons(w)["projects"])
        show("get_experiments", of, lambda w=workspace: api.get_experiments(w))
        show(
            "get_experiments",
            {**of, "archived": True},
            lambda w=workspace: api.get_archived_experiments(w),
        )
        missing = {**of, "project_name": "no such project"}
        show("get_project", missing, lambda a=missing: api.get_project(**a))
        show("get_project_columns", missing, lambda a=missing: api._client.get_project_columns(**a))
        show("get_experiments", missing, lambda a=missing: api.get_experiments(**a))
    show("get_project", {"project_id": no_key}, lambda: api.get_project_by_id(no_key))
    for name in ("key", "id"):
        argument = {"experiment_key" if name == "key" else "experiment": no_key}
        ask = getattr(api, f"get_experiment_by_{name}")
        show(f"get_experiment_by_{name}", argument, lambda ask=ask: ask(no_key))
    show("get_experiment", {"experiment": no_key}, lambda: api.get_experiment_by_key(no_key))


def read(api, workspace, project):
    of = {"workspace": workspace, "project_name": project}
    client = api._client
    show("get_project", of, lambda: api.get_project(**of))
    found = api.get_project(**of)
    show(
        "get_project",
        {"project_id": found["projectId"]},
        lambda: api.get_project_by_id(found["projectId"]),
    )
    show("get_project_columns", of, lambda: client.get_project_columns(**of))
    listed = client.get_project_experiments(**of)["experiments"]
    show("get_project_experiments", of, lambda: {item["experimentKey"]: item for item in listed})
    show("get_project_notes", of, lambda: api.get_project_notes(**of))
    show(
        "get_project_notes",
        {"project_id": found["projectId"]},
        lambda: api.get_project_notes(**of),
    )
    for further in LISTINGS:
        args = {**of, **further}
        show("get_experiments", args, lambda a=args: api.get_experiments(**a))
    for further in ({}, {"pattern": ".*too$"}, {"pattern": "no such name"}):
        args = {**of, **further}
        show(
            "get_experiments",
            {**args, "archived": True},
            lambda a=args: api.get_archived_experiments(**a),
        )
    read_experiments(api, of, [*api.get_experiments(**of), *api.get_archived_experiments(**of)])
    read_charts(api, [item["experimentKey"] for item in listed])


def read_experiments(api, of, experiments):
    """Every way to one experiment."""
    path = "/".join(of.values())
    show("get", of, lambda: api.get(**of))
    show("get", {"workspace": path}, lambda: api.get(path))
    for experiment in experiments:
        for text in filter(None, (experiment.key, experiment.name)):
            args = {**of, "experiment": text}
            show("get", args, lambda a=args: api.get(**a))
            show("get", {"workspace": f"{path}/{text}"}, lambda t=text: api.get(f"{path}/{t}"))
            show("get_experiment", args, lambda a=args: api.get_experiment(**a))
        key = experiment.key
        show("get_experiment", {"experiment": key}, lambda k=key: api.get_experiment_by_key(k))
        args = {"experiment_key": key}
        show("get_experiment_by_key", args, lambda k=key: api.get_experiment_by_key(k))
        show("get_experiment_by_id", {"experiment": key}, lambda k=key: api.get_experiment_by_id(k))
        show("get_experiment_url", args, lambda e=experiment: e.url)
    missing = {**of, "experiment": "no such experiment"}
    show("get", missing, lambda: api.get(**missing))
    show("get_experiment", missing, lambda: api.get_experiment(**missing))


def read_charts(api, keys):
    summaries = [api._client.get_experiment_metrics_summaries(key)["values"] for key in keys]
    metrics = sorted({element["name"] for values in summaries for element in values})
    for chosen, parameters in ((metrics, []), (metrics[:2], []), (metrics[:1], ["seed", "model"])):
        for independent in (True, False):
            for full in (True, False):
                read_chart(api, keys, chosen, parameters, independent, full)
    # comet_ml asks for no parameters alone; its client does.
    alone = chart_args(keys, [], ["seed", "model"], True, False)
    show("get_metrics_for_chart", alone, lambda: parameters_alone(api._client, alone))
    for x_axis in ("step", "epoch", "duration"):
        for interpolate in (True, False):
            read_frame(api, keys, metrics[:3], x_axis, interpolate)


def read_chart(api, keys, metrics, parameters, independent, full):
    args = chart_args(keys, metrics, parameters, independent, full)
    show(
        "get_metrics_for_chart",
        args,
        lambda: api.get_metrics_for_chart(keys, metrics, parameters, independent, full),
    )


def chart_args(keys, metrics, parameters, independent, full):
    return {
        "experiments": keys,
        "metrics": metrics,
        "parameters": parameters,
        "independent_metrics": independent,
        "fetch_full": full,
    }


def read_frame(api, keys, metrics, x_axis, interpolate):
    args = {
        "experiment_keys": keys,
        "metrics": metrics,
        "x_axis": x_axis,
        "interpolate": interpolate,
    }
    try:
        frame = table(api.get_metrics_df(**args))
    except TypeError:
        return  # comet_ml has no answer where a metric was never logged with that axis.
    show("get_metrics_df", args, lambda: frame)


def table(frame):
    """The frame's columns as lists."""
    return None if frame is None else {name: frame[name].tolist() for name in frame.columns}


def parameters_alone(client, args):
    answer = client.get_experiment_multi_metrics(
        args["experiments"], [], args["parameters"], independent=True, full=False
    )
    return answer.json()["experiments"]
