import metricLines from '../../examples/panels/metric-lines.js?raw';
import summaryTable from '../../examples/panels/summary-table.js?raw';

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
];

/** The example with this id, or the first one. */
export function examplePanel(id: string): ExamplePanel {
  return examplePanels.find((panel) => panel.id === id) ?? examplePanels[0]!;
}
