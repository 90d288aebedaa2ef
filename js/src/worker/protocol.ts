import type { AssetPiece, ChartPiece, ClientOptions, MemoryUse } from '../api/core.js';
import type { ErrorData } from '../api/errors.js';
import type { LoadProgress } from '../api/progress.js';
import type { PanelContext, Scope } from '../api/types.js';

/** A client's options without the function, which stays on the page and has a number here. */
export type PortableClient = Omit<ClientOptions, 'auth'> & { auth?: number | undefined };

/** From the page to the data worker. Only the page can send these: a panel holds no more than its own port. */
export type WorkerRequest =
  /** First: the core, as an absolute address, bytes or a module. */
  | { kind: 'start'; wasm: string | BufferSource | WebAssembly.Module }
  /** A new API behind `port`, under a number that the page chose; a panel's is held to a budget. */
  | {
      kind: 'open';
      session: number;
      panel: boolean;
      port: MessagePort;
      client: PortableClient;
      context?: PanelContext;
      scope: Scope;
      /** Whether `progress` is to be told. */
      metered: boolean;
      inSight: boolean;
    }
  /** The viewer sees what a session is for, or no longer does: its requests then wait for those of others. */
  | { kind: 'sight'; session: number; inSight: boolean }
  /** A new context for a session; calls under way keep the old one. With `fresh`, later ones take no answer that was kept before now. Answered by `changed`. */
  | { kind: 'context'; session: number; change: number; context: PanelContext; fresh: boolean }
  /** Ends a session: its calls under way are cancelled. */
  | { kind: 'close'; session: number }
  /** The key that `auth` asked for, or the message of why there is none. */
  | { kind: 'key'; ask: number; ok: boolean; text: string }
  /** Answered by `memory`. */
  | { kind: 'memory'; ask: number };

/** From the data worker to the page. */
export type WorkerReply =
  | { kind: 'ready' }
  /** The change of that number is in force for every call from now on, or the context is wrong and every call says so. */
  | { kind: 'changed'; change: number; error?: ErrorData }
  /** A client needs its key; answered by `key`. */
  | { kind: 'auth'; auth: number; ask: number; refused: boolean }
  /** How far the calls of a session are, at most ten times a second. */
  | { kind: 'progress'; session: number; progress: LoadProgress }
  | { kind: 'memory'; ask: number; use: MemoryUse }
  /** A panel's session went beyond its budget, and is closed. */
  | { kind: 'exceeded'; session: number; reason: string }
  /** The core did not start. */
  | { kind: 'failed'; error: ErrorData };

/** From the holder of a port (a page or a panel: not to be believed) to the worker. */
export type PortRequest =
  /** `id` is the caller's; `args` as the caller gave them, or normalized to the Panels SDK's names. */
  { kind: 'call'; id: number; method: string; args: unknown[] } | { kind: 'cancel'; id: number };

/** From the worker to the holder of a port: any pieces of the answer, and then one result or error for each call. */
export type PortReply =
  | { kind: 'piece'; id: number; piece: AssetPiece | ChartPiece }
  | { kind: 'result'; id: number; value: unknown }
  | { kind: 'error'; id: number; error: ErrorData };
