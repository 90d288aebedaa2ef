import { assetUrl } from '../assets/asset-url.js';
import { makeWorker } from '../worker/data-worker-client.js';
import type { CheckReply, CheckRequest, JsonSchema, Problem } from './problem.js';

/** Milliseconds within which options are held against a schema. */
const limit = 3000;
/** Answers that are kept. */
const maxKept = 50;

/** The worker of one address: one question at a time, so that it is known which one it does not get done with. */
class Checker {
  #worker: Worker | undefined;
  #ready: Promise<void> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #settle: (reply: CheckReply | Error) => void = () => undefined;
  readonly #asked = new Map<string, Promise<Problem[]>>();

  constructor(private readonly url: URL) {}

  check(request: CheckRequest): Promise<Problem[]> {
    const text = JSON.stringify(request);
    const known = this.#asked.get(text);
    if (known) return known;
    const asked = this.#last.then(() => this.#ask(JSON.parse(text) as CheckRequest));
    this.#last = asked.catch(() => this.#asked.delete(text));
    this.#asked.set(text, asked);
    if (this.#asked.size > maxKept) this.#asked.delete(this.#asked.keys().next().value!);
    return asked;
  }

  async #ask(request: CheckRequest): Promise<Problem[]> {
    this.#ready ??= this.#start();
    await this.#ready;
    const reply = await this.#answer(request);
    if (reply.kind === 'problems') return reply.problems;
    throw new Error(`the schema is of no use: ${(reply as { message: string }).message}`);
  }

  #start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#worker = makeWorker(this.url);
      this.#worker.onmessage = ({ data }: MessageEvent<CheckReply>) =>
        data.kind === 'ready' ? resolve() : this.#settle(data);
      this.#worker.onerror = () => {
        const error = new Error(`the worker at ${this.url.href} could not start`);
        this.#end();
        reject(error);
        this.#settle(error);
      };
    });
  }

  #answer(request: CheckRequest): Promise<CheckReply> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#end();
        reject(new Error(`the check took longer than ${limit / 1000} s`));
      }, limit);
      this.#settle = (reply) => {
        clearTimeout(timer);
        if (reply instanceof Error) reject(reply);
        else resolve(reply);
      };
      this.#worker!.postMessage(request);
    });
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = this.#ready = undefined;
  }
}

const checkers = new Map<string, Checker>();

/**
 * Holds the options of a panel against their schema.
 * @param assetBase URL below which the package's files are; "" means beside this module
 * @returns what is wrong
 * @throws Error where that cannot be found out: the schema is none or takes too long, or the worker cannot start
 */
export async function checkOptions(
  schema: JsonSchema,
  options: unknown,
  assetBase: string,
): Promise<Problem[]> {
  const url = assetBase
    ? assetUrl(assetBase, 'options-worker.js')
    : new URL('./options-worker.js', import.meta.url);
  const checker = checkers.get(url.href) ?? new Checker(url);
  checkers.set(url.href, checker);
  return checker.check({ schema, options });
}
