import type { Auth, ClientOptions, MemoryUse, Session } from '../api/core.js';
import { fromErrorData, messageOf, PerihelionError, type ErrorData } from '../api/errors.js';
import { askForKey } from '../api/key.js';
import type { OnProgress } from '../api/progress.js';
import type { PanelContext, Scope } from '../api/types.js';
import type { WasmSource } from '../api/wasm-source.js';
import { PortSession } from './port-session.js';
import type { WorkerReply, WorkerRequest } from './protocol.js';
import { unpostable } from './unpostable.js';

/** How a session is opened. */
interface Opening {
  client: ClientOptions;
  context: PanelContext | undefined;
  scope: Scope;
  onProgress: OnProgress | undefined;
  /** Called when a panel went beyond what it may ask for, with what that was; nothing is answered then. */
  onExceeded?: (reason: string) => void;
  inSight: boolean;
}

/** What is known of an open session. */
interface OpenSession {
  /** Rejects where it cannot be opened, with the reason. */
  opened: Promise<void>;
  /** The page's own end of its port. */
  local: PortSession | undefined;
  onProgress: OnProgress | undefined;
  onExceeded: ((reason: string) => void) | undefined;
}

export interface DataWorkerOptions {
  wasm: WasmSource;
  workerUrl?: string | URL;
}

/** What the page keeps of a panel's way to its data; `port` goes to the panel's frame. */
export interface PanelSession {
  port: MessagePort;
  /** Whether it answers nothing, ever: its worker could not start, or refused it. */
  readonly failed: boolean;
  /**
   * Settles once a new context is in force for all calls; with `fresh` they take no answer that was kept before now.
   * Rejects where the worker cannot start, and with what is wrong in the context.
   */
  update(context: PanelContext, fresh: boolean): Promise<void>;
  /** Whether its requests go before those of panels out of sight. */
  setInSight(inSight: boolean): void;
  /** Ends the panel's calls. */
  close(): void;
}

/** A worker may not be made from another origin's address, but a script that imports that address may. */
export function makeWorker(url: URL): Worker {
  if (url.origin === location.origin) return new Worker(url, { type: 'module' });
  const script = new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' });
  const blob = URL.createObjectURL(script);
  const worker = new Worker(blob, { type: 'module' });
  worker.addEventListener('message', () => URL.revokeObjectURL(blob), { once: true });
  return worker;
}

function addressOf(text: string): string {
  try {
    return new URL(text, location.href).href;
  } catch {
    throw new PerihelionError('invalid_argument', `wasm is no address: "${text}"`);
  }
}

/** A source in a form that can be posted. What cannot be read becomes nothing, which the worker refuses by name. */
async function portable(source: WasmSource): Promise<string | BufferSource | WebAssembly.Module> {
  if (typeof source === 'string') return addressOf(source);
  if (source instanceof URL) return source.href;
  return source instanceof Response ? source.arrayBuffer().catch(() => new ArrayBuffer(0)) : source;
}

/** The page's side of the data worker. */
export class DataWorker {
  static readonly #shared = new Map<string, DataWorker>();

  /** Settles once the core runs, or with the reason why it does not. */
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  readonly #sessions = new Map<number, OpenSession>();
  readonly #changes = new Map<number, (error?: ErrorData) => void>();
  readonly #pending = new Set<Promise<void>>();
  readonly #asked = new Map<number, (use: MemoryUse) => void>();
  readonly #auths = new Map<number, Auth>();
  /** Messages leave in order, the start first, which may have to wait for the bytes of the core. It never rejects. */
  #sent: Promise<void> = Promise.resolve();
  #last = 0;

