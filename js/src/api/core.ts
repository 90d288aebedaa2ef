import type { Arguments } from './methods.js';
import type { OnProgress } from './progress.js';
import type { ChartExperiment, PanelContext, Scope } from './types.js';

/** Where the server is, and how to be let in. */
export interface ClientOptions {
  /** For instance "https://www.comet.com"; a path in it is kept. */
  baseUrl: string;
  /** Sent as the Authorization header. Keep it out of pages that others may read. */
  apiKey?: string;
  /**
   * Gives the key instead: asked before the first request, and once more with `refused` when the server answers 401 to
   * the key that it gave. Give all APIs of a page the same function: those of one function share their key, connections
   * and answers, which are kept for as long as the client runs, also when its APIs are closed.
   */
  auth?: Auth;
  /** Further headers for every request. */
  headers?: Record<string, string>;
  /** Sends cookies to another origin too. */
  credentials?: boolean;
  /** In ms, for a call once its turn has come: `auth`, the request and its retries; 60,000 where left out or 0. */
  timeout?: number;
  /**
   * The bytes that one answer (a series, all series of an experiment, or a batch of a chart) may take in memory; beyond
   * it the call rejects with `too_large`. 268,435,456 where left out or 0, which is 6 million points.
   */
  maxSeriesBytes?: number;
}

/** Gives the key; `refused` says that the server refused the one before. */
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

/** The answer to one batch of a chart's experiments. */
export interface ChartPiece {
  /** Of the batch; pieces come in any order. */
  index: number;
  experiments: ChartExperiment[];
  /** Experiments that were answered for by now, of all. */
  done: number;
  all: number;
}

/** How a call is to be run. */
export interface SessionOptions {
  signal?: AbortSignal | undefined;
  /** Takes the pieces of an answer that arrives in pieces: of the type that goes with the method. What it throws ends the call. */
  onPiece?: ((piece: never) => void) | undefined;
}

/** An open API: one client, one context, one scope. */
export interface Session {
  /** Runs a method; the answer is plain data, to be finished by `finish`. */
  call(method: string, args: Arguments, options?: SessionOptions): Promise<unknown>;
  /** Frees what the session holds; calls under way still settle. */
  close(): void;
}

/** A session of this thread's core. */
export interface CoreSession extends Session {
  /** Whether its requests go before those of sessions out of sight, as at first. */
  setInSight(inSight: boolean): void;
}

/** What the client takes of memory, in bytes. */
export interface MemoryUse {
  /** The core's WebAssembly memory now. */
  heap: number;
  /** The largest that it was. */
  highest: number;
  /** Kept answers. */
  answers: number;
  /** How often the core was replaced, to give memory back. */
  renewals: number;
}

/** The compiled core, running in this thread. */
export interface Core {
  /** @param mostHeld bytes that the metrics held by the session's handles may take together; without, as many as there are */
  open(
    client: ClientOptions,
    context: PanelContext | undefined,
    scope: Scope,
    onProgress?: OnProgress,
    mostHeld?: number,
  ): CoreSession;
  memory(): MemoryUse;
}
