"""Reads a metric or a chart with the real comet_ml, each time that a line names one.

Answers each line with the milliseconds that this took and the number of points. The server and the
key come from COMET_URL_OVERRIDE and COMET_API_KEY.
"""

import json
import sys
import time

from comet_ml import API


def main():
    # Its answers would be kept otherwise, and reading from there be what is measured.
    api = API(cache=False)
    experiment = api.get_experiment_by_key("k")
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        started = time.perf_counter()
        points = READERS[line.strip()](api, experiment)
        took = (time.perf_counter() - started) * 1000
        print(json.dumps({"ms": took, "points": points}), flush=True)


def read_metric(_, experiment):
    return len(experiment.get_metrics("train_loss"))


def read_chart(api, _):
    chart = api.get_metrics_for_chart(["k"], ["loss"], independent=True, full=True)
    return sum(len(entry["metrics"][0]["values"]) for entry in chart.values())


READERS = {"metric": read_metric, "chart": read_chart}

if __name__ == "__main__":
    main()
