/** An answer as the core reads it back: JSON in which each column is a number, its place in `columns`. */
export interface KeptAnswer {
  kind: number;
  json: string;
  columns: unknown[];
}

interface Entry {
  kind: number;
  /** As the core gave it: plain data and typed arrays, or else JSON. */
  value: unknown;
  bytes: number;
  asked: number;
  expires: number;
}

function readable({ kind, value }: Entry): KeptAnswer {
  if (typeof value === 'string') return { kind, json: value, columns: [] };
  const columns: unknown[] = [];
  const json = JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return String(part);
    return ArrayBuffer.isView(part) ? columns.push(part) - 1 : part;
  });
  return { kind, json, columns };
}

/** What one client sees of the store: its own answers. Times are ms of `performance.now()`. */
export interface ClientAnswers {
  find(name: string, since: number): KeptAnswer | undefined;
  keep(
    name: string,
    kind: number,
    value: unknown,
    bytes: number,
    asked: number,
    expires: number,
  ): void;
}

/**
 * The decoded answers of all clients of a thread, up to a number of bytes; the least recently used go first. Their
 * columns are typed arrays of this thread's own, so that they outlive the core that decoded them.
 */
export class AnswerStore {
  readonly #most: number;
  /** The least recently used first. */
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  /** About what all answers take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The part of the client of that number. */
  of(client: number): ClientAnswers {
    return {
      find: (name, since) => this.#find(`${client} ${name}`, since),
      keep: (name, ...answer) => this.#keep(`${client} ${name}`, ...answer),
    };
  }

  #find(name: string, since: number): KeptAnswer | undefined {
    const entry = this.#entries.get(name);
    if (!entry) return undefined;
    if (entry.expires <= performance.now()) {
      this.#erase(name, entry);
      return undefined;
    }
    if (entry.asked < since) return undefined;
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    return readable(entry);
  }

  /** Not an answer that would take half of all the room. */
  #keep(
    name: string,
    kind: number,
    value: unknown,
    size: number,
    asked: number,
    expires: number,
  ): void {
    // Names too, or answers of nothing would have no bound.
    const bytes = size + 2 * name.length;
    const before = this.#entries.get(name);
    if (before) this.#erase(name, before);
    if (bytes > this.#most / 2) return;
    this.#entries.set(name, { kind, value, bytes, asked, expires });
    this.#bytes += bytes;
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= this.#most) break;
      this.#erase(oldest, entry);
    }
  }

  #erase(name: string, entry: Entry): void {
    this.#entries.delete(name);
    this.#bytes -= entry.bytes;
  }
}
