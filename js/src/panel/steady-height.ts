import { Allowance } from '../worker/allowance.js';

/** Milliseconds that a further change waits. */
const delay = 250;

/**
 * The height of a panel's content, as it is passed on: each change at first, and one now and then where it never rests,
 * as each lays the page out anew.
 */
export class SteadyHeight {
  readonly #changes = new Allowance('changes of height', 5);
  #newest = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param apply takes the height, in CSS pixels */
  constructor(private readonly apply: (height: number) => void) {}

  /** The content has another height, in CSS pixels. */
  set(height: number): void {
    this.#newest = height;
    if (this.#timer !== undefined) return;
    if (this.#changes.take()) return this.apply(height);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.apply(this.#newest);
    }, delay);
  }

  /** Nothing is passed on any more until there is another height. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
