import type { FrameSession } from './frame-session.js';

/** What the watchdog needs of a panel. */
export interface WatchedPanel {
  /** The panel's frame, if it has one now. */
  readonly session: FrameSession | undefined;
  /** Milliseconds of silence that are borne. */
  readonly patience: number;
  /** Removes the frame; the panel shows that it was stopped, and why. */
  halt(reason: string): void;
  /** Removes the frame, to be made anew with `revive`. */
  suspend(): void;
  /** Makes the frame anew and runs the panel again. */
  revive(): void;
}

const panels = new Set<WatchedPanel>();
let timer: ReturnType<typeof setInterval> | undefined;
let interval = Infinity;
let lastTick = 0;

function silent({ session, patience }: WatchedPanel, now: number): boolean {
  return session?.pingedAt !== undefined && now - session.pingedAt > patience;
}

/** How often each panel was stopped in place of another. */
const wronged = new WeakMap<WatchedPanel, number>();
const timesWronged = (panel: WatchedPanel) => wronged.get(panel) ?? 0;

/**
 * Whose code has not returned comes first; then later entries into panel code; then who was not stopped for others yet;
 * then who was heard last.
 */
function moreLikely(a: WatchedPanel, b: WatchedPanel): number {
  const [left, right] = [a.session!, b.session!];
  const inside = Number(right.inside) - Number(left.inside);
  const entered = (right.entry ?? 0) - (left.entry ?? 0);
  return inside || entered || timesWronged(a) - timesWronged(b) || right.lastSeen - left.lastSeen;
}

/** The last stop, for as long as it may have hit the wrong one of those that fell silent together. */
let doubted: { stopped: WatchedPanel; others: readonly WatchedPanel[]; until: number } | undefined;

/** Who was stopped in place of this panel: it hangs again, soon after the two had fallen silent together. */
function wronglyStopped(culprit: WatchedPanel, now: number): WatchedPanel[] {
  return doubted && now < doubted.until && doubted.others.includes(culprit)
    ? [doubted.stopped]
    : [];
}

/** When a panel's frame was last removed. */
let lastRemoval = -Infinity;

/**
 * Whoever hung may be gone already: stopped for something else, or taken off the page. Its process goes on. What others
 * sent before may come only now, so that nothing but an answer to a question asked since shows that they go on too.
 */
function mayBeGone(suspects: readonly WatchedPanel[]): boolean {
  return suspects.every(({ session }) => session!.knownAlive < lastRemoval);
}

/** How often in a row it may stay open who hung. */
const mostUnclear = 3;
let unclear = { count: 0, until: -Infinity };

/**
 * Whether two were entered and neither was seen to be left: what frames sent may come in another order. Whoever hangs
 * does it again, and each time it is less likely that another one was entered too. Code that has not returned is clear:
 * in one process nobody else's runs meanwhile.
 */
function isUnclear(suspects: readonly WatchedPanel[], now: number): boolean {
  const entered = suspects.filter(({ session }) => session!.entry !== undefined);
  const inside = suspects.filter(({ session }) => session!.inside);
  if (entered.length < 2 || inside.length === 1) return false;
  const count = now < unclear.until ? unclear.count : 0;
  unclear = { count: count + 1, until: now + 10 * entered[0]!.patience };
  return count < mostUnclear;
}

/** Makes frames anew. Browsers may run those of all panels in one process, which ends only with its last frame. */
function restart(innocent: readonly WatchedPanel[]): void {
  for (const panel of innocent) panel.suspend();
  setTimeout(() => {
    for (const panel of innocent) if (panels.has(panel)) panel.revive();
  });
}

function recover([culprit, ...others]: [WatchedPanel, ...WatchedPanel[]], now: number): void {
  const running = [...panels].filter(({ session }) => session);
  const suspects = [culprit, ...others];
  if (mayBeGone(suspects) || isUnclear(suspects, now)) return restart(running);
  const cleared = wronglyStopped(culprit, now);
  for (const panel of cleared) wronged.set(panel, timesWronged(panel) + 1);
  // A panel that was not seen to enter its code was stopped on no more than a guess.
  const isGuess = culprit.session?.entry === undefined;
  doubted = { stopped: culprit, others, until: isGuess ? Infinity : now + 10 * culprit.patience };
  const seconds = culprit.patience / 1000;
  culprit.halt(`the panel did not answer for ${seconds} s and was stopped`);
  restart([...running.filter((panel) => panel !== culprit), ...cleared]);
}

function tick(): void {
  const now = performance.now();
  const asleep = now - lastTick > 2 * interval + 500;
  lastTick = now;
  if (asleep) {
    // The page itself stood still: nothing follows from answers that could not arrive.
    for (const { session } of panels) if (session) session.pingedAt = undefined;
    return;
  }
  if ([...panels].some((panel) => silent(panel, now))) {
    // Who hangs may have been asked after those whom it keeps from answering: all who owe an answer are suspects.
    const [first, ...others] = [...panels]
      .filter(({ session }) => session?.pingedAt !== undefined)
      .sort(moreLikely);
    if (first) return recover([first, ...others], now);
  }
  for (const { session } of panels) session?.ping();
}

function reschedule(): void {
  clearInterval(timer);
  if (panels.size === 0) return;
  interval = Math.min(1000, ...[...panels].map((panel) => panel.patience / 4));
  lastTick = performance.now();
  timer = setInterval(tick, interval);
}

/** Watches a panel from now on; call again when its patience changed. */
export function watch(panel: WatchedPanel): void {
  panels.add(panel);
  reschedule();
}

/** A panel's frame was removed. */
export function frameRemoved(): void {
  lastRemoval = performance.now();
}

/** Watches a panel no longer. */
export function unwatch(panel: WatchedPanel): void {
  panels.delete(panel);
  reschedule();
}
