import createGlue, {
  type Glue,
  type RawApi,
  type RawClient,
  type RawHandle,
  type RawMethods,
} from 'perihelion-glue';
import type { ClientAnswers } from './answer-store.js';
import type { ClientOptions, SessionOptions } from './core.js';
import { fromErrorData, messageOf, PerihelionError, type ErrorData } from './errors.js';
import { STREAMED, type Arguments } from './methods.js';
import { nextTask } from './next-task.js';
import { ReduceKernels } from './reduce-kernels.js';
import type { PanelContext, Scope } from './types.js';

/** A client as the core is told of it. */
export interface ClientSetup {
  options: Omit<ClientOptions, 'auth'>;
  /** Gives the key, if `options` do not. */
  key: ((refused: boolean) => Promise<string>) | undefined;
  answers: ClientAnswers;
}

const parseError = (json: unknown): PerihelionError =>
  fromErrorData(JSON.parse(String(json)) as ErrorData);

/** Small answers cross as JSON text, columns as typed arrays. */
const parseAnswer = (payload: unknown): unknown =>
  typeof payload === 'string' ? (JSON.parse(payload) as unknown) : payload;

function argumentsJson(args: Arguments): string {
  try {
    return JSON.stringify(args);
  } catch (error) {
    throw new PerihelionError('invalid_argument', `the arguments are no JSON: ${messageOf(error)}`);
  }
}

/** Throws where the C++ side could not make the object. */
function made<T extends RawHandle>(handle: T): T {
  const error = handle.error();
  if (!error) return handle;
  handle.delete();
  throw parseError(error);
}

function notStarted(error: unknown): PerihelionError {
  const advice = 'is perihelion.wasm of the same version as this module?';
  return new PerihelionError(
    'bad_response',
    `the core could not start: ${messageOf(error)}; ${advice}`,
  );
}

/** Rejects with a PerihelionError where the module is another one's, or there is no memory for it. */
function instantiate(
  module: WebAssembly.Module,
  network: typeof fetch | undefined,
): Promise<{ glue: Glue; memory: WebAssembly.Memory }> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(notStarted(error));
    let memory: WebAssembly.Memory;
    const started = createGlue({
      ...(network && { fetch: network }),
      nextTask,
      instantiateWasm(imports, received) {
        const instantiated = WebAssembly.instantiate(module, imports).then((instance) => {
          const isMemory = (one: unknown) => one instanceof WebAssembly.Memory;
          memory = Object.values(instance.exports).find(isMemory) as WebAssembly.Memory;
          received(instance, module);
        });
        // The glue would wait for ever.
        instantiated.catch(fail);
        return {};
      },
    });
    started.then((glue) => resolve({ glue, memory }), fail);
  });
}

/** One WebAssembly instance of the core, with its memory. */
export class Instance {
  /** Its reductions of columns that are not in it. */
  readonly kernels: ReduceKernels;
  readonly #glue: Glue;
  readonly #memory: WebAssembly.Memory;
  readonly #clients = new Map<ClientSetup, RawClient>();

  private constructor(glue: Glue, memory: WebAssembly.Memory) {
    this.kernels = new ReduceKernels(glue);
    this.#glue = glue;
    this.#memory = memory;
  }

  /** `network` replaces the platform's fetch. */
  static async start(module: WebAssembly.Module, network?: typeof fetch): Promise<Instance> {
    const { glue, memory } = await instantiate(module, network);
    return new Instance(glue, memory);
  }

  /** Bytes of its memory, which never shrinks. */
  get bytes(): number {
    return this.#memory.buffer.byteLength;
  }

  /** A new API; `history` is that of the one in whose place it comes. */
  open(client: ClientSetup, context: PanelContext | undefined, scope: Scope, history = ''): RawApi {
    const json = context === undefined ? '' : JSON.stringify(context);
    const api = made(new this.#glue.API(this.#client(client), json, scope));
    if (history) api.resume(history);
    return api;
  }

  /** Has the clients of another instance, with what they know. */
  adopt(former: Instance): void {
    for (const [setup, client] of former.#clients) {
      this.#make(setup, JSON.parse(client.finished()) as string[]);
    }
  }

  /** Runs a method; the answer is plain data. */
  call(
    api: RawApi,
    method: string,
    args: Arguments,
    { signal, onPiece }: SessionOptions,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted)
        return reject(new PerihelionError('cancelled', 'the call was cancelled'));
      const raw = (api as unknown as RawMethods)[method];
      if (!raw) return reject(new PerihelionError('invalid_argument', `there is no '${method}'`));
      const abort = () => this.#glue.cancel(call);
      const done = (ok: boolean, payload: unknown) => {
        signal?.removeEventListener('abort', abort);
        if (ok) resolve(parseAnswer(payload));
        else reject(parseError(payload));
      };
      const take = (piece: unknown) => {
        try {
          onPiece?.(piece as never);
        } catch (error) {
          reject(error as Error);
          abort();
        }
      };
      const json = argumentsJson(args);
      const call = STREAMED.has(method)
        ? raw.call(api, json, done, take)
        : raw.call(api, json, done);
      signal?.addEventListener('abort', abort);
    });
  }

  #client(setup: ClientSetup): RawClient {
    return this.#clients.get(setup) ?? this.#make(setup, []);
  }

  #make(setup: ClientSetup, finished: string[]): RawClient {
    const { options, key, answers } = setup;
    // The core is called back by number: it cannot wait for a promise.
    const ask =
      key &&
      ((refused: boolean, id: number) =>
        void key(refused).then(
          (text) => this.#glue.answerAuth(id, true, text),
          (error: unknown) => this.#glue.answerAuth(id, false, messageOf(error)),
        ));
    const settings = JSON.stringify({ ...options, finished });
    const client = made(new this.#glue.RestClient(settings, ask, answers));
    this.#clients.set(setup, client);
    return client;
  }
}
