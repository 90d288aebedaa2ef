const SHORTEST = 8;

/** A Comet API key: sent to Comet, and kept out of everything else. */
export class ApiKey {
  readonly header: string;
  private readonly secret: Buffer;

  /** @throws {Error} that does not tell the key, when the text cannot be one. */
  constructor(text: string | undefined) {
    if (!text)
      throw new Error('the environment variable COMET_API_KEY is empty: put the API key there');
    this.header = text;
    // A smart key is `<key>*<where its server is>`; the second part is no secret.
    this.secret = Buffer.from(text.split('*')[0]!);
    if (!/^[\x21-\x7e]+$/.test(text) || this.secret.length < SHORTEST)
      throw new Error('the environment variable COMET_API_KEY holds no API key');
  }

  isIn(text: string): boolean {
    return text.includes(this.secret.toString());
  }

  /** Passes bytes on with stars in the place of the key, should a server send it back. */
  mask(): TransformStream<Uint8Array, Uint8Array> {
    const stars = Buffer.alloc(this.secret.length, '*');
    let held: Uint8Array = new Uint8Array();
    return new TransformStream({
      transform: (piece, controller) => {
        const bytes = Buffer.concat([held, piece]);
        for (let at = bytes.indexOf(this.secret); at !== -1; at = bytes.indexOf(this.secret, at))
          stars.copy(bytes, at);
        const end = bytes.length - this.beginningAtEnd(bytes);
        held = bytes.subarray(end);
        if (end > 0) controller.enqueue(bytes.subarray(0, end));
      },
      flush: (controller) => {
        if (held.length > 0) controller.enqueue(held);
      },
    });
  }

  /** How many of the last bytes may be the first ones of the key. */
  private beginningAtEnd(bytes: Buffer): number {
    let length = Math.min(this.secret.length - 1, bytes.length);
    while (length > 0 && !bytes.subarray(-length).equals(this.secret.subarray(0, length))) length--;
    return length;
  }
}
