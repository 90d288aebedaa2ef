import type { RawApi } from 'perihelion-glue';
import { AnswerStore } from './answer-store.js';
import type { Auth, ClientOptions, Core, CoreSession, MemoryUse, SessionOptions } from './core.js';
import { PerihelionError } from './errors.js';
import { Instance, type ClientSetup } from './instance.js';
import { askForKey } from './key.js';
import type { Arguments } from './methods.js';
import type { MetricColumns } from './metric-series.js';
import { ProgressMeter, type OnProgress } from './progress.js';
import { REDUCTIONS } from './reduce-arguments.js';
import { Reductions } from './reductions.js';
import type { PanelContext, Scope } from './types.js';
import { compile, type WasmSource } from './wasm-source.js';

/** What answers may take that are kept. */
const answerBytes = 64 * 2 ** 20;
/** Memory of a core at rest that is given back: that of many small answers stays below. */
const returnAbove = 16 * 2 ** 20;
/** Milliseconds of rest before. */
const rest = 500;

/** What a session is, in whichever instance. */
interface Slot {
  client: ClientSetup;
  context: PanelContext | undefined;
  scope: Scope;
  raw: RawApi;
  reductions: Reductions;
  meter?: ProgressMeter;
}

/** The page's function, asked through a memory of the key that it gave last, which outlives an instance. */
function rememberedKey(auth: Auth): (refused: boolean) => Promise<string> {
  let known: string | undefined;
  return async (refused) => {
    if (refused || known === undefined) known = await askForKey(auth, refused);
    return known;
  };
}

/** Made here, where no closure can hold the session that its slot outlives. */
const meterOf = (slot: Slot, onProgress: OnProgress): ProgressMeter =>
  new ProgressMeter(onProgress, () => slot.raw.received());

/** The core over the instance that there is now: another one takes its place when it has become large and is at rest. */
class RenewableCore implements Core {
  readonly #module: WebAssembly.Module;
  readonly #network: typeof fetch | undefined;
  #instance: Instance;
  readonly #answers = new AnswerStore(answerBytes);
  readonly #slots = new Set<Slot>();
  readonly #forgotten = new FinalizationRegistry((slot: Slot) => this.#drop(slot));
  // One REST client a server and key: what it learns serves every API over it.
  readonly #clients = new Map<string, ClientSetup>();
  readonly #auths = new Map<Auth, number>();
  /** Sessions with calls under way, once a call: none of them is forgotten meanwhile. */
  readonly #running = new Set<{ session: CoreSession }>();
  #renewal: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #highest = 0;
  #renewals = 0;

  constructor(module: WebAssembly.Module, network: typeof fetch | undefined, instance: Instance) {
    this.#module = module;
    this.#network = network;
    this.#instance = instance;
  }

  memory(): MemoryUse {
    const heap = this.#instance.bytes;
    const highest = Math.max(heap, this.#highest);
    return { heap, highest, answers: this.#answers.bytes, renewals: this.#renewals };
  }

  open(
    options: ClientOptions,
    context: PanelContext | undefined,
    scope: Scope,
    onProgress?: OnProgress,
    mostHeld = Infinity,
  ): CoreSession {
    const client = this.#clientOf(options);
    const raw = this.#instance.open(client, context, scope);
    const reductions = new Reductions(
      () => this.#instance.kernels,
      (args, signal) =>
        this.#instance.call(slot.raw, 'getExperimentMetric', args, {
          signal,
        }) as Promise<MetricColumns>,
      mostHeld,
    );
    const slot: Slot = { client, context, scope, raw, reductions };
    this.#slots.add(slot);
    if (onProgress) slot.meter = meterOf(slot, onProgress);
    let closed = false;
    const session: CoreSession = {
      call: async (method, args, call = {}) => {
        if (closed) throw new PerihelionError('closed', 'the API was closed');
        return this.#call(session, slot, method, args, call);
      },
      setInSight: (inSight) => {
        if (!closed) slot.raw.setInSight(inSight);
      },
      close: () => {
        if (closed) return;
        closed = true;
        this.#forgotten.unregister(session);
        this.#drop(slot);
      },
    };
    this.#forgotten.register(session, slot, session);
    return session;
  }

  async #call(
    session: CoreSession,
    slot: Slot,
    method: string,
    args: Arguments,
    options: SessionOptions,
  ): Promise<unknown> {
    const metered = slot.meter?.begin(args);
    const running = { session };
    this.#running.add(running);
    try {
      if (this.#renewal) {
        await this.#renewal;
        if (!this.#slots.has(slot)) throw new PerihelionError('closed', 'the API was closed');
      }
      if (REDUCTIONS.has(method)) return await slot.reductions.call(method, args, options.signal);
      return await this.#instance.call(slot.raw, method, args, {
        ...options,
        onPiece: (piece: { done?: number }) => {
          if (piece.done !== undefined) metered?.done(piece.done);
          options.onPiece?.(piece as never);
        },
      });
    } finally {
      metered?.end();
      this.#running.delete(running);
      this.#watch();
    }
  }

  #drop(slot: Slot): void {
    slot.reductions.close();
    slot.meter?.stop();
    this.#slots.delete(slot);
    slot.raw.delete();
  }

  #clientOf(given: ClientOptions): ClientSetup {
    const { baseUrl, apiKey, auth, headers, credentials, timeout, maxSeriesBytes } = given;
    const options = { baseUrl, apiKey, headers, credentials, timeout, maxSeriesBytes };
    if (auth && !this.#auths.has(auth)) this.#auths.set(auth, this.#auths.size);
    const id = `${auth ? this.#auths.get(auth) : ''} ${JSON.stringify(options)}`;
    const known = this.#clients.get(id);
    if (known) return known;
    const setup = {
      options: options as ClientSetup['options'],
      key: auth && rememberedKey(auth),
      answers: this.#answers.of(this.#clients.size),
    };
    this.#clients.set(id, setup);
    return setup;
  }

  /** Has the core replaced once it rests, if it has grown. */
  #watch(): void {
    clearTimeout(this.#timer);
    if (this.#running.size > 0 || this.#instance.bytes <= returnAbove) return;
    this.#timer = setTimeout(() => {
      if (this.#running.size > 0) return;
      this.#renewal = this.#renew().finally(() => (this.#renewal = undefined));
    }, rest);
    // A program in Node is not to live for this.
    (this.#timer as { unref?(): void }).unref?.();
  }

  /** Calls wait meanwhile. Where it fails the old instance goes on. */
  async #renew(): Promise<void> {
    try {
      this.#moveTo(await Instance.start(this.#module, this.#network));
    } catch {
      return;
    }
    this.#renewals += 1;
  }

  /** All of it or nothing. */
  #moveTo(next: Instance): void {
    next.adopt(this.#instance);
    const moved = [...this.#slots].map((slot) => {
      const { client, context, scope, raw } = slot;
      return { slot, raw: next.open(client, context, scope, raw.history()) };
    });
    for (const { slot, raw } of moved) {
      slot.raw.delete();
      slot.raw = raw;
    }
    this.#highest = Math.max(this.#highest, this.#instance.bytes);
    this.#instance = next;
  }
}

/** Compiles and starts the core. `fetch` replaces the network. */
export async function startCore(source: WasmSource, network?: typeof fetch): Promise<Core> {
  const module = await compile(source);
  return new RenewableCore(module, network, await Instance.start(module, network));
}
