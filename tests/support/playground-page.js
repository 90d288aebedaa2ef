// Drives the real playground as a viewer does, in either browser.
import { once } from 'node:events';
import { until } from './until.js';

export { until };

/** One page that shows the playground. */
export class PlaygroundPage {
  /** Opens `url` in a new page of the browser; errors of the page are kept in `errors`. */
  static async open(browser, url) {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    const playground = new PlaygroundPage(page);
    page.on('pageerror', (error) => playground.errors.push(error.message));
    await page.goto(url);
    return playground;
  }

  errors = [];

  constructor(page) {
    this.page = page;
  }

  /** Text of the first element that matches; undefined when there is none. */
  text(selector) {
    return this.page.evaluate((css) => document.querySelector(css)?.textContent, selector);
  }

  /** Waits until the text of an element matches. */
  async textMatches(selector, pattern) {
    let last;
    const probe = async () => pattern.test((last = (await this.text(selector)) ?? '')) && last;
    return until(`${selector} says ${pattern}`, probe).catch((error) => {
      throw new Error(`${error.message}, but ${JSON.stringify(last)}`);
    });
  }

  /** Waits for an element and clicks it. */
  async click(selector) {
    const handle = await until(selector, () => this.page.$(selector));
    await handle.click();
  }

  /** Opens a project of the tree, unless it is open. */
  async openProject(workspace, project) {
    const selector = `[data-id="p/${workspace}/${project}"]`;
    const row = await until(selector, () => this.page.$(selector));
    const open = await row.evaluate((node) => node.getAttribute('aria-expanded'));
    if (open === 'false') await this.click(`${selector} .disclosure`);
  }

  /** Ticks an experiment. */
  tick(key) {
    return this.click(`[data-key="${key}"]`);
  }

  /** Puts text into an editor ("Panel code" or "Panel options") at the selection. */
  async insert(label, text) {
    await this.page.evaluate(
      (name, typed) => {
        document.querySelector(`.cm-content[aria-label="${name}"]`).focus();
        document.execCommand('insertText', false, typed);
      },
      label,
      text,
    );
  }

  /** Types in place of the text in an editor, key by key. */
  async retype(label, text) {
    await this.click(`.cm-content[aria-label="${label}"]`);
    await this.press('Control+a');
    await this.page.keyboard.type(text);
  }

  /** Presses keys one after the other; "Control+Home" holds the first. */
  async press(...keys) {
    for (const key of keys) {
      const [last, ...held] = key.split('+').reverse();
      for (const name of held) await this.page.keyboard.down(name);
      await this.page.keyboard.press(last);
      for (const name of held) await this.page.keyboard.up(name);
    }
  }

  /** Puts the cursor at the start of a line, counted from 1. */
  async goToLine(label, line) {
    await this.click(`.cm-content[aria-label="${label}"]`);
    await this.press('Control+Home', ...Array(line - 1).fill('ArrowDown'), 'Home');
  }

  /** Puts one line of JSON in place of the options. */
  async setOptions(options) {
    await this.click('.cm-content[aria-label="Panel options"]');
    await this.press('Control+a');
    await this.insert(
      'Panel options',
      typeof options === 'string' ? options : JSON.stringify(options),
    );
  }

  /** What `read` gives inside the panel's frame, once that is something. */
  inPanel(what, read, ...args) {
    return until(what, async () => {
      const frame = this.page
        .frames()
        .find((one) => one.url().endsWith('/perihelion/inner.html') && !one.url().includes('#'));
      return frame?.evaluate(read, ...args).catch(() => undefined);
    });
  }

  /** The drawn lines, once the chart shows this metric of as many experiments with these settings. */
  async chart({ metric, experiments, xAxis = 'step', yScale = 'linear' }) {
    return this.inPanel(`a chart of ${experiments} × ${metric}`, readChart, {
      metric,
      experiments,
      xAxis,
      yScale,
    });
  }

  /** Loads the page again. */
  async reload() {
    await Promise.all([once(this.page, 'load'), this.page.reload()]);
  }

  close() {
    return this.page.close();
  }
}

/** Runs in the panel's frame: paths and plot area, or nothing while another chart is shown. */
function readChart({ metric, experiments, xAxis, yScale }) {
  const svg = document.querySelector('svg[data-metric]');
  const paths = [...(svg?.querySelectorAll('path[data-experiment-key]') ?? [])];
  if (svg?.dataset.metric !== metric || paths.length !== experiments) return undefined;
  if (svg.dataset.xAxis !== xAxis || svg.dataset.yScale !== yScale) return undefined;
  return {
    plot: { ...svg.dataset },
    lines: paths.map((path) => [path.dataset.experimentKey, path.getAttribute('d')]),
  };
}

/**
 * The points of a drawn line in the units of its axes, from the pixels of its path.
 * @returns {{points: {x: number, y: number}[], strokes: number}} `strokes` is one more than the gaps
 */
export function invertPath(d, plot) {
  const of = (name) => Number(plot[name]);
  const isLog = plot.yScale === 'log';
  const along = (value) => (isLog ? Math.log(value) : value);
  const [low, high] = [along(of('yMin')), along(of('yMax'))];
  const found = [...d.matchAll(/([ML])([^,MLh]+),([^,MLh]+)/g)];
  const points = found.map(([, , px, py]) => {
    const across = (Number(px) - of('plotLeft')) / of('plotWidth');
    const up = 1 - (Number(py) - of('plotTop')) / of('plotHeight');
    const y = low * (1 - up) + high * up;
    return {
      x: of('xMin') * (1 - across) + of('xMax') * across,
      y: isLog ? Math.exp(y) : y,
    };
  });
  return { points, strokes: found.filter(([, letter]) => letter === 'M').length };
}