  private constructor({ wasm, workerUrl }: DataWorkerOptions) {
    const url = new URL(workerUrl ?? new URL('./data-worker.js', import.meta.url), location.href);
    this.#worker = makeWorker(url);
    this.ready = new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => {
        if (data.kind === 'ready') resolve();
        else if (data.kind === 'failed') reject(fromErrorData(data.error));
        else this.#receive(data);
      };
      this.#worker.onerror = () =>
        reject(new PerihelionError('network', `the data worker at ${url.href} could not start`));
      this.#start(wasm).catch(reject);
    });
    this.ready.catch((error: unknown) => {
      this.#worker.terminate();
      for (const { local } of this.#sessions.values()) local?.fail(error);
    });
  }

  /** The worker of this page for these sources: one for all who ask, and a new one after a failed start. */
  static shared(options: DataWorkerOptions): DataWorker {
    const { wasm, workerUrl } = options;
    const isAddress = typeof wasm === 'string' || wasm instanceof URL;
    const id = `${isAddress ? String(wasm) : 'given'} ${String(workerUrl ?? '')}`;
    const known = DataWorker.#shared.get(id) ?? new DataWorker(options);
    DataWorker.#shared.set(id, known);
    known.ready.catch(() => {
      if (DataWorker.#shared.get(id) === known) DataWorker.#shared.delete(id);
    });
    return known;
  }

  /** What the worker's client takes of memory. Rejects where the worker cannot start. */
  async memory(): Promise<MemoryUse> {
    await this.ready;
    const ask = ++this.#last;
    return new Promise((resolve) => {
      this.#asked.set(ask, resolve);
      void this.#send({ kind: 'memory', ask });
    });
  }

  /** An API session for the page itself. */
  open(
    client: ClientOptions,
    context: PanelContext | undefined,
    scope: Scope,
    onProgress?: OnProgress,
  ): Session {
    const { port1, port2 } = new MessageChannel();
    const session = new PortSession(port1);
    const opening = { client, context, scope, onProgress, inSight: true };
    const id = this.#open(port2, opening, session);
    return {
      call: (method, args, options) => session.call(method, args, options),
      close: () => {
        session.close();
        this.#close(id);
      },
    };
  }

  /** A session for a panel, which gets no more than its port. It has no context before the first `update`. */
  openPanel(opening: Omit<Opening, 'context'>): PanelSession {
    const { port1, port2 } = new MessageChannel();
    const session = this.#open(port2, { ...opening, context: {} });
    let failed = false;
    const fail = () => (failed = true);
    this.ready.catch(fail);
    this.#sessions.get(session)?.opened.catch(fail);
    return {
      port: port1,
      get failed() {
        return failed;
      },
      update: (changed, fresh) => this.#update(session, changed, fresh),
      setInSight: (inSight) => void this.#send({ kind: 'sight', session, inSight }),
      close: () => this.#close(session),
    };
  }

  #open(port: MessagePort, opening: Opening, local?: PortSession): number {
    const session = ++this.#last;
    const { client, onProgress, onExceeded, ...how } = opening;
    const { auth, ...rest } = client;
    const portable = { ...rest, auth: auth && this.#numberOf(auth) };
    const metered = onProgress !== undefined;
    const panel = local === undefined;
    const opened = this.#send(
      { kind: 'open', session, panel, port, client: portable, metered, ...how },
      [port],
    );
    opened.catch((error: unknown) => local?.fail(error));
    this.#sessions.set(session, { opened, local, onProgress, onExceeded });
    return session;
  }

  #receive(data: WorkerReply): void {
    if (data.kind === 'auth') void this.#answerAuth(data);
    if (data.kind === 'changed') this.#takeChange(data.change)?.(data.error);
    if (data.kind === 'progress') this.#sessions.get(data.session)?.onProgress?.(data.progress);
    if (data.kind === 'exceeded') this.#sessions.get(data.session)?.onExceeded?.(data.reason);
    if (data.kind === 'memory') {
      this.#asked.get(data.ask)?.(data.use);
      this.#asked.delete(data.ask);
    }
  }

  #numberOf(auth: Auth): number {
    for (const [number, known] of this.#auths) if (known === auth) return number;
    this.#auths.set(this.#auths.size, auth);
    return this.#auths.size - 1;
  }

  async #answerAuth({ auth, ask, refused }: Extract<WorkerReply, { kind: 'auth' }>): Promise<void> {
    try {
      const text = await askForKey(this.#auths.get(auth)!, refused);
      void this.#send({ kind: 'key', ask, ok: true, text });
    } catch (error) {
      void this.#send({ kind: 'key', ask, ok: false, text: messageOf(error) });
    }
  }

  async #update(session: number, context: PanelContext, fresh: boolean): Promise<void> {
    const change = this.#change(session, context, fresh);
    const settled = change.catch(() => undefined);
    this.#pending.add(settled);
    try {
      await change;
      // Panels that refresh at the same time ask the same anew: none may ask before the last of them is set to.
      if (fresh) await Promise.all(this.#pending);
    } finally {
      this.#pending.delete(settled);
    }
  }

  #change(session: number, context: PanelContext, fresh: boolean): Promise<void> {
    const change = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#changes.set(change, (error) => (error ? reject(fromErrorData(error)) : resolve()));
      const fail = (error: unknown) => {
        this.#changes.delete(change);
        reject(error as Error);
      };
      this.ready.catch(fail);
      this.#sessions.get(session)?.opened.catch(fail);
      this.#send({ kind: 'context', session, change, context, fresh }).catch(fail);
    });
  }

  #takeChange(change: number): ((error?: ErrorData) => void) | undefined {
    const settle = this.#changes.get(change);
    this.#changes.delete(change);
    return settle;
  }

  #close(session: number): void {
    this.#sessions.delete(session);
    void this.#send({ kind: 'close', session });
  }

  #start(wasm: WasmSource): Promise<void> {
    return this.#inOrder(async () => this.#post({ kind: 'start', wasm: await portable(wasm) }));
  }

  /** Rejects where the request cannot be sent; those after it are. */
  #send(request: WorkerRequest, transfer: Transferable[] = []): Promise<void> {
    return this.#inOrder(() => this.#post(request, transfer));
  }

  #inOrder(post: () => void | Promise<void>): Promise<void> {
    const sent = this.#sent.then(post);
    this.#sent = sent.catch(() => undefined);
    return sent;
  }

  #post(request: WorkerRequest, transfer: Transferable[] = []): void {
    try {
      this.#worker.postMessage(request, transfer);
    } catch (error) {
      throw unpostable(request, error);
    }
  }
}
