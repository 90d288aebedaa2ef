const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Asks `probe` until it gives something, and gives that; fails when that takes too long. */
export async function until(what, probe, limit = 20_000) {
  const end = Date.now() + limit;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${limit} ms: ${what}`);
    await wait(50);
  }
}
