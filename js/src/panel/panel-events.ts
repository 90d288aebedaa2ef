import type { LoadProgress } from '../api/progress.js';
import type { Highlight } from './page-context.js';
import type { ConsoleLevel } from './protocol.js';

/** Detail of the event `error`; positions from 1, 0 when unknown. */
export interface PanelErrorDetail {
  message: string;
  line: number;
  column: number;
  stack: string;
}

/** Detail of the event `console`. */
export interface PanelConsoleDetail {
  level: ConsoleLevel;
  text: string;
}

/** Detail of the event `resize`. */
export interface PanelResizeDetail {
  /** Height of the panel's content, in CSS pixels. */
  height: number;
}

/** Detail of the event `progress` where panel code called `ui.progress`. */
export interface PanelBarDetail {
  kind: 'ui';
  label: string;
  /** 0 to 100. */
  percent: number;
}

/** Detail of the event `progress` while answers for the panel are under way. */
export interface PanelLoadDetail extends LoadProgress {
  kind: 'load';
}

/** Detail of the event `progress`. */
export type PanelProgressDetail = PanelBarDetail | PanelLoadDetail;

/** Detail of the event `stopped`. */
export interface PanelStoppedDetail {
  reason: string;
}

/** What a panel tells its page, by the type of the event. */
export interface PanelEvents {
  /** The frame is loaded; the first run begins. */
  ready: Record<string, never>;
  /** A run begins. */
  running: Record<string, never>;
  /** A run came to its end. */
  rendered: Record<string, never>;
  error: PanelErrorDetail;
  console: PanelConsoleDetail;
  resize: PanelResizeDetail;
  progress: PanelProgressDetail;
  /** The viewer points at, or chose, other experiments in the panel. */
  selection: Highlight;
  /** The options or their schema were set, by the page or by a form. */
  optionschange: Record<string, never>;
  stopped: PanelStoppedDetail;
}

/** Sends an event of the element. */
export type Emit = <T extends keyof PanelEvents>(type: T, detail: PanelEvents[T]) => void;
