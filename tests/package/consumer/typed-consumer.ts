import {
  load,
  type API,
  type ChartExperiment,
  type MetricSeries,
  PerihelionError,
} from 'perihelion';
import { copyAssets } from 'perihelion/assets';
import { definePerihelionPanel, parsePanelFile, PerihelionPanel } from 'perihelion/panel';

const { API: Api } = await load({ worker: true });
const api: API = new Api({ baseUrl: 'http://localhost', context: { experimentKeys: ['k'] } });
const series: MetricSeries = await api.getExperimentMetric('k', 'loss', {
  signal: new AbortController().signal,
});
const values: Float64Array = series.value;
const chart: Record<string, ChartExperiment> = await api.getMetricsForChart(['k'], ['loss']);
// @ts-expect-error a metric is named by a text
void api.getExperimentMetric('k', 7);
// @ts-expect-error there is no such scope
void new Api({ baseUrl: 'x', scope: 'everything' });
try {
  api.close();
} catch (error) {
  if (error instanceof PerihelionError && error.code === 'not_found') throw error;
}
definePerihelionPanel();
const panel: PerihelionPanel = new PerihelionPanel();
panel.options = { values, chart };
panel.libraries = { d3: '/d3.js', plot: new URL('http://localhost/plot.js') };
panel.resources = ['/jquery.js'];
panel.assetBase = '/perihelion/';
void load({ worker: true, assetBase: new URL('http://localhost/perihelion/') });
panel.load(parsePanelFile('{}'));
// @ts-expect-error a panel file has a version
panel.load({ code: '' });
const copied: Promise<void> = copyAssets('public');
void copied;
// @ts-expect-error a library is an address
panel.libraries = { d3: 3 };
