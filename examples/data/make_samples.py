"""Trains the models of the sample runs and writes one offline archive for each into this folder."""

from awkward_run import make_awkward_run
from digits_runs import make_digits_runs
from tabular_runs import make_tabular_runs

if __name__ == "__main__":
    make_awkward_run()
    make_tabular_runs()
    make_digits_runs()
