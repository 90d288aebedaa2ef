/**
 * Package entry "perihelion/react": types of the elements in JSX, for React 19 and later. There is nothing to run:
 * `import type {} from 'perihelion/react'` once in a program is enough.
 */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { PanelEvents, PerihelionDashboard, PerihelionPanel } from './panel/index.js';

/** What an element of any name takes. */
type HtmlProps<Element> = DetailedHTMLProps<HTMLAttributes<Element>, Element>;

/** Handlers of the panels' events, named as React names those of custom elements: `onrendered`. */
type PanelListeners = {
  [Type in keyof PanelEvents as `on${Type}`]?: (event: CustomEvent<PanelEvents[Type]>) => void;
};

/** Properties that a page sets. */
type PanelSetting =
  | 'src'
  | 'code'
  | 'language'
  | 'html'
  | 'css'
  | 'resources'
  | 'libraries'
  | 'context'
  | 'options'
  | 'query'
  | 'theme'
  | 'refreshSeconds'
  | 'loading'
  | 'fill'
  | 'baseUrl'
  | 'apiKey'
  | 'scope'
  | 'frameBase'
  | 'assetBase'
  | 'wasm'
  | 'workerUrl'
  | 'patience';

/** Properties of `<perihelion-panel>`. */
export type PanelProps = HtmlProps<PerihelionPanel> &
  PanelListeners &
  Partial<Pick<PerihelionPanel, PanelSetting>>;

/** Properties of `<perihelion-dashboard>`, which hears of all events within. */
export type DashboardProps = HtmlProps<PerihelionDashboard> &
  PanelListeners &
  Partial<Pick<PerihelionDashboard, 'context'>>;

declare module 'react' {
  // How React declares what JSX knows.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace JSX {
    interface IntrinsicElements {
      'perihelion-panel': PanelProps;
      'perihelion-dashboard': DashboardProps;
    }
  }
}
