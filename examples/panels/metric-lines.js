// One metric of the chosen experiments as lines.
//
// Options
//   metric     the metric that is shown at first
//   xAxis      "step", "epoch" or "duration" (seconds)
//   yScale     "linear" or "log"
//   fetchFull  true: every point; false: about 500 a line
//   controls   false: no list of metrics and no legend, for
//              pages that have their own

const { xAxis = 'step', yScale = 'linear' } = options;
const { fetchFull = false, controls = true } = options;
ui.setCss(css());

const keys = await api.getPanelExperimentKeys();
if (keys.length > 0) {
  const metric = controls ? await chooseMetric() : options.metric;
  if (metric === undefined) say('These experiments have no metrics.');
  else await showMetric(metric);
} else {
  say('Choose experiments on the left');
}

async function chooseMetric() {
  const names = await api.getPanelMetricsNames();
  return ui.dropdown('Metric', names, {
    index: Math.max(0, names.indexOf(options.metric)),
    key: `metric ${options.metric}`,
  });
}

async function showMetric(metric) {
  const entries = await api.getMetricsForChart(keys, [metric], [], true, fetchFull);
  const series = keys.map((key, at) => seriesOf(key, at, entries[key], metric));
  show(metric, series);
}

function say(text) {
  ui.display(element('p', 'empty', text));
}

function element(name, className, text = '') {
  const node = document.createElement(name);
  node.className = className;
  node.textContent = text;
  return node;
}

function svgElement(name, attributes, text = '') {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.textContent = text;
  return node;
}

function colorOf(index) {
  return [
    'light-dark(#2f6fde, #6ea0ff)',
    'light-dark(#d9622b, #ff9a63)',
    'light-dark(#1f9462, #4fce96)',
    'light-dark(#a444b8, #d78ae6)',
    'light-dark(#c2394f, #ff7d8e)',
    'light-dark(#0f8b9d, #4cc7d8)',
    'light-dark(#8a6d12, #d6b64a)',
    'light-dark(#6b5bd6, #a497ff)',
  ][index % 8];
}

function seriesOf(key, index, entry, metric) {
  const found = entry?.metrics.find(({ metricName }) => metricName === metric);
  const name = entry?.experimentName || key.slice(0, 9);
  const axis = { step: found?.steps, epoch: found?.epochs, duration: found?.durations }[xAxis];
  const unit = xAxis === 'duration' ? 1000 : 1;
  const points = Array.from(axis ?? [], (x, at) => ({ x: x / unit, y: found.values[at] }))
    .filter(({ x }) => Number.isFinite(x))
    .sort((a, b) => a.x - b.x);
  const given = context.experimentColors?.[key]?.primary;
  return {
    key,
    name,
    points,
    color: given ?? colorOf(index),
    dash: given ? '' : ['', '6 4', '2 4'][Math.floor(index / 8) % 3],
    logged: Boolean(found),
  };
}

function canDraw({ y }) {
  return Number.isFinite(y) && (yScale !== 'log' || y > 0);
}

function domainOf(values) {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) [min, max] = [Math.min(min, value), Math.max(max, value)];
  if (min < max) return [min, max];
  const room = Math.abs(min) / 10 || 1;
  return [Math.max(min - room, -Number.MAX_VALUE), Math.min(max + room, Number.MAX_VALUE)];
}

// 1, 2 or 5 times a power of ten. Divided first: a difference of large values may overflow.
function stepOf([min, max], count) {
  const rough = max / count - min / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
}

function linearTicks([min, max], count) {
  const step = stepOf([min, max], count);
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => (first + at) * step);
}

function upToTicks([min, max], count) {
  const step = stepOf([min, max], count);
  const wider = [Math.floor(min / step) * step, Math.ceil(max / step) * step];
  return wider.every(Number.isFinite) ? wider : [min, max];
}

