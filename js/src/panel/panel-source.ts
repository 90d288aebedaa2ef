import type { PreparedCode } from './prepare.js';
import { prepareInTurn } from './prepare-in-turn.js';
import type { Program } from './protocol.js';

/** The longest panel code, in characters. */
const maxCode = 4_000_000;

/** What a panel has beside its code. */
export type PanelParts = Pick<Program, 'html' | 'css' | 'resources'>;

/** What a panel is made of, ready to run. */
export interface PreparedPanel extends PreparedCode {
  program: Program;
}

async function fetchCode(src: string): Promise<string> {
  const url = new URL(src, document.baseURI);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.href} answered ${response.status}, not panel code`);
  return response.text();
}

/** Panel code from a text or a URL, loaded and prepared once an edit. */
export class PanelSource {
  #prepared: Promise<PreparedPanel> | undefined;
  #code: string | undefined;
  #src: string | null = null;
  #fetched: Promise<string> | undefined;
  #parts: PanelParts = { html: '', css: '', resources: [] };

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
    this.#fetched = undefined;
    if (this.#code === undefined) this.#prepared = undefined;
  }

  /** What comes with the code. */
  get parts(): Readonly<PanelParts> {
    return this.#parts;
  }

  /** Sets some of what comes with the code; what says the same as before changes nothing. */
  setParts(parts: Partial<PanelParts>): void {
    const next = { ...this.#parts, ...parts };
    if (JSON.stringify(next) === JSON.stringify(this.#parts)) return;
    this.#parts = next;
    this.#prepared = undefined;
  }

  /** Whether there is anything to run. */
  get present(): boolean {
    return this.#code !== undefined || this.#src !== null;
  }

  /**
   * The prepared code; the same object until the code or its parts change.
   * @throws PanelSyntaxError; Error when it cannot be loaded
   */
  prepared(): Promise<PreparedPanel> {
    this.#prepared ??= this.#prepare();
    return this.#prepared;
  }

  /**
   * The code as it was written.
   * @throws Error when it cannot be loaded
   */
  text(): Promise<string> {
    if (this.#code !== undefined) return Promise.resolve(this.#code);
    if (!this.present) return Promise.reject(new Error('the panel has neither code nor src'));
    const text = this.#fetched ?? fetchCode(this.#src ?? '');
    this.#fetched = text;
    text.catch(() => {
      // Whoever asks next has it fetched again.
      if (this.#fetched === text) this.#fetched = this.#prepared = undefined;
    });
    return text;
  }

  async #prepare(): Promise<PreparedPanel> {
    const code = await this.text();
    if (code.length > maxCode) {
      throw new RangeError(`panel code has ${code.length} characters; at most ${maxCode} are run`);
    }
    const prepared = await prepareInTurn(code);
    const { form, code: text } = prepared;
    return { ...prepared, program: { form, code: text, ...this.#parts } };
  }
}
