const CHUNK_CHARACTERS = 65536;

/**
 * A JSON answer written while it is read, so that its size does not matter. The first piece is made before the
 * answer begins: what goes wrong there still becomes an error answer.
 */
export async function streamJson(pieces: AsyncGenerator<string>): Promise<Response> {
  const encoder = new TextEncoder();
  let next: string | undefined = await collect(pieces);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (next === undefined) return controller.close();
      controller.enqueue(encoder.encode(next));
      next = await collect(pieces);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'application/json' } });
}

async function collect(pieces: AsyncGenerator<string>): Promise<string | undefined> {
  let text = '';
  while (text.length < CHUNK_CHARACTERS) {
    const { done, value } = await pieces.next();
    if (done) return text || undefined;
    text += value;
  }
  return text;
}
