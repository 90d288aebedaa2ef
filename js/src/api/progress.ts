import type { Arguments } from './methods.js';

/** How far the calls of one API are. */
export interface LoadProgress {
  /** Whether calls are under way; false ends a row of events. */
  active: boolean;
  /** Bytes of answers, since the API was last at rest. */
  received: number;
  /** Experiments whose answers came, of those that were asked for since then. */
  done: number;
  all: number;
}

export type OnProgress = (progress: LoadProgress) => void;

/** Milliseconds between two events, and before the first: what is there sooner is not told of. */
const gap = 100;

/** The number of experiments that a call is about. */
function experimentsIn(args: Arguments): number {
  const list = args.experiments ?? args.experiment_keys;
  if (Array.isArray(list)) return list.length;
  return args.experiment_key === undefined ? 0 : 1;
}

/** One call, as the meter sees it. */
export interface MeteredCall {
  /** So many of its experiments were answered for. */
  done(experiments: number): void;
  /** It is settled. */
  end(): void;
}

/** Tells how far the calls of an API are, now and then. */
export class ProgressMeter {
  readonly #tell: OnProgress;
  readonly #received: () => number;
  #timer: ReturnType<typeof setInterval> | undefined;
  #running = 0;
  #before = 0;
  #done = 0;
  #all = 0;
  #told = '';

  /**
   * @param tell told at most ten times a second
   * @param received the bytes that the API has received in all
   */
  constructor(tell: OnProgress, received: () => number) {
    this.#tell = tell;
    this.#received = received;
  }

  /** A call begins. */
  begin(args: Arguments): MeteredCall {
    const all = experimentsIn(args);
    let done = 0;
    const reach = (experiments: number) => {
      this.#done += experiments - done;
      done = experiments;
    };
    if (this.#timer === undefined) this.#start();
    this.#running += 1;
    this.#all += all;
    return {
      done: reach,
      end: () => {
        reach(all);
        this.#running -= 1;
      },
    };
  }

  /** No more is told, but that all is over where something was told. */
  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    // What was answered at once, and took no bytes, was no load.
    if (this.#told || this.#received() > this.#before) this.#report(false);
  }

  #start(): void {
    this.#before = this.#received();
    this.#done = this.#all = 0;
    this.#told = '';
    this.#timer = setInterval(() => this.#look(), gap);
  }

  #look(): void {
    if (this.#running > 0) this.#report(true);
    else this.stop();
  }

  #report(active: boolean): void {
    const received = this.#received() - this.#before;
    const progress = { active, received, done: this.#done, all: this.#all };
    const text = JSON.stringify(progress);
    if (text === this.#told) return;
    this.#told = text;
    this.#tell(progress);
  }
}
