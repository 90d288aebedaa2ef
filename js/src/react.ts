/**
 * Package entry "perihelion/react": types of the elements in JSX, for React 19 and later. There is nothing to run:
 * `import type {} from 'perihelion/react'` once in a program is enough.
 */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type {
  OptionsChangeDetail,
  PanelEvents,
  PerihelionDashboard,
  PerihelionOptions,
  PerihelionPanel,
} from './panel/index.js';

/** What an element of any name takes. */
type HtmlProps<Element> = DetailedHTMLProps<HTMLAttributes<Element>, Element>;

/** Handlers of the panels' events, named as React names those of custom elements: `onrendered`. */
type PanelListeners = {
  [Type in keyof PanelEvents as `on${Type}`]?: (event: CustomEvent<PanelEvents[Type]>) => void;
};

type IsSame<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Names of the properties of an element of ours that a page sets. */
type Setting<Element> = {
  [Name in Exclude<keyof Element, keyof HTMLElement>]: Element[Name] extends (
    ...args: never[]
  ) => unknown
    ? never
    : // A property that can only be read is another one than the same that can be set.
      IsSame<Pick<Element, Name>, { -readonly [One in Name]: Element[One] }> extends true
      ? Name
      : never;
}[Exclude<keyof Element, keyof HTMLElement>];

/** Properties of `<perihelion-panel>`. */
export type PanelProps = HtmlProps<PerihelionPanel> &
  PanelListeners &
  Partial<Pick<PerihelionPanel, Setting<PerihelionPanel>>>;

/** Properties of `<perihelion-dashboard>`, which hears of all events within. */
export type DashboardProps = HtmlProps<PerihelionDashboard> &
  PanelListeners &
  Partial<Pick<PerihelionDashboard, Setting<PerihelionDashboard>>>;

/** Properties of `<perihelion-options>`. */
export type OptionsProps = HtmlProps<PerihelionOptions> &
  Partial<Pick<PerihelionOptions, Setting<PerihelionOptions>>> & {
    onchange?: (event: CustomEvent<OptionsChangeDetail>) => void;
  };

declare module 'react' {
  // How React declares what JSX knows.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace JSX {
    interface IntrinsicElements {
      'perihelion-panel': PanelProps;
      'perihelion-dashboard': DashboardProps;
      'perihelion-options': OptionsProps;
    }
  }
}
