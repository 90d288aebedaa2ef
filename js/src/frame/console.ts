import { consoleLevels, maxText, type ConsoleLevel } from '../panel/protocol.js';
import { toText } from './text.js';

/** Console messages a second that reach the page. */
const maxRate = 100;

/** Sends what panel code writes to the console on to `report`, in bounded length and number. */
export function forwardConsole(report: (level: ConsoleLevel, text: string) => void): void {
  let second = 0;
  let count = 0;
  for (const level of consoleLevels) {
    const original = console[level].bind(console);
    console[level] = (...args: unknown[]) => {
      original(...args);
      const now = Math.floor(performance.now() / 1000);
      if (now !== second) [second, count] = [now, 0];
      count += 1;
      if (count === maxRate) report('warn', 'more messages in this second are left out');
      if (count < maxRate) report(level, args.map(toText).join(' ').slice(0, maxText));
    };
  }
}
