import { element } from './element.js';
import type { Modules } from './modules.js';
import { imageNode, isPicture, toBytes, type ImageSettings } from './output/image.js';
import { jsonView } from './output/json-view.js';
import { isPlotlyFigure, PlotlyChart, type PlotlyFigure } from './output/plotly.js';
import { RichText, type TextFormat } from './output/rich-text.js';
import { TableView, type TableSettings } from './output/table.js';
import { toTable, type TableData } from './output/tabular.js';
import type { PageRun } from './page.js';
import type { Drawn, Region } from './region.js';
import { toText } from './text.js';

/** How `ui.display` reads what it is given. */
export interface DisplaySettings extends ImageSettings {
  /** Of texts: "html" (Markdown with HTML, the default), "markdown" or "text"; of bytes: an image format. */
  format?: string;
}

/** A node that stands in the panel by itself. */
class Output implements Drawn {
  readonly node = element('div', { className: 'perihelion-output' });

  show(content: Node): void {
    // The very node of the run before stays as it is, with all that it holds.
    if (this.node.childNodes.length === 1 && this.node.firstChild === content) return;
    this.node.replaceChildren(content);
  }
}

/** Draws what panel code shows into one region. */
export class Display {
  constructor(
    private readonly run: PageRun,
    private readonly region: Region,
    private readonly modules: Modules,
  ) {}

  /** Draws anything, each kind in its own way. */
  any(thing: unknown, settings: DisplaySettings): void {
    if (thing instanceof Node) return this.node(thing);
    if (typeof thing === 'string') return this.string(thing, settings.format);
    if (isPlotlyFigure(thing)) return this.plotly(thing);
    const isNamed = settings.format !== undefined && toBytes(thing) !== undefined;
    if (isPicture(thing) || isNamed) return this.node(imageNode(thing, settings));
    const table = toTable(thing);
    if (table) return this.table(table, {});
    const bytes = toBytes(thing);
    if (bytes) return this.text(`${bytes.length} bytes`);
    if (thing instanceof Blob) return this.text(`${thing.size} bytes, ${thing.type || 'no type'}`);
    if (typeof thing === 'object' && thing !== null && !isTextual(thing)) {
      return this.node(jsonView(thing));
    }
    this.text(toText(thing));
  }

  /** Draws a node as it is. */
  node(node: Node): void {
    this.draw((region) => region.follow('output', () => new Output()).show(node));
  }

  /** Draws text as it is. */
  text(text: string): void {
    this.node(element('div', { className: 'perihelion-text', textContent: text }));
  }

  /** Draws text as Markdown, with or without HTML. */
  rich(text: string, format: TextFormat): void {
    this.draw((region) => {
      const work = region.follow('rich', () => new RichText(this.modules)).update(text, format);
      if (work) this.run.await(work);
    });
  }

  /** Draws a table. */
  table(data: TableData, settings: TableSettings): void {
    this.draw(
      (region) => void region.follow('table', () => new TableView()).update(data, settings),
    );
  }

  /** Draws a figure with the page's Plotly. */
  plotly(figure: PlotlyFigure): void {
    this.draw((region) => {
      this.run.await(region.follow('plotly', () => new PlotlyChart(this.modules)).update(figure));
    });
  }

  private string(text: string, format = 'html'): void {
    if (format === 'text') this.text(text);
    else if (format === 'html' || format === 'markdown') this.rich(text, format);
    else throw new TypeError(`format is "html", "markdown" or "text", not "${format}"`);
  }

  private draw(into: (region: Region) => void): void {
    if (!this.run.active) return;
    this.run.touch(this.region);
    into(this.region);
  }
}

/** Objects that say more as text than as their members. */
function isTextual(thing: object): boolean {
  return thing instanceof Error || thing instanceof Date || thing instanceof RegExp;
}
