// One metric, however long: drag to see a part of it in full, double-click to see all again.
// Options: metric  the metric that is shown at first

import uPlot, { css } from 'uplot';

const keys = await api.getPanelExperimentKeys();
const names = await api.getPanelMetricsNames();
const metric = ui.dropdown('Metric', names, { index: names.indexOf(options.metric) });
const key = ui.dropdown('Experiment', keys, { formatFunc: (one) => one.slice(0, 9) });
ui.setCss(css);

// The points stay in the data worker; what is drawn of them comes back.
const handle = await api.holdMetric(key, metric);

async function reduce(from, to) {
  const { x, y } = await handle.minMax({ width: ui.width, from, to });
  return [x, y];
}

async function zoom(chart) {
  const { min, max } = chart.scales.x;
  chart.setData(await reduce(min, max), false);
}

const element = document.createElement('div');
const chart = new uPlot(
  {
    width: ui.width,
    height: 320,
    scales: { x: { time: false } },
    series: [{ label: 'step' }, { label: metric, stroke: 'teal' }],
    // The range that was chosen is in force after the hook.
    hooks: { setSelect: [() => setTimeout(() => void zoom(chart))] },
  },
  await reduce(),
  element,
);
element.addEventListener('dblclick', async () => chart.setData(await reduce()));
ui.display(element);
