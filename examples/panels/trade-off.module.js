// Two figures of each experiment against each other, as dots:
// how good it became, and what that took.
//
// Options
//   x, y  a metric's last value, or "minutes"; "minutes"
//         and the first metric where they are left out

const namespace = 'http://www.w3.org/2000/svg';
const margin = { left: 52, top: 34, right: 18, bottom: 42 };

function node(name, attributes, text = '') {
  const made = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

async function readDot(api, experiment, names) {
  const summaries = await api.getExperimentMetricsSummaries(experiment);
  const valueOf = (name) =>
    name === 'minutes'
      ? experiment.durationMillis / 60_000
      : Number(summaries.find((one) => one.name === name)?.valueCurrent ?? NaN);
  const [x, y] = names.map(valueOf);
  return { key: experiment.key, name: experiment.name ?? experiment.key.slice(0, 9), x, y };
}

// Round numbers at which the axis has its ticks, and some room at both ends.
function axisOf(values, count) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low) * 0.08 || Math.abs(high) / 10 || 1;
  const [from, to] = [low - room, high + room];
  const rough = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough);
  const first = Math.ceil(from / step);
  const ticks = Array.from({ length: Math.floor(to / step) - first + 1 }, (_, at) => first + at);
  return { from, to, ticks: ticks.map((tick) => Number((tick * step).toPrecision(12))) };
}

function drawAxes(svg, { x, y, width, height, names, scale }) {
  const [right, bottom] = [width - margin.right, height - margin.bottom];
  for (const tick of y.ticks) {
    const at = scale.y(tick);
    svg.append(node('line', { class: 'grid', x1: margin.left, x2: right, y1: at, y2: at }));
    svg.append(node('text', { x: margin.left - 8, y: at + 4, 'text-anchor': 'end' }, tick));
  }
  for (const tick of x.ticks) {
    const at = scale.x(tick);
    svg.append(node('line', { class: 'grid', x1: at, x2: at, y1: margin.top, y2: bottom }));
    svg.append(node('text', { x: at, y: bottom + 18, 'text-anchor': 'middle' }, tick));
  }
  const middle = (margin.left + right) / 2;
  svg.append(node('text', { x: middle, y: height - 6, 'text-anchor': 'middle' }, names[0]));
  svg.append(node('text', { x: 0, y: 14 }, names[1]));
}

function draw(dots, names, width, colorOf) {
  const height = Math.round(Math.min(420, Math.max(240, width * 0.62)));
  const x = axisOf(
    dots.map((dot) => dot.x),
    width / 90,
  );
  const y = axisOf(
    dots.map((dot) => dot.y),
    height / 60,
  );
  const along = (value, { from, to }) => (value - from) / (to - from);
  const scale = {
    x: (value) => margin.left + along(value, x) * (width - margin.left - margin.right),
    y: (value) => height - margin.bottom - along(value, y) * (height - margin.top - margin.bottom),
  };
  const svg = node('svg', { width, height, role: 'img', 'aria-label': names.join(' and ') });
  drawAxes(svg, { x, y, width, height, names, scale });
  for (const dot of dots) {
    const circle = node('circle', { cx: scale.x(dot.x), cy: scale.y(dot.y), r: 6 });
    circle.style.fill = colorOf(dot.key);
    circle.dataset.experimentKey = dot.key;
    circle.append(node('title', {}, dot.name));
    svg.append(circle);
  }
  return svg;
}

export default async function ({ api, ui, context, options, signal }) {
  const { x = 'minutes', y = (await api.getPanelMetricsNames())[0] } = options;
  const experiments = await api.getPanelExperiments();
  const all = await Promise.all(experiments.map((one) => readDot(api, one, [x, y])));
  const dots = all.filter((dot) => Number.isFinite(dot.x) && Number.isFinite(dot.y));
  if (dots.length === 0) return ui.display(`No experiment has both ${x} and ${y}.`);

  ui.setCss(css);
  const colorOf = (key) => context.experimentColors?.[key]?.primary ?? 'var(--panel-accent)';
  const chart = document.createElement('div');
  chart.addEventListener('pointerover', ({ target }) => {
    const key = target.dataset?.experimentKey ?? null;
    if (key === null || context.experimentKeys?.includes(key)) ui.hoverExperiment(key);
  });
  chart.addEventListener('pointerleave', () => ui.hoverExperiment(null));
  ui.display(chart);

  let hovered = null;
  const emphasize = () => {
    const circles = [...chart.querySelectorAll('circle')];
    const isHere = circles.some(({ dataset }) => dataset.experimentKey === hovered);
    for (const circle of circles) {
      circle.classList.toggle('faded', isHere && circle.dataset.experimentKey !== hovered);
    }
  };
  const show = () => {
    if (chart.clientWidth === 0) return;
    chart.replaceChildren(draw(dots, [x, y], chart.clientWidth, colorOf));
    emphasize();
  };
  show();
  ui.onHighlight(({ hoveredExperiment }) => {
    hovered = hoveredExperiment;
    emphasize();
  });
  const resized = new ResizeObserver(() => requestAnimationFrame(show));
  resized.observe(chart);
  signal.addEventListener('abort', () => resized.disconnect());
}

const css = `
  body { margin: 12px 16px; background: var(--panel-surface); }
  svg { display: block; }
  svg text { fill: var(--panel-text-soft); font-size: 12px; }
  .grid { stroke: light-dark(#e6e9ee, #2a303b); }
  circle { stroke: var(--panel-surface); stroke-width: 1.5; transition: opacity 0.12s; }
  .faded { opacity: 0.18; }
`;
