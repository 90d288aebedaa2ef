/** Seconds for which an allowance is kept. */
const keptSeconds = 10;

const grouped = (count: number) => count.toLocaleString('en-US');

/** So much a second, and what was not used in the last seconds beside it: much comes at once to what stood still. */
export class Allowance {
  #left: number;
  #at = performance.now();

  /**
   * @param what it is of, in the plural
   * @param perSecond how many come back in a second; there are ten times as many at first, and never more
   */
  constructor(
    private readonly what: string,
    private readonly perSecond: number,
  ) {
    this.#left = perSecond * keptSeconds;
  }

  /** What is wrong when there are more, as the end of a sentence. */
  get excess(): string {
    const { what, perSecond } = this;
    const [each, atOnce] = [grouped(perSecond), grouped(perSecond * keptSeconds)];
    return `too many ${what}: ${each} a second are allowed, and ${atOnce} at once`;
  }

  /** Takes so many; false, and nothing taken, where fewer are left. */
  take(amount = 1): boolean {
    const now = performance.now();
    const earned = ((now - this.#at) / 1000) * this.perSecond;
    this.#left = Math.min(this.#left + earned, this.perSecond * keptSeconds);
    this.#at = now;
    if (amount > this.#left) return false;
    this.#left -= amount;
    return true;
  }
}