function logTicks([min, max]) {
  const factors = max / min < 1e3 ? [1, 2, 5] : [1];
  const ticks = [];
  const stride = Math.max(1, Math.ceil(Math.log10(max / min) / 8));
  for (let power = Math.floor(Math.log10(min)); power <= Math.log10(max); power += stride) {
    ticks.push(...factors.map((factor) => factor * 10 ** power));
  }
  const inside = ticks.filter((tick) => tick >= min * 0.999999 && tick <= max * 1.000001);
  return inside.length > 1 ? inside : linearTicks([min, max], 5);
}

function format(value) {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7))
    return value.toExponential(3).replace(/\.?0+e/, 'e');
  return String(Number(value.toPrecision(6)));
}

// A gap for each value that cannot be drawn; "h0" makes a single point visible as a dot.
function pathOf(points, x, y) {
  let path = '';
  points.forEach((point, at) => {
    if (!canDraw(point)) return;
    const starts = at === 0 || !canDraw(points[at - 1]);
    const ends = at === points.length - 1 || !canDraw(points[at + 1]);
    path += `${starts ? 'M' : 'L'}${x(point.x)},${y(point.y)}${starts && ends ? 'h0' : ''}`;
  });
  return path;
}

function addLine(svg, x1, x2, y1, y2) {
  svg.append(svgElement('line', { class: 'grid', x1, x2, y1, y2 }));
}

function addText(svg, x, y, anchor, text) {
  svg.append(svgElement('text', { x, y, 'text-anchor': anchor }, text));
}

function drawAxes(svg, { left, right, bottom }, domain, scale, yTicks) {
  for (const tick of yTicks) {
    const y = scale.y(tick);
    addLine(svg, left, right, y, y);
    addText(svg, left - 10, y + 4, 'end', format(tick));
  }
  for (const tick of linearTicks(domain.x, (right - left) / 72)) {
    const x = scale.x(tick);
    addLine(svg, x, x, bottom, bottom + 5);
    addText(svg, x, bottom + 19, 'middle', format(tick));
  }
  const label = xAxis === 'duration' ? 'duration (s)' : xAxis;
  addText(svg, (left + right) / 2, bottom + 40, 'middle', label);
}

function share(value, [min, max]) {
  return (value / 2 - min / 2) / (max / 2 - min / 2);
}

function layout(series, width) {
  const height = Math.round(Math.min(480, Math.max(260, width * 0.64)));
  const points = series.flatMap((one) => one.points.filter(canDraw));
  const count = (height - 56) / 44;
  const yValues = domainOf(points.map(({ y }) => y));
  const isLog = yScale === 'log';
  const domain = {
    x: domainOf(points.map(({ x }) => x)),
    y: isLog ? yValues : upToTicks(yValues, count),
  };
  const yTicks = isLog ? logTicks(domain.y) : linearTicks(domain.y, count);
  const letters = Math.max(...yTicks.map((tick) => format(tick).length));
  const plot = { left: 14 + 7.5 * letters, top: 10, right: width - 12, bottom: height - 46 };
  return { height, domain, yTicks, plot };
}

function drawChart(metric, series, width) {
  const { height, domain, yTicks, plot } = layout(series, width);
  const along = yScale === 'log' ? Math.log : Number;
  const [w, h] = [plot.right - plot.left, plot.bottom - plot.top];
  const scale = {
    x: (value) => plot.left + share(value, domain.x) * w,
    y: (value) => plot.bottom - share(along(value), domain.y.map(along)) * h,
  };
  const svg = svgElement('svg', {
    width,
    height,
    role: 'img',
    'aria-label': `${metric} over ${xAxis}`,
    'data-metric': metric,
    'data-x-axis': xAxis,
    'data-y-scale': yScale,
    'data-x-min': domain.x[0],
    'data-x-max': domain.x[1],
    'data-y-min': domain.y[0],
    'data-y-max': domain.y[1],
    'data-plot-left': plot.left,
    'data-plot-top': plot.top,
    'data-plot-width': w,
    'data-plot-height': h,
  });
  drawAxes(svg, plot, domain, scale, yTicks);
  for (const { key, points, color, dash } of series) {
    const path = pathOf(points, scale.x, scale.y);
    svg.append(
      svgElement('path', {
        class: 'line',
        fill: 'none',
        d: path,
        style: `stroke: ${color}`,
        'stroke-dasharray': dash,
        'data-experiment-key': key,
      }),
    );
  }
  return { svg, plot, domain, scale };
}

