import type { Highlight } from 'perihelion/panel';
import { useMemo, useState } from 'react';
import metricLines from '../../panels/metric-lines.js?raw';
import summaryTable from '../../panels/summary-table.js?raw';
import { server, useExperiments } from './use-experiments';

const metrics = ['validate_accuracy', 'validate_loss', 'train_loss'];

export function App() {
  const { project, experiments, error } = useExperiments();
  const [metric, setMetric] = useState(metrics[0]);
  const [hovered, setHovered] = useState<string | null>(null);
  const context = useMemo(
    () => ({ ...project, experimentKeys: experiments.map(({ key }) => key) }),
    [project, experiments],
  );

  const showHovered = ({ detail }: CustomEvent<Highlight>) => {
    const found = experiments.find(({ key }) => key === detail.hoveredExperiment);
    setHovered(found?.name ?? null);
  };

  return (
    <main>
      <h1>Digits classifier</h1>
      <label>
        Metric{' '}
        <select value={metric} onChange={({ target }) => setMetric(target.value)}>
          {metrics.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <p role="status">{error ?? hovered ?? 'Point at a line or a row.'}</p>
      <perihelion-dashboard context={context} onselection={showHovered}>
        <perihelion-panel
          title={metric}
          baseUrl={server}
          code={metricLines}
          options={{ metric, controls: false }}
        />
        <perihelion-panel
          title="Results"
          baseUrl={server}
          code={summaryTable}
          options={{ metrics, parameters: ['optimizer', 'learning_rate'] }}
        />
      </perihelion-dashboard>
    </main>
  );
}
