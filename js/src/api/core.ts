import createGlue, {
  type Done,
  type Glue,
  type OnPiece,
  type RawApi,
  type RawHandle,
} from 'perihelion-glue';
import { fromErrorData, PerihelionError, type ErrorData } from './errors.js';
import { askForKey } from './key.js';
import { STREAMED, type Arguments } from './methods.js';
import type { MetricColumns } from './metric-series.js';
import { REDUCTIONS } from './reduce-arguments.js';
import { ReduceKernels } from './reduce-kernels.js';
import { Reductions } from './reductions.js';
import type { PanelContext, Scope } from './types.js';
import { compile, type WasmSource } from './wasm-source.js';

/** Where the server is, and how to be let in. */
export interface ClientOptions {
  /** For instance "https://www.comet.com"; a path in it is kept. */
  baseUrl: string;
  /** Sent as the Authorization header. Keep it out of pages that others may read. */
  apiKey?: string;
  /**
   * Gives the key instead: asked before the first request, and once more with `refused` when the server answers 401 to
   * the key that it gave.
   */
  auth?: Auth;
  /** Further headers for every request. */
  headers?: Record<string, string>;
  /** Sends cookies to another origin too. */
  credentials?: boolean;
  /** In ms, for a call once its turn has come: `auth`, the request and its retries; 60,000 where left out or 0. */
  timeout?: number;
}

export type Auth = (asked: { refused: boolean }) => string | Promise<string>;

/** A piece of an asset on its way; with `first` what came before is void. */
export interface AssetPiece {
  bytes: Uint8Array;
  contentType: string;
  /** Bytes up to and with this piece. */
  received: number;
  /** Undefined where the server does not say it reliably. */
  total: number | undefined;
  first: boolean;
}

/** How a call is to be run. */
export interface SessionOptions {
  signal?: AbortSignal | undefined;
  /** Takes the pieces of an answer that arrives in pieces. */
  onPiece?: ((piece: AssetPiece) => void) | undefined;
}

/** An open API: one client, one context, one scope. */
export interface Session {
  /** Runs a method; the answer is plain data, to be finished by `finish`. */
  call(method: string, args: Arguments, options?: SessionOptions): Promise<unknown>;
  /** Frees what the session holds; calls under way still settle. */
  close(): void;
}

/** The compiled core, running in this thread. */
export interface Core {
  /** @param mostHeld bytes that the metrics held by the session's handles may take together */
  open(
    client: ClientOptions,
    context: PanelContext | undefined,
    scope: Scope,
    mostHeld?: number,
  ): Session;
}

const parseError = (json: unknown): PerihelionError =>
  fromErrorData(JSON.parse(String(json)) as ErrorData);

/** Small answers cross as JSON text, columns as typed arrays. */
const parseAnswer = (payload: unknown): unknown =>
  typeof payload === 'string' ? (JSON.parse(payload) as unknown) : payload;

const cancelled = () => new PerihelionError('cancelled', 'the call was cancelled');

const pieceTo =
  (onPiece?: (piece: AssetPiece) => void): OnPiece =>
  (bytes, contentType, received, total, first) =>
    onPiece?.({ bytes, contentType, received, total, first });

function callRaw(
  glue: Glue,
  api: RawApi,
  method: string,
  args: Arguments,
  { signal, onPiece }: SessionOptions = {},
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(cancelled());
    const raw = api[method];
    if (!raw) return reject(new PerihelionError('invalid_argument', `there is no '${method}'`));
    const abort = () => glue.cancel(call);
    const done: Done = (ok, payload) => {
      signal?.removeEventListener('abort', abort);
      if (ok) resolve(parseAnswer(payload));
      else reject(parseError(payload));
    };
    const json = argumentsJson(args);
    const call = STREAMED.has(method)
      ? raw.call(api, json, done, pieceTo(onPiece))
      : raw.call(api, json, done);
    signal?.addEventListener('abort', abort);
  });
}

function argumentsJson(args: Arguments): string {
  try {
    return JSON.stringify(args);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PerihelionError('invalid_argument', `the arguments are no JSON: ${reason}`);
  }
}

/** Throws where the C++ side could not make the object. */
function made<T extends RawHandle>(handle: T): T {
  const error = handle.error();
  if (!error) return handle;
  handle.delete();
  throw parseError(error);
}

const forgotten = new FinalizationRegistry((api: RawHandle) => api.delete());

function openSession(
  glue: Glue,
  client: RawHandle,
  context: PanelContext | undefined,
  scope: Scope,
  mostHeld: number,
): Session {
  const json = context === undefined ? '' : JSON.stringify(context);
  const api = made(new glue.API(client, json, scope));
  const reductions = new Reductions(
    new ReduceKernels(glue),
    (args, signal) =>
      callRaw(glue, api, 'getExperimentMetric', args, { signal }) as Promise<MetricColumns>,
    mostHeld,
  );
  let closed = false;
  const session: Session = {
    call(method, args, options) {
      if (closed) return Promise.reject(new PerihelionError('closed', 'the API was closed'));
      if (REDUCTIONS.has(method)) return reductions.call(method, args, options?.signal);
      return callRaw(glue, api, method, args, options);
    },
    close() {
      if (closed) return;
      closed = true;
      reductions.close();
      forgotten.unregister(session);
      api.delete();
    },
  };
  forgotten.register(session, api, session);
  return session;
}

/** The page's function in the form that the core calls: its answer goes back by number. */
function asking(auth: Auth, glue: Glue): (refused: boolean, id: number) => void {
  return (refused, id) =>
    void askForKey(auth, refused).then(
      (key) => glue.answerAuth(id, true, key),
      (error: unknown) =>
        glue.answerAuth(id, false, error instanceof Error ? error.message : String(error)),
    );
}

/** Compiles and starts the core. `fetch` replaces the network. */
export async function startCore(source: WasmSource, network?: typeof fetch): Promise<Core> {
  const module = await compile(source);
  const glue = await createGlue({
    ...(network && { fetch: network }),
    instantiateWasm(imports, received) {
      void WebAssembly.instantiate(module, imports).then((instance) => received(instance, module));
      return {};
    },
  });
  // One REST client a server and key: what it learns serves every API over it.
  const clients = new Map<string, RawHandle>();
  const auths = new Map<Auth, number>();
  const clientFor = (options: ClientOptions): RawHandle => {
    const { baseUrl, apiKey, auth, headers, credentials, timeout } = options;
    if (auth && !auths.has(auth)) auths.set(auth, auths.size);
    const settings = JSON.stringify({ baseUrl, apiKey, headers, credentials, timeout });
    const id = `${auth ? auths.get(auth) : ''} ${settings}`;
    const ask = auth && asking(auth, glue);
    const known = clients.get(id) ?? made(new glue.RestClient(settings, ask));
    clients.set(id, known);
    return known;
  };
  return {
    open: (client, context, scope, mostHeld = Infinity) =>
      openSession(glue, clientFor(client), context, scope, mostHeld),
  };
}
