import { useEffect, useState } from 'preact/hooks';
import { choices } from '../state/store.js';
import { QueryBox } from '../query/query-box.js';
import { Message } from '../layout/message.js';
import { isFirstVisit } from '../state/persistence.js';
import { chooseProject, openFirst } from './actions.js';
import { catalogue, loadCatalogue, loadExperiments, projects } from './catalogue.js';
import { ExperimentTree } from './experiment-tree.js';
import { treeRows } from './rows.js';

async function connect(): Promise<void> {
  await loadCatalogue();
  // Whoever comes for the first time sees curves, not an empty pane.
  const [first] = projects.peek();
  if (isFirstVisit && first) await chooseProject(first);
  const chosen = choices.peek().map(({ workspace, project }) => `${workspace}/${project}`);
  openFirst(projects.peek(), new Set(chosen));
}

function TreeBody({ filter }: { filter: string }) {
  const remote = catalogue.value;
  if (remote.state === 'failed') {
    return (
      <Message title="No data" tone="error" action="Try again" onAction={() => void connect()}>
        {remote.message}
      </Message>
    );
  }
  if (remote.state !== 'ready') return <Message title="Loading experiments…" busy />;
  const rows = treeRows(filter);
  if (rows.length > 0) return <ExperimentTree rows={rows} filter={filter} />;
  if (filter.trim() !== '') return <Message title="Nothing matches">Try fewer words.</Message>;
  return (
    <Message title="No experiments yet">
      Bring some in with <code>perihelion import</code>, then load this page again.
    </Message>
  );
}

/** The left pane: which experiments the panel is about. */
export function TreePane() {
  const [filter, setFilter] = useState('');
  useEffect(() => void connect(), []);
  const onFilter = (text: string) => {
    setFilter(text);
    if (text.trim() !== '') for (const project of projects.peek()) void loadExperiments(project);
  };
  const count = choices.value.length;
  return (
    <section class="pane tree-pane" aria-label="Choice of experiments">
      <header class="pane-head">
        <h2>Experiments</h2>
        <span class="chosen-count" role="status">
          {count === 0 ? 'none chosen' : `${count} chosen`}
        </span>
        <button
          type="button"
          class="button quiet"
          disabled={count === 0}
          onClick={() => (choices.value = [])}
        >
          Clear
        </button>
      </header>
      <div class="filter">
        <input
          type="search"
          placeholder="Filter by name or key"
          aria-label="Filter experiments"
          value={filter}
          onInput={(event) => onFilter(event.currentTarget.value)}
        />
      </div>
      <QueryBox />
      <TreeBody filter={filter} />
    </section>
  );
}