function nearest(points, x) {
  let [low, high] = [0, points.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle].x < x) low = middle + 1;
    else high = middle;
  }
  return low > 0 && x - points[low - 1].x < points[low].x - x ? points[low - 1] : points[low];
}

function swatch(color) {
  const node = element('span', 'swatch');
  node.style.background = color;
  node.style.display = 'inline-block';
  return node;
}

function fillTip(tip, series, x) {
  const table = document.createElement('table');
  for (const { name, points, color } of series.filter((one) => one.points.length).slice(0, 12)) {
    const row = table.insertRow();
    row.insertCell().append(swatch(color));
    row.insertCell().textContent = name;
    row.insertCell().textContent = format(nearest(points, x).y);
  }
  tip.replaceChildren(`${xAxis} ${format(x)}`, table);
}

// The page refuses what it did not name: where it has a query instead of keys, nothing can be pointed at.
function pointAt(key) {
  if (key === null || context.experimentKeys?.includes(key)) ui.hoverExperiment(key);
}

// What is pointed at, here or in another panel, stands out: the other lines fade.
function emphasize(root, hovered) {
  const all = [...root.querySelectorAll('[data-experiment-key]')];
  const isHere = all.some((node) => node.dataset.experimentKey === hovered);
  for (const node of all) {
    node.classList.toggle('faded', isHere && node.dataset.experimentKey !== hovered);
  }
}

// The line whose value at x is nearest to the pointer, unless that is far away.
function lineNear(series, x, pointer, scale) {
  const far = 24;
  const distances = series
    .filter(({ points }) => points.length)
    .map(({ key, points }) => ({ key, far: Math.abs(scale.y(nearest(points, x).y) - pointer) }));
  const best = distances.toSorted((a, b) => a.far - b.far)[0];
  return best.far < far ? best.key : null;
}

function addTip(chart, series, { svg, plot, domain, scale }) {
  const tip = element('div', 'tip');
  const cursor = svgElement('line', { class: 'cursor', y1: plot.top, y2: plot.bottom });
  const hide = () => {
    [tip, cursor].forEach((node) => node.remove());
    pointAt(null);
  };
  svg.addEventListener('pointerleave', hide);
  svg.addEventListener('pointermove', ({ clientX, clientY }) => {
    const box = svg.getBoundingClientRect();
    const at = clientX - box.left;
    if (at < plot.left || at > plot.right) return hide();
    const portion = (at - plot.left) / (plot.right - plot.left);
    const wanted = domain.x[0] * (1 - portion) + domain.x[1] * portion;
    const near = series
      .filter(({ points }) => points.length)
      .map(({ points }) => nearest(points, wanted).x);
    const x = near.reduce((best, one) =>
      Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best,
    );
    pointAt(lineNear(series, x, clientY - box.top, scale));
    fillTip(tip, series, x);
    cursor.setAttribute('x1', scale.x(x));
    cursor.setAttribute('x2', scale.x(x));
    svg.append(cursor);
    chart.append(tip);
    const left = scale.x(x) + 12;
    tip.style.left = `${left + tip.offsetWidth > plot.right ? left - tip.offsetWidth - 24 : left}px`;
  });
}

function legendOf(series) {
  const legend = element('ul', 'legend');
  for (const { name, key, color, points } of series) {
    const item = document.createElement('li');
    item.title = `${name} (${key})`;
    item.dataset.experimentKey = key;
    item.addEventListener('pointerenter', () => pointAt(key));
    item.addEventListener('pointerleave', () => pointAt(null));
    item.append(
      swatch(color),
      element('span', 'name', points.length ? name : `${name}: nothing to show`),
    );
    legend.append(item);
  }
  return legend;
}

