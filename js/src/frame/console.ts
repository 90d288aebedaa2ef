import { consoleLevels, maxText, type ConsoleLevel } from '../panel/protocol.js';
import { RateLimit } from './rate-limit.js';
import { toText } from './text.js';

/** Sends what panel code writes to the console on to `report`, in bounded length and number. */
export function forwardConsole(report: (level: ConsoleLevel, text: string) => void): void {
  const rate = new RateLimit(100);
  for (const level of consoleLevels) {
    const original = console[level].bind(console);
    console[level] = (...args: unknown[]) => {
      const next = rate.next();
      // Not to the browser's own either: it hands each to other processes, and is slow for minutes after a flood.
      if (next !== 'drop') original(...args);
      if (next === 'last') report('warn', 'more messages in this second are left out');
      if (next === 'send') report(level, args.map(toText).join(' ').slice(0, maxText));
    };
  }
}
