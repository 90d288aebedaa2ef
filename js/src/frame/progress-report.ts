import type { ProgressMessage } from '../panel/protocol.js';

/** Milliseconds between two messages: a panel may move its bar in each turn of a loop. */
const gap = 50;
/** The longest label that the page is told, in characters. */
const maxLabel = 200;

/** Tells the page what `ui.progress` shows: the newest of it, now and then. */
export class ProgressReport {
  private newest: ProgressMessage | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param post sends to the page */
  constructor(private readonly post: (message: ProgressMessage) => void) {}

  /** A bar moved. */
  moved(label: string, percent: number): void {
    this.newest = { kind: 'progress', label: label.slice(0, maxLabel), percent };
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.post(this.newest!);
    }, gap);
  }
}
