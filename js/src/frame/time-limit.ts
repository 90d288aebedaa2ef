/** Loops look at the clock once in so many rounds. */
const stride = 16;

/** The time check that guarded code calls in each round of a loop. */
export class TimeLimit {
  /** Milliseconds that panel code may go on without a pause. */
  limit = Infinity;
  private rounds = 0;
  private since: number | undefined;
  private readonly pause = new MessageChannel();

  constructor() {
    this.pause.port1.onmessage = () => (this.since = undefined);
  }

  /** @throws Error when loops have kept the frame busy for longer than the limit */
  readonly tick = (): void => {
    if (++this.rounds % stride) return;
    const now = performance.now();
    if (this.since === undefined) {
      this.since = now;
      this.pause.port2.postMessage(null);
    } else if (now - this.since > this.limit) {
      const seconds = Math.round(this.limit / 100) / 10;
      throw new Error(`the panel ran longer than ${seconds} s without a pause`);
    }
  };
}
