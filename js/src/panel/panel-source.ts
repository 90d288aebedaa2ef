import { guardLoops, type GuardedCode } from './guard.js';

/** The longest panel code, in characters. */
const maxCode = 4_000_000;

async function fetchCode(src: string): Promise<string> {
  const url = new URL(src, document.baseURI);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.href} answered ${response.status}, not panel code`);
  return response.text();
}

/** Panel code from a text or a URL, loaded and guarded once an edit. */
export class PanelSource {
  #prepared: Promise<GuardedCode> | undefined;
  #code: string | undefined;
  #src: string | null = null;

  /** The code as set; undefined when it comes from a URL. */
  get code(): string | undefined {
    return this.#code;
  }

  /** Sets the code; undefined goes back to the URL. */
  setCode(code: string | undefined): void {
    this.#code = code;
    this.#prepared = undefined;
  }

  /** Sets the URL, which counts when there is no code. */
  setSrc(src: string | null): void {
    this.#src = src;
    if (this.#code === undefined) this.#prepared = undefined;
  }

  /** Whether there is anything to run. */
  get present(): boolean {
    return this.#code !== undefined || this.#src !== null;
  }

  /**
   * The guarded code; the same object until the code changes.
   * @throws PanelSyntaxError; Error when it cannot be loaded
   */
  prepared(): Promise<GuardedCode> {
    this.#prepared ??= this.#prepare();
    return this.#prepared;
  }

  async #prepare(): Promise<GuardedCode> {
    const code = this.#code ?? (await fetchCode(this.#src ?? ''));
    if (code.length > maxCode) {
      throw new RangeError(`panel code has ${code.length} characters; at most ${maxCode} are run`);
    }
    return guardLoops(code);
  }
}
