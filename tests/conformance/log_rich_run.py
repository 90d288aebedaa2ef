"""Logs one offline experiment with the things that the sample runs do not have.

Run in a git repository with changes; the archive goes into the folder given as argument.
"""

import sys
from pathlib import Path

from comet_ml import OfflineExperiment


def main():
    experiment = OfflineExperiment(
        workspace="conformance",
        project_name="rich",
        offline_directory=sys.argv[1],
        auto_output_logging="simple",
        log_env_host=True,
        log_env_network=False,
        log_env_gpu=False,
        log_env_disk=False,
        display_summary_level=0,
    )
    print("a line of output")
    experiment.log_html("<b>report</b>")
    experiment.set_model_graph("layer 1 -> layer 2")
    experiment.log_curve("roc", [0, 0.5, 1], [0, 0.75, 1], step=3)
    experiment.log_system_info("rack", "r1")
    experiment.log_asset_data({"a": 1}, name="data.json")
    experiment.log_asset_data("one", name="twice.txt")
    experiment.log_asset_data("two", name="twice.txt")
    Path("weights.bin").write_bytes(b"weights")
    experiment.log_model("net", "weights.bin")
    experiment.log_remote_model("far", "s3://bucket/model", sync_mode=False)
    experiment.log_remote_asset("s3://bucket/one.bin", remote_file_name="one.bin")
    experiment.log_metric("loss", 1.0, step=1)
    experiment.end()


if __name__ == "__main__":
    main()
