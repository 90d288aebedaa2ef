import type { AssetPiece, Session } from './core.js';
import { messageOf, PerihelionError } from './errors.js';
import type { Arguments } from './methods.js';
import type { CallOptions } from './types.js';

/** What an asset can be returned as: `'raw'` and `'binary'` are its bytes. */
export type ReturnType = 'raw' | 'binary' | 'text' | 'json' | 'blob';

const RETURN_TYPES: readonly unknown[] = ['raw', 'binary', 'text', 'json', 'blob'];

/** The pieces of an asset until they are whole. */
class Collected {
  #pieces: Uint8Array[] = [];
  #size = 0;
  contentType = '';

  add(piece: AssetPiece): void {
    if (piece.first) this.#pieces = [];
    this.#pieces.push(piece.bytes);
    this.#size = piece.received;
    this.contentType = piece.contentType;
  }

  blob(): Blob {
    return new Blob(this.#pieces as BlobPart[], { type: this.contentType });
  }

  bytes(): Uint8Array {
    const [only] = this.#pieces;
    if (this.#pieces.length === 1 && only) return only;
    const all = new Uint8Array(this.#size);
    let at = 0;
    for (const piece of this.#pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }

  /** By the charset that the server declares, or else as UTF-8. */
  text(): string {
    const charset = /charset="?([^";\s]+)/i.exec(this.contentType)?.[1] ?? 'utf-8';
    try {
      return new TextDecoder(charset).decode(this.bytes());
    } catch {
      throw new PerihelionError(
        'bad_response',
        `the asset is declared as '${charset}', which is no known charset: take its bytes`,
      );
    }
  }

  json(): unknown {
    try {
      return JSON.parse(this.text()) as unknown;
    } catch (error) {
      throw new PerihelionError('bad_response', `the asset is no JSON: ${messageOf(error)}`);
    }
  }

  as(type: ReturnType): unknown {
    if (type === 'text') return this.text();
    if (type === 'json') return this.json();
    return type === 'blob' ? this.blob() : this.bytes();
  }
}

/** Reads an asset: its pieces are put together here, outside of the core's memory. Null where there is none. */
export async function callAsset(
  session: Session,
  method: string,
  args: Arguments,
  { signal, onProgress }: CallOptions,
): Promise<unknown> {
  const { return_type: type, ...rest } = args;
  const wanted = type ?? 'raw';
  if (!RETURN_TYPES.includes(wanted)) {
    const known = RETURN_TYPES.map((name) => `'${String(name)}'`).join(', ');
    throw new PerihelionError('invalid_argument', `return_type must be one of ${known}`);
  }
  const collected = new Collected();
  const onPiece = (piece: AssetPiece) => {
    collected.add(piece);
    onProgress?.({ received: piece.received, total: piece.total });
  };
  const found = await session.call(method, rest, { signal, onPiece });
  return found ? collected.as(wanted as ReturnType) : null;
}
