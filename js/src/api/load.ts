import type { ClientOptions, MemoryUse, Session } from './core.js';
import { defineMethods } from './create-api.js';
import { coreFiles } from '../assets/asset-url.js';
import { DataWorker } from '../worker/data-worker-client.js';
import type { OnProgress } from './progress.js';
import { queryBuilders } from './query.js';
import { startCore } from './start-core.js';
import type { ExperimentApi, PanelContext, Scope } from './types.js';
import type { WasmSource } from './wasm-source.js';

/** What an `API` is made with. */
export interface ApiOptions extends ClientOptions {
  /** Makes it a panel's API: answers `getPanel…` and fills in what calls leave out. */
  context?: PanelContext;
  /** How far it may look: `'context'` with a context, otherwise `'all'`. */
  scope?: Scope;
  /** Told at most ten times a second how far the calls of this API are. */
  onProgress?: OnProgress;
}

/** Comet's experiment API. Reads only; never holds the page up while an answer arrives. */
export interface API extends ExperimentApi {
  /** Frees what this API holds. Calls after it reject with `closed`. May be called twice. */
  close(): void;
}

/** How the client is started, and where its files are. */
export interface LoadOptions {
  /** Where perihelion.wasm comes from, if not from beside this module. */
  wasm?: WasmSource;
  /** Address below which `perihelion assets` put the package's files, for all that are not named by themselves. */
  assetBase?: string | URL;
  /** Runs the client in a worker that all APIs and panels of the page share. */
  worker?: boolean;
  /** Where data-worker.js comes from, if not from beside this module. */
  workerUrl?: string | URL;
  /** Replaces the network, for tests and recorded answers. Not together with `worker`. */
  fetch?: typeof fetch;
}

type QueryBuilders = typeof queryBuilders;

/** The client, and the builders of its queries. */
export interface Perihelion extends QueryBuilders {
  API: new (options: ApiOptions) => API;
  /** What the client takes of memory; with `worker`, the client that all APIs and panels of the page share. */
  memory(): Promise<MemoryUse>;
}

type Open = (
  client: ClientOptions,
  context: PanelContext | undefined,
  scope: Scope,
  onProgress?: OnProgress,
) => Session;

/** The class `API` over one way to open sessions. */
function apiClass(open: Open): Perihelion['API'] {
  class ApiImplementation {
    readonly #session: Session;

    constructor({ context, scope, onProgress, ...client }: ApiOptions) {
      const chosen = scope ?? (context ? 'context' : 'all');
      this.#session = open(client, context, chosen, onProgress);
    }

    static {
      defineMethods(ApiImplementation.prototype, (self) => self.#session);
    }

    close(): void {
      this.#session.close();
    }
  }
  Object.defineProperty(ApiImplementation, 'name', { value: 'API' });
  return ApiImplementation as unknown as Perihelion['API'];
}

async function start(options: LoadOptions, wasm: WasmSource): Promise<Perihelion> {
  if (options.worker) {
    const worker = DataWorker.shared({ wasm, workerUrl: options.workerUrl });
    await worker.ready;
    const open: Open = (...session) => worker.open(...session);
    return { API: apiClass(open), memory: () => worker.memory(), ...queryBuilders };
  }
  const core = await startCore(wasm, options.fetch);
  const open: Open = (...session) => core.open(...session);
  return { API: apiClass(open), memory: () => Promise.resolve(core.memory()), ...queryBuilders };
}

/** Builds `load` around the place that holds perihelion.wasm unless the caller names another. */
export function createLoad(defaultWasm: () => WasmSource | Promise<WasmSource>) {
  let remembered: { inline?: Promise<Perihelion>; worker?: Promise<Perihelion> } = {};

  /**
   * Starts the client and gives its `API` class. Without options the same promise is given again; one that failed is
   * forgotten, so that a further call tries again.
   */
  return function load(options: LoadOptions = {}): Promise<Perihelion> {
    const begin = async () => {
      const located = { ...options, ...coreFiles(options.assetBase, options) };
      return start(located, located.wasm ?? (await defaultWasm()));
    };
    if (options.wasm ?? options.workerUrl ?? options.assetBase ?? options.fetch) return begin();
    const place = options.worker ? 'worker' : 'inline';
    const started = (remembered[place] ??= begin());
    started.catch(() => {
      remembered = { ...remembered, [place]: undefined };
    });
    return started;
  };
}
