"""Reads all that a Comet server has with comet_ml's own API and prints it as JSON lines.

The server and the key come from COMET_URL_OVERRIDE and COMET_API_KEY. Doubles are printed as the
16 hexadecimal digits of their bits and integers as text, so that no reader can round them.
"""

import json
import struct

from comet_ml import API


def main():
    api = API()
    workspaces = api.get_workspaces()
    show(workspaces={workspace: api.get_projects(workspace) for workspace in workspaces})
    for workspace in workspaces:
        for project in api.get_projects(workspace):
            show(project=api.get_project(workspace, project))
            experiments = api.get_experiments(workspace, project)
            for experiment in experiments:
                show(experiment=read_experiment(api, workspace, project, experiment))
            for key, entry in read_chart(api, experiments).items():
                show(chart={"key": key, **entry})
    show(unknown=api.get_experiment_by_key("0" * 32))


def show(**line):
    print(json.dumps(line), flush=True)


def read_experiment(api, workspace, project, experiment):
    """All small answers about one experiment, and the points of every metric, asked in two ways."""
    summary = experiment.get_metrics_summary()
    names = [element["name"] for element in summary]
    by_name = {name: list(map(exact_point, experiment.get_metrics(name))) for name in names}
    found = api.get(workspace, project, experiment.name)
    return {
        "key": experiment.key,
        "name": experiment.name,
        "loggedName": experiment.get_name(),
        "project": experiment.project_name,
        "foundByName": found and found.key,
        "foundByKey": api.get_experiment_by_key(experiment.key).key,
        "url": experiment.url,
        "state": experiment.get_state(),
        "metadata": experiment.get_metadata(),
        "tags": experiment.get_tags(),
        "parameters": experiment.get_parameters_summary(),
        "others": experiment.get_others_summary(),
        "metrics": [exact_summary(element) for element in summary],
        "pointsByName": by_name,
        "pointsOfAll": list(map(exact_point, experiment.get_metrics())),
    }


def read_chart(api, experiments):
    """Every metric of the experiments in one request, and two parameters."""
    names = {element["name"] for e in experiments for element in e.get_metrics_summary()}
    answer = api.get_metrics_for_chart(
        [experiment.key for experiment in experiments],
        sorted(names),
        ["seed", "model"],
        independent=True,
        full=True,
    )
    for entry in answer.values():
        for metric in entry["metrics"]:
            metric["values"] = list(map(bits, metric["values"]))
            for axis in ("steps", "epochs", "timestamps", "durations"):
                metric[axis] = metric[axis] and list(map(exact_integer, metric[axis]))
    return answer


def exact_point(point):
    return {
        "name": point["metricName"],
        "value": bits(point["metricValue"]),
        "step": exact_integer(point["step"]),
        "epoch": exact_integer(point["epoch"]),
        "timestamp": exact_integer(point["timestamp"]),
        "context": point["runContext"],
    }


def exact_summary(element):
    kinds = ("Max", "Min", "Current")
    return {
        "name": element["name"],
        **{f"value{kind}": bits(element[f"value{kind}"]) for kind in kinds},
        **{f"step{kind}": exact_integer(element[f"step{kind}"]) for kind in kinds},
        **{f"timestamp{kind}": element[f"timestamp{kind}"] for kind in kinds},
    }


def exact_integer(value):
    return None if value is None else str(int(value))


def bits(value):
    """The bits of a double, given as a number or as its text."""
    return struct.pack(">d", float(value)).hex()


if __name__ == "__main__":
    main()
