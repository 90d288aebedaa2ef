// Calls that only panels have: what the archives say, as lines like those of panels_api.py.
import { metricNames, others } from '../support/archive-reader.js';

const COLORS = { primary: '#123456', light: 'rgba(18, 52, 86, 0.5)' };

/**
 * @param {object[]} archives as readArchive gives them
 * @param {Map<string, object>} experiments comet_ml's description of each experiment, by key
 * @returns {object[]} lines with the answer that is right
 */
export function archiveLines(archives, experiments) {
  const projects = groupBy(archives, ({ experiment }) => experiment.project_name);
  return [
    ...archives.filter(isNamed).flatMap(nameLines),
    ...[...projects.values()].flatMap((members) => panelLines(members, experiments)),
  ];
}

/** The items in groups by what `name` says of each. */
export function groupBy(items, name) {
  const groups = new Map();
  for (const item of items) groups.set(name(item), [...(groups.get(name(item)) ?? []), item]);
  return groups;
}

const isNamed = (archive) => others(archive).has('Name');

function nameLines(archive) {
  const name = others(archive).get('Name');
  const letters = [...name];
  const line = (max_length, answer) => ({
    method: 'get_experiment_name',
    args: { experiment_key: archive.key, max_length },
    answer,
  });
  return [
    { ...line(null, name), args: { experiment_key: archive.key } },
    line(letters.length, name),
    line(5, letters.length > 5 ? `${letters.slice(0, 4).join('')}…` : name),
  ];
}

function panelLines(archives, experiments) {
  const [{ experiment }] = archives;
  const project = { workspace: experiment.workspace, projectName: experiment.project_name };
  const panel = {
    ...project,
    experimentKeys: archives.slice(0, 3).map(({ key }) => key),
    options: { nested: { list: [1, 'two', null] } },
    experimentColors: { [archives[0].key]: COLORS },
    metricColors: { loss: COLORS },
    width: 640.5,
    height: 480,
  };
  const names = [...new Set(archives.flatMap(metricNames))].sort();
  const answers = {
    get_panel_workspace: project.workspace,
    get_panel_project_name: project.projectName,
    get_panel_project_id: experiments.get(archives[0].key).project_id,
    get_panel_experiment_keys: panel.experimentKeys,
    get_panel_experiments: panel.experimentKeys.map((key) => experiments.get(key)),
    get_panel_options: panel.options,
    get_panel_experiment_colors: panel.experimentColors,
    get_panel_metric_colors: panel.metricColors,
    get_panel_width: panel.width,
    get_panel_height: panel.height,
    get_panel_size: [panel.width, panel.height],
  };
  return [
    ...Object.entries(answers).map(([method, answer]) => ({ method, args: {}, panel, answer })),
    { method: 'get_panel_metrics_names', args: { include_sys: true }, panel, answer: names },
    ...archives.filter(isNamed).map((archive) => byNameLine(archive, project, experiments)),
    {
      ...byNameLine(archives[0], project, experiments),
      args: { experiment_name: 'no such name' },
      answer: null,
    },
  ];
}

function byNameLine(archive, panel, experiments) {
  return {
    method: 'get_experiment_by_name',
    args: { experiment_name: others(archive).get('Name') },
    panel,
    answer: experiments.get(archive.key),
  };
}
