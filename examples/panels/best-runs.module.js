// A module: it is evaluated once, and its default export is
// called in each run. The experiments whose metric ended best.
//
// Options
//   metric  the metric that is shown at first

const largerIsBetter = /acc|f1|auc|precision|recall|score|reward/i;

function lastValue(summaries, metric) {
  const text = summaries.find(({ name }) => name === metric)?.valueCurrent;
  return text === undefined ? undefined : Number(text);
}

async function readRow(api, experiment, metric) {
  const summaries = await api.getExperimentMetricsSummaries(experiment);
  const { name, key, durationMillis } = experiment;
  return {
    experiment: name ?? key.slice(0, 9),
    [metric]: lastValue(summaries, metric),
    minutes: durationMillis === null ? undefined : durationMillis / 60_000,
  };
}

export default async function ({ api, ui, options }) {
  const names = await api.getPanelMetricsNames();
  const metric = ui.dropdown('Metric', names, { index: names.indexOf(options.metric) });
  if (metric === undefined) return ui.display('These experiments have no metrics.');

  const experiments = await api.getPanelExperiments();
  const rows = await Promise.all(experiments.map((one) => readRow(api, one, metric)));
  const found = rows.filter((row) => row[metric] !== undefined);
  ui.displayText(`${found.length} of ${rows.length} experiments logged ${metric}`);
  ui.table(found, { sort: { column: metric, descending: largerIsBetter.test(metric) } });
  ui.download('Save as CSV', found, { fileName: `${metric}.csv` });
}
