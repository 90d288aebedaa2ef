// Twelve charts by panels, by a plain script, or none at all, while a beat tells how long the page is kept from its work.
import { startBeat } from '/support/beat.js';

const query = new URLSearchParams(location.search);
const [project] = query.getAll('project');
const keys = query.getAll('key');
const metrics = query.getAll('metric');
const code = await (await fetch('/panels/metric-lines.js')).text();

const takeLongestGap = startBeat();

const charts = metrics.flatMap((metric) =>
  ['step', 'epoch', 'duration'].map((xAxis) => ({ metric, xAxis, controls: false })),
);

/** Settles with the time at which each chart was drawn. */
const modes = {
  async panels() {
    const { definePerihelionPanel } = await import('/dist/panel.js');
    definePerihelionPanel();
    const drawn = charts.map((options) => {
      const panel = document.createElement('perihelion-panel');
      panel.loading = 'eager';
      panel.context = {
        workspace: 'perihelion-samples',
        projectName: project,
        experimentKeys: keys,
      };
      panel.options = options;
      panel.code = code;
      document.querySelector('main').append(panel);
      return new Promise((resolve, reject) => {
        panel.addEventListener('rendered', () => resolve(performance.now()));
        panel.addEventListener('error', ({ detail }) => reject(new Error(detail.message)));
        panel.addEventListener('stopped', ({ detail }) => reject(new Error(detail.reason)));
      });
    });
    return Promise.all(drawn);
  },

  /** What one writes without a client: the answer as it comes, and the same drawing code in the page itself. */
  plain() {
    const AsyncFunction = (async () => {}).constructor;
    const draw = new AsyncFunction('api', 'ui', 'context', 'options', 'signal', code);
    const api = {
      getPanelExperimentKeys: () => keys,
      async getMetricsForChart(targetedExperiments, names) {
        const asked = { targetedExperiments, metrics: names, params: [], independentMetrics: true };
        const response = await fetch('/api/rest/v2/experiments/multi-metric-chart', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ ...asked, fetchFull: false }),
        });
        return (await response.json()).experiments;
      },
    };
    const drawn = charts.map(async (options) => {
      const place = document.createElement('div');
      document.querySelector('main').append(place);
      const ui = {
        setCss: () => undefined,
        display: (...nodes) => place.append(...nodes),
        onHighlight: () => undefined,
        hoverExperiment: () => undefined,
      };
      await draw(api, ui, {}, options, new AbortController().signal);
      return performance.now();
    });
    return Promise.all(drawn);
  },

  async idle() {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    return [performance.now()];
  },
};

try {
  const times = await modes[query.get('mode')]();
  // What drawing has put off comes within the next frames.
  await new Promise((resolve) => setTimeout(resolve, 200));
  window.outcome = {
    first: Math.min(...times),
    all: Math.max(...times),
    longest: takeLongestGap(),
  };
} catch (error) {
  window.outcome = { error: String(error) };
}
