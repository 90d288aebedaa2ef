// Panel code may replace the clock.
const now = performance.now.bind(performance);

/** Counts what goes out within each second. */
export class RateLimit {
  private second = -1;
  private count = 0;

  /** @param most how many may go out in a second */
  constructor(private readonly most: number) {}

  /** What to do with the next one: send it, send word that more are left out, or leave it out. */
  next(): 'send' | 'last' | 'drop' {
    const second = Math.floor(now() / 1000);
    if (second !== this.second) {
      this.second = second;
      this.count = 0;
    }
    this.count += 1;
    if (this.count < this.most) return 'send';
    return this.count === this.most ? 'last' : 'drop';
  }
}