function notesOn(metric, series) {
  const without = series.filter(({ logged }) => !logged).length;
  const noAxis = series.filter(({ logged, points }) => logged && points.length === 0).length;
  const hidden = series.flatMap(({ points }) => points).filter((point) => !canDraw(point)).length;
  return [
    without && `${without} of ${series.length} experiments never logged “${metric}”.`,
    noAxis && `${noAxis} of ${series.length} experiments logged “${metric}” without ${xAxis}.`,
    hidden &&
      `${hidden} values are left out: not finite${yScale === 'log' ? ', or not above 0' : ''}.`,
  ].filter(Boolean);
}

function show(metric, series) {
  const chart = element('div', 'chart');
  const notes = notesOn(metric, series).map((text) => element('p', 'note', text));
  if (!series.some(({ points }) => points.some(canDraw))) {
    ui.display(element('p', 'empty', `No values of “${metric}” to draw.`), ...notes);
    return;
  }
  const legend = legendOf(series);
  ui.display(chart, ...(controls ? [legend] : []), ...notes);
  let drawn = 0;
  let hovered = null;
  const draw = () => {
    const width = Math.floor(chart.clientWidth);
    if (width === 0 || width === drawn) return;
    drawn = width;
    const picture = drawChart(metric, series, width);
    chart.replaceChildren(picture.svg);
    addTip(chart, series, picture);
    emphasize(chart, hovered);
  };
  draw();
  ui.onHighlight(({ hoveredExperiment }) => {
    hovered = hoveredExperiment;
    emphasize(chart, hovered);
    emphasize(legend, hovered);
  });
  // In the next frame: a new size inside the callback would be an error of the observer.
  const resized = new ResizeObserver(() => requestAnimationFrame(draw));
  resized.observe(chart);
  signal.addEventListener('abort', () => resized.disconnect());
}

function css() {
  return `
  body { margin: 12px 16px; font: 13px/1.45 system-ui, sans-serif; color: light-dark(#1c2430, #dde3ec); background: light-dark(#fff, #171b22); }
  svg { display: block; overflow: visible; }
  svg text { fill: light-dark(#5a6574, #98a3b3); font-size: 12px; }
  .grid { stroke: light-dark(#e6e9ee, #2a303b); }
  .line { fill: none; stroke-width: 1.5; stroke-linejoin: round; stroke-linecap: round; }
  .line, .legend li { transition: opacity 0.12s; } .faded { opacity: 0.18; }
  .cursor { stroke: light-dark(#98a3b3, #717c8b); stroke-dasharray: 3 3; }
  .legend { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 8px 0 0 0; padding: 0; list-style: none; }
  .legend li { display: flex; align-items: center; gap: 6px; max-width: 220px; }
  .legend .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .swatch { flex: none; width: 14px; height: 3px; border-radius: 2px; }
  .chart { position: relative; }
  .tip { position: absolute; top: 0; max-width: 300px; padding: 6px 10px; border: 1px solid light-dark(#d5dae2, #3d4553); border-radius: 6px; background: light-dark(#fff, #1d222b); font-size: 12px; pointer-events: none; box-shadow: 0 2px 8px #0003; }
  .tip table { margin: 2px 0 0; } .tip td { padding: 0 0 0 8px; border: 0; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .tip td:first-child { padding: 0; } .tip td:nth-child(2) { overflow: hidden; max-width: 160px; text-overflow: ellipsis; }
  .note, .empty { color: light-dark(#5a6574, #98a3b3); } .note { margin: 8px 0 0 0; font-size: 12px; }
  .empty { padding: 48px 16px; text-align: center; }
  select { max-width: 280px; font: inherit; padding: 3px 6px; border: 1px solid light-dark(#c6ccd6, #3d4553); border-radius: 6px; background: light-dark(#fff, #1d222b); color: inherit; }
`;
}
