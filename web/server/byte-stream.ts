/** The pieces as a body, each read when the client has taken the one before. */
export function byteStream(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

/** The pieces with the first one read already, so that what goes wrong there can still become an error answer. */
export async function peekFirst(
  pieces: AsyncGenerator<Uint8Array>,
): Promise<{ first: Uint8Array; all: AsyncGenerator<Uint8Array> }> {
  const { done, value } = await pieces.next();
  const first = done ? new Uint8Array() : value;
  async function* all(): AsyncGenerator<Uint8Array> {
    if (first.length > 0) yield first;
    yield* pieces;
  }
  return { first, all: all() };
}
