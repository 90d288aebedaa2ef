import type { PanelFile } from 'perihelion/panel';
import bestRuns from '../../examples/panels/best-runs.module.js?raw';
import metricLines from '../../examples/panels/metric-lines.js?raw';
import metricLinesSchema from '../../examples/panels/metric-lines.schema.json';
import smoothedLines from '../../examples/panels/smoothed-lines.module.js?raw';
import summaryTable from '../../examples/panels/summary-table.js?raw';
import summaryTableSchema from '../../examples/panels/summary-table.schema.json';
import tags from '../../examples/panels/tags.comet.js?raw';
import widgets from '../../examples/panels/widgets.js?raw';
import zoom from '../../examples/panels/zoom.js?raw';

/** A panel with a tab in the playground. */
export interface Panel {
  /** Name in the URL and in what is kept. */
  id: string;
  /** Text of its tab. */
  title: string;
  file: PanelFile;
}

function example(id: string, name: string, parts: Omit<PanelFile, 'version' | 'name'>): Panel {
  return { id, title: name, file: { version: 1, name, ...parts } };
}

/** The examples, in the order of their tabs. */
export const examplePanels: readonly Panel[] = [
  example('metric-lines', 'Metric lines', {
    code: metricLines,
    options: { metric: 'train_loss', xAxis: 'step', yScale: 'linear', fetchFull: false },
    optionsSchema: metricLinesSchema,
  }),
  example('summary-table', 'Summary table', {
    code: summaryTable,
    options: { metrics: [], parameters: [], best: {} },
    optionsSchema: summaryTableSchema,
  }),
  example('smoothed-lines', 'Smoothed lines', {
    code: smoothedLines,
    options: { metric: 'train_loss' },
  }),
  example('best-runs', 'Best runs', { code: bestRuns, options: { metric: 'validate_accuracy' } }),
  example('zoom', 'Zoom', { code: zoom, options: { metric: 'train_loss' } }),
  example('widgets', 'Widgets', { code: widgets, options: {} }),
  example('tags', 'Comet class', {
    code: tags,
    options: { heading: 'Experiments and their tags' },
  }),
];
