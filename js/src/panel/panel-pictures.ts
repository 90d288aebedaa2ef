import { maxPictureSide, type PictureMessage, type PictureRequest } from './protocol.js';

/** Milliseconds within which a frame has to answer. */
const limit = 20_000;

/** Whether bytes begin as a PNG image of a size that is no attack. */
function isPicture(head: DataView): boolean {
  const signature = head.byteLength === 24 ? head.getBigUint64(0) : 0n;
  if (signature !== 0x89504e470d0a1a0an) return false;
  return [16, 20].every((at) => head.getUint32(at) <= maxPictureSide);
}

/** The image anew, as pixels: what a frame sends may be anything. */
async function asPng(data: Blob): Promise<Blob> {
  if (!isPicture(new DataView(await data.slice(0, 24).arrayBuffer()))) {
    throw new Error('there is no picture: the panel sent something else');
  }
  const bitmap = await createImageBitmap(new Blob([data], { type: 'image/png' }));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
  bitmap.close();
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is empty')))),
  );
}

/** Pictures that the page has asked a panel for. */
export class PanelPictures {
  #last = 0;
  readonly #asked = new Map<number, (message: PictureMessage) => void>();

  /** @param post sends to the frame */
  constructor(private readonly post: (message: PictureRequest) => void) {}

  /**
   * Asks for a picture.
   * @throws Error where there is none
   */
  async ask(): Promise<Blob> {
    const ask = ++this.#last;
    const { data, error } = await new Promise<PictureMessage>((resolve) => {
      this.#asked.set(ask, resolve);
      setTimeout(
        () => this.#refuse(ask, `the panel did not draw it within ${limit / 1000} s`),
        limit,
      );
      this.post({ kind: 'picture', ask });
    });
    if (data) return asPng(data);
    throw new Error(`there is no picture: ${error}`);
  }

  /** Takes a frame's answer. */
  receive(message: PictureMessage): void {
    this.#asked.get(message.ask)?.(message);
    this.#asked.delete(message.ask);
  }

  /** The frame has gone. */
  end(): void {
    for (const ask of this.#asked.keys()) this.#refuse(ask, 'the panel has gone');
  }

  #refuse(ask: number, error: string): void {
    this.receive({ kind: 'picture', ask, error });
  }
}
