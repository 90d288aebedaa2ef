// The chosen experiments as a table: last and best value of
// each metric, and parameters. A click on a name sorts.
//
// Options
//   metrics     names of the metrics; none for all of them
//   parameters  names; none for those that differ
//   best        what is best where the name does not say it:
//               {"reward": "max", "cost": "min"}

const wantedMetrics = options.metrics ?? [];
const wantedParameters = options.parameters ?? [];
const best = options.best ?? {};
const collator = new Intl.Collator(undefined, { numeric: true });
ui.setCss(css());

const keys = await api.getPanelExperimentKeys();
if (keys.length > 0) {
  showTable(await Promise.all(keys.map(readExperiment)));
} else {
  ui.display(element('p', 'empty', 'Choose experiments on the left'));
}

function element(name, className, text = '') {
  const node = document.createElement(name);
  node.className = className;
  node.textContent = text;
  return node;
}

// Summaries carry values as texts.
function numberOf(text) {
  if (text === undefined || text === null || String(text).trim() === '') return undefined;
  const value = Number(text);
  return Number.isNaN(value) ? undefined : value;
}

function show(value) {
  if (value === undefined || value === null) return '–';
  const number = numberOf(value);
  if (number === undefined || !Number.isFinite(number)) return String(value);
  const size = Math.abs(number);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return number.toExponential(3);
  return String(Number(number.toPrecision(6)));
}

async function readExperiment(key) {
  const [metadata, metrics, parameters] = await Promise.all([
    api.getExperimentMetadata(key),
    api.getExperimentMetricsSummaries(key),
    api.getExperimentParametersSummaries(key),
  ]);
  const byName = (summaries) => new Map(summaries.map((summary) => [summary.name, summary]));
  const name = metadata.experimentName || key.slice(0, 9);
  return { key, name, metrics: byName(metrics), parameters: byName(parameters) };
}

function namesIn(experiments, member) {
  const names = new Set(experiments.flatMap((experiment) => [...experiment[member].keys()]));
  return [...names].filter((name) => !name.startsWith('sys.')).sort(collator.compare);
}

function differs(experiments, name) {
  const values = experiments.map(({ parameters }) => parameters.get(name)?.valueCurrent);
  return new Set(values).size > 1;
}

function directionOf(name) {
  if (best[name] === 'min' || best[name] === 'max') return best[name];
  if (/loss|error|mse|mae|perplexity/i.test(name)) return 'min';
  return /acc|f1|auc|precision|recall|score|reward/i.test(name) ? 'max' : undefined;
}

function metricColumns(experiments, name) {
  const direction = directionOf(name);
  const last = {
    name,
    kind: 'last',
    read: ({ metrics }) => metrics.get(name)?.valueCurrent,
    direction,
  };
  const member = direction === 'min' ? 'valueMin' : 'valueMax';
  const isLast = ({ metrics }) => metrics.get(name)?.[member] === metrics.get(name)?.valueCurrent;
  if (!direction || experiments.every(isLast)) return [last];
  return [
    last,
    { name, kind: direction, read: ({ metrics }) => metrics.get(name)?.[member], direction },
  ];
}

function columnsFor(experiments) {
  const metrics = wantedMetrics.length ? wantedMetrics : namesIn(experiments, 'metrics');
  const all = namesIn(experiments, 'parameters');
  const differing = experiments.length > 1 ? all.filter((name) => differs(experiments, name)) : all;
  const parameters = wantedParameters.length ? wantedParameters : differing;
  return [
    { name: 'Experiment', kind: '', read: ({ name }) => name },
    ...metrics.flatMap((name) => metricColumns(experiments, name)),
    ...parameters.map((name) => {
      return { name, kind: 'parameter', read: (one) => one.parameters.get(name)?.valueCurrent };
    }),
  ];
}

function compare(a, b) {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return x - y;
  return collator.compare(String(a), String(b));
}

function sorted(experiments, { read }, descending) {
  const sign = descending ? -1 : 1;
  return experiments.toSorted((a, b) => {
    const [x, y] = [read(a), read(b)];
    // What has no value comes last, whichever way the others go.
    if (x === undefined || y === undefined)
      return Number(x === undefined) - Number(y === undefined);
    return sign * compare(x, y);
  });
}

