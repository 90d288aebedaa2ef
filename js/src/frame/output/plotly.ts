import { isPlain } from '../../api/objects.js';
import { element } from '../element.js';
import type { Modules } from '../modules.js';
import type { Drawn } from '../region.js';

/** A Plotly figure as plotly writes it in JSON. */
export interface PlotlyFigure {
  data: readonly object[];
  layout?: object;
  config?: object;
  frames?: readonly object[];
}

interface Plotly {
  react(node: HTMLElement, figure: object): Promise<unknown>;
  purge(node: HTMLElement): void;
}

/** Name under which a page offers it. */
const library = 'plotly.js';

/** Whether this is a figure: data and a layout. */
export function isPlotlyFigure(thing: unknown): thing is PlotlyFigure {
  return isPlain(thing) && Array.isArray(thing['data']) && isPlain(thing['layout']);
}

/** What a figure looks like where it does not say so: the theme of the panel. */
function template(node: HTMLElement): object {
  const style = getComputedStyle(node);
  const { color } = style;
  const line = style.getPropertyValue('border-top-color');
  const axis = { gridcolor: line, zerolinecolor: line, linecolor: line };
  return {
    layout: {
      paper_bgcolor: 'transparent',
      plot_bgcolor: 'transparent',
      font: { color },
      modebar: { bgcolor: 'transparent', color: line, activecolor: color },
      xaxis: axis,
      yaxis: axis,
    },
  };
}

/** A Plotly chart, drawn anew in place, so that zoom is kept. */
export class PlotlyChart implements Drawn {
  readonly node = element('div', { className: 'perihelion-plotly' });

  constructor(private readonly modules: Modules) {}

  /** Draws a figure with the page's Plotly. */
  async update({ data, layout = {}, config, frames }: PlotlyFigure): Promise<void> {
    const namespace = await this.modules.library(library);
    const plotly = (namespace['default'] ?? namespace) as Plotly;
    await plotly.react(this.node, {
      data,
      layout: { autosize: true, uirevision: 'kept', template: template(this.node), ...layout },
      config: { responsive: true, displaylogo: false, ...config },
      frames,
    });
  }
}
