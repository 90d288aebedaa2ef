/** Who is told at the same time: all that ask for the same number of seconds. */
class Beat {
  readonly listeners = new Set<() => void>();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(seconds: number) {
    this.#timer = setInterval(() => {
      for (const listener of this.listeners) listener();
    }, seconds * 1000);
  }

  end(): void {
    clearInterval(this.#timer);
  }
}

const beats = new Map<number, Beat>();

/**
 * Calls `tick` every so many seconds, at the same time as all others on the page that have that number: what they then
 * ask of the server alike is asked once.
 * @returns a function that ends it
 */
export function poll(seconds: number, tick: () => void): () => void {
  const beat = beats.get(seconds) ?? new Beat(seconds);
  beats.set(seconds, beat);
  beat.listeners.add(tick);
  return () => {
    beat.listeners.delete(tick);
    if (beat.listeners.size > 0 || beats.get(seconds) !== beat) return;
    beat.end();
    beats.delete(seconds);
  };
}
