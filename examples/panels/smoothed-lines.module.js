// A module that imports what the page offers: lines of one
// metric, smoothed, drawn by Observable Plot.
//
// Options
//   metric  the metric that is shown at first

import * as Plot from '@observablehq/plot';

function pointsOf({ experimentKey, experimentName, metrics: [metric] }) {
  if (!metric?.steps) return [];
  const experiment = experimentName ?? experimentKey.slice(0, 9);
  return Array.from(metric.steps, (step, at) => ({ experiment, step, value: metric.values[at] }));
}

export default async function ({ api, ui, options }) {
  const names = await api.getPanelMetricsNames();
  const metric = ui.dropdown('Metric', names, { index: names.indexOf(options.metric) });
  if (metric === undefined) return ui.display('These experiments have no metrics.');
  const window = ui.slider('Points in a mean', { min: 1, max: 51, step: 2, value: 5 });

  const chart = await api.getMetricsForChart(await api.getPanelExperimentKeys(), [metric]);
  const points = Object.values(chart).flatMap(pointsOf);
  const lines = { x: 'step', y: 'value', stroke: 'experiment' };
  ui.display(
    Plot.plot({
      width: ui.width,
      height: 360,
      grid: true,
      y: { label: metric },
      color: { legend: true },
      style: { background: 'transparent', fontSize: '12px' },
      marks: [
        Plot.lineY(points, { ...lines, strokeOpacity: 0.2 }),
        Plot.lineY(points, Plot.windowY({ k: window, anchor: 'middle' }, lines)),
      ],
    }),
  );
}
