"""Asks comet_ml everything that the Panels API can be asked, and prints one JSON line for each call.

A line has the method and its arguments under the seed's names, and comet_ml's answer or error; a call of a
panel also has the panel's context, and a call of an experiment's getter has the experiment's key. The server
and the key come from COMET_URL_OVERRIDE and COMET_API_KEY.
"""

import panels_api_experiment as of_experiment
import panels_api_panel as of_panel
import panels_api_project as of_project
from comet_ml import API

NO_KEY = "0" * 32


def main():
    api = API()
    places = [
        (workspace, name)
        for workspace in api.get_workspaces()
        for name in api.get_projects(workspace)
    ]
    of_project.read_server(api, NO_KEY)
    of_experiment.read_by_key(api._client, NO_KEY)
    for place in places:
        of_project.read(api, *place)
        for experiment in [*api.get_experiments(*place), *api.get_archived_experiments(*place)]:
            of_experiment.read_methods(api._client, experiment.key)
            of_experiment.read_getters(experiment)
    # Last, as its settings are there for every later call.
    for place in places:
        of_panel.read(api, *place)


if __name__ == "__main__":
    main()
