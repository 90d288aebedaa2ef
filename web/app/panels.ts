import bestRuns from '../../examples/panels/best-runs.module.js?raw';
import metricLines from '../../examples/panels/metric-lines.js?raw';
import smoothedLines from '../../examples/panels/smoothed-lines.module.js?raw';
import summaryTable from '../../examples/panels/summary-table.js?raw';
import tags from '../../examples/panels/tags.comet.js?raw';
import widgets from '../../examples/panels/widgets.js?raw';
import zoom from '../../examples/panels/zoom.js?raw';

/** An example that the playground opens with. */
export interface ExamplePanel {
  /** Name in the URL and in what is kept. */
  id: string;
  title: string;
  code: string;
  /** The options as JSON text. */
  options: string;
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** All examples, in the order of their tabs. */
export const examplePanels: readonly ExamplePanel[] = [
  {
    id: 'metric-lines',
    title: 'Metric lines',
    code: metricLines,
    options: json({ metric: 'train_loss', xAxis: 'step', yScale: 'linear', fetchFull: false }),
  },
  {
    id: 'summary-table',
    title: 'Summary table',
    code: summaryTable,
    options: json({ metrics: [], parameters: [], best: {} }),
  },
  {
    id: 'smoothed-lines',
    title: 'Smoothed lines',
    code: smoothedLines,
    options: json({ metric: 'train_loss' }),
  },
  {
    id: 'best-runs',
    title: 'Best runs',
    code: bestRuns,
    options: json({ metric: 'validate_accuracy' }),
  },
  { id: 'zoom', title: 'Zoom', code: zoom, options: json({ metric: 'train_loss' }) },
  { id: 'widgets', title: 'Widgets', code: widgets, options: json({}) },
  {
    id: 'tags',
    title: 'Comet class',
    code: tags,
    options: json({ heading: 'Experiments and their tags' }),
  },
];

/** The example with this id, or the first one. */
export function examplePanel(id: string): ExamplePanel {
  return examplePanels.find((panel) => panel.id === id) ?? examplePanels[0]!;
}
