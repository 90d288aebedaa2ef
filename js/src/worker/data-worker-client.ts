import type { Auth, ClientOptions, Session } from '../api/core.js';
import { fromErrorData, PerihelionError, type ErrorData } from '../api/errors.js';
import { askForKey } from '../api/key.js';
import type { PanelContext, Scope } from '../api/types.js';
import type { WasmSource } from '../api/wasm-source.js';
import { PortSession } from './port-session.js';
import type { WorkerReply, WorkerRequest } from './protocol.js';

export interface DataWorkerOptions {
  wasm: WasmSource;
  workerUrl?: string | URL;
}

/** Bytes that a panel's handles may hold in the worker: a metric of a million points takes 60 MB. */
const PANEL_HOLDS = 256 * 1024 * 1024;

/** What the page keeps of a panel's way to its data; `port` goes to the panel's frame. */
export interface PanelSession {
  port: MessagePort;
  /**
   * Settles once a new context is in force for all calls; with `fresh` they take no answer that was kept before now.
   * Rejects where the worker cannot start, and with what is wrong in the context.
   */
  update(context: PanelContext, fresh: boolean): Promise<void>;
  /** Ends the panel's calls. */
  close(): void;
}

/** A worker may not be made from another origin's address, but a script that imports that address may. */
function makeWorker(url: URL): Worker {
  if (url.origin === location.origin) return new Worker(url, { type: 'module' });
  const script = new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' });
  const blob = URL.createObjectURL(script);
  const worker = new Worker(blob, { type: 'module' });
  worker.addEventListener('message', () => URL.revokeObjectURL(blob), { once: true });
  return worker;
}

/** A source in a form that can be posted. What cannot be read becomes nothing, which the worker refuses by name. */
async function portable(source: WasmSource): Promise<string | BufferSource | WebAssembly.Module> {
  if (typeof source === 'string') return new URL(source, location.href).href;
  if (source instanceof URL) return source.href;
  return source instanceof Response ? source.arrayBuffer().catch(() => new ArrayBuffer(0)) : source;
}

/** The page's side of the data worker. */
export class DataWorker {
  static readonly #shared = new Map<string, DataWorker>();

  /** Settles once the core runs, or with the reason why it does not. */
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  readonly #sessions = new Map<number, PortSession | undefined>();
  readonly #changes = new Map<number, (error?: ErrorData) => void>();
  readonly #pending = new Set<Promise<void>>();
  readonly #auths = new Map<number, Auth>();
  /** Messages leave in order, the start first, which may have to wait for the bytes of the core. */
  #sent: Promise<void>;
  #last = 0;

  private constructor({ wasm, workerUrl }: DataWorkerOptions) {
    const url = new URL(workerUrl ?? new URL('./data-worker.js', import.meta.url), location.href);
    this.#worker = makeWorker(url);
    this.ready = new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => {
        if (data.kind === 'ready') resolve();
        else if (data.kind === 'failed') reject(fromErrorData(data.error));
        else if (data.kind === 'auth') void this.#answerAuth(data);
        else this.#takeChange(data.change)?.(data.error);
      };
      this.#worker.onerror = () =>
        reject(new PerihelionError('network', `the data worker at ${url.href} could not start`));
    });
    this.ready.catch((error: unknown) => {
      for (const session of this.#sessions.values()) session?.fail(error);
    });
    this.#sent = portable(wasm).then((source) => this.#post({ kind: 'start', wasm: source }));
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

  /** An API session for the page itself. */
  open(client: ClientOptions, context: PanelContext | undefined, scope: Scope): Session {
    const { port1, port2 } = new MessageChannel();
    const session = new PortSession(port1);
    const id = this.#open(port2, client, context, scope, session);
    return {
      call: (method, args, options) => session.call(method, args, options),
      close: () => {
        session.close();
        this.#close(id);
      },
    };
  }

  /** A session for a panel, which gets no more than its port. */
  openPanel(client: ClientOptions, context: PanelContext, scope: Scope = 'context'): PanelSession {
    const { port1, port2 } = new MessageChannel();
    const session = this.#open(port2, client, context, scope, undefined, PANEL_HOLDS);
    return {
      port: port1,
      update: (changed, fresh) => this.#update(session, changed, fresh),
      close: () => this.#close(session),
    };
  }

  #open(
    port: MessagePort,
    client: ClientOptions,
    context: PanelContext | undefined,
    scope: Scope,
    local?: PortSession,
    mostHeld?: number,
  ): number {
    const session = ++this.#last;
    this.#sessions.set(session, local);
    const { auth, ...rest } = client;
    const portable = { ...rest, auth: auth && this.#numberOf(auth) };
    this.#send({ kind: 'open', session, port, client: portable, context, scope, mostHeld }, [port]);
    return session;
  }

  #numberOf(auth: Auth): number {
    for (const [number, known] of this.#auths) if (known === auth) return number;
    this.#auths.set(this.#auths.size, auth);
    return this.#auths.size - 1;
  }

  async #answerAuth({ auth, ask, refused }: Extract<WorkerReply, { kind: 'auth' }>): Promise<void> {
    try {
      const text = await askForKey(this.#auths.get(auth)!, refused);
      this.#send({ kind: 'key', ask, ok: true, text });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.#send({ kind: 'key', ask, ok: false, text });
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
      this.ready.catch(reject);
      this.#send({ kind: 'context', session, change, context, fresh });
    });
  }

  #takeChange(change: number): ((error?: ErrorData) => void) | undefined {
    const settle = this.#changes.get(change);
    this.#changes.delete(change);
    return settle;
  }

  #close(session: number): void {
    this.#sessions.delete(session);
    this.#send({ kind: 'close', session });
  }

  #send(request: WorkerRequest, transfer: Transferable[] = []): void {
    this.#sent = this.#sent.then(() => this.#post(request, transfer));
  }

  #post(request: WorkerRequest, transfer: Transferable[] = []): void {
    this.#worker.postMessage(request, transfer);
  }
}