function topOf(experiments, { read, direction }) {
  if (!direction || experiments.length < 2) return undefined;
  const values = experiments.map((one) => numberOf(read(one))).filter(Number.isFinite);
  return direction === 'min' ? Math.min(...values) : Math.max(...values);
}

function headCell(column, at, order, sortBy) {
  const cell = document.createElement('th');
  const isSorted = at === order.at;
  cell.setAttribute(
    'aria-sort',
    isSorted ? (order.descending ? 'descending' : 'ascending') : 'none',
  );
  const arrow = isSorted ? (order.descending ? ' ↓' : ' ↑') : '';
  const button = element('button', '', column.name + arrow);
  button.title = column.name;
  button.addEventListener('click', () => sortBy(at));
  cell.append(button, element('span', 'kind', column.kind));
  return cell;
}

function bodyRow(experiment, columns, tops) {
  const row = document.createElement('tr');
  row.dataset.experimentKey = experiment.key;
  row.addEventListener('pointerenter', () => pointAt(experiment.key));
  row.addEventListener('pointerleave', () => pointAt(null));
  columns.forEach((column, at) => {
    const value = column.read(experiment);
    const cell = element('td', '', show(value));
    cell.title = value ?? '';
    if (tops[at] !== undefined && numberOf(value) === tops[at]) cell.className = 'top';
    row.append(cell);
  });
  return row;
}

// The page refuses what it did not name: where it has a query instead of keys, nothing can be pointed at.
function pointAt(key) {
  if (key === null || context.experimentKeys?.includes(key)) ui.hoverExperiment(key);
}

function emphasize(table, { hoveredExperiment }) {
  for (const row of table.querySelectorAll('tbody tr')) {
    row.classList.toggle('hovered', row.dataset.experimentKey === hoveredExperiment);
  }
}

function showTable(experiments) {
  const columns = columnsFor(experiments);
  const tops = columns.map((column) => topOf(experiments, column));
  const table = document.createElement('table');
  const draw = (order) => {
    const sortBy = (at) => {
      draw({ at, descending: at === order.at && !order.descending });
      table.querySelectorAll('th button')[at].focus();
    };
    const head = document.createElement('thead');
    head.insertRow().append(...columns.map((column, at) => headCell(column, at, order, sortBy)));
    const body = document.createElement('tbody');
    const lines = sorted(experiments, columns[order.at], order.descending);
    body.append(...lines.map((experiment) => bodyRow(experiment, columns, tops)));
    table.replaceChildren(head, body);
  };
  draw({ at: 0, descending: false });
  const scroll = element('div', 'scroll');
  scroll.append(table);
  ui.display(scroll);
  ui.onHighlight((highlight) => emphasize(table, highlight));
}

function css() {
  return `
  body { margin: 12px 16px; font: 13px/1.45 system-ui, sans-serif; color: light-dark(#1c2430, #dde3ec); background: light-dark(#fff, #171b22); }
  .scroll { overflow: auto; border: 1px solid light-dark(#e1e4ea, #2a303b); border-radius: 6px; }
  table { margin: 0; width: 100%; white-space: nowrap; font-variant-numeric: tabular-nums; }
  th, td { padding: 6px 12px; border: 0; border-top: 1px solid light-dark(#e9ecf1, #262c36); text-align: right; }
  thead th { border-top: 0; background: light-dark(#f8f9fb, #1d222b); }
  th:first-child, td:first-child { position: sticky; left: 0; max-width: 220px; overflow: hidden; text-overflow: ellipsis; text-align: left; background: light-dark(#fff, #171b22); }
  thead th:first-child { background: light-dark(#f8f9fb, #1d222b); }
  tbody tr:hover td { background: light-dark(#f3f5f9, #202632); }
  tbody tr.hovered td { background: light-dark(#e6edfb, #22304d); }
  th button { display: inline-block; max-width: 180px; overflow: hidden; text-overflow: ellipsis; padding: 0; border: 0; background: none; font: inherit; font-weight: 600; color: inherit; cursor: pointer; }
  th button:focus-visible { outline: 2px solid #4a7de0; outline-offset: 3px; }
  .kind { display: block; color: light-dark(#5a6574, #98a3b3); font-size: 11px; font-weight: 400; }
  td.top { font-weight: 650; color: light-dark(#17753f, #6fcf97); }
  .note, .empty { color: light-dark(#5a6574, #98a3b3); } .empty { padding: 48px 16px; text-align: center; }
`;
}
