/** The module that Emscripten writes: see wasm/bindings.cpp for what it exposes. */
declare module 'perihelion-glue' {
  /** Called once, later: with the answer, or with an ErrorData as JSON. */
  export type Done = (ok: boolean, payload: unknown) => void;

  /** Called with a piece of the answer as wasm/marshal.cpp makes it. */
  export type OnPiece = (piece: unknown) => void;

  export interface RawHandle {
    /** An ErrorData as JSON where the object could not be made; otherwise empty. */
    error(): string;
    delete(): void;
  }

  export interface RawClient extends RawHandle {
    /** JSON, for the option of that name of the client that takes this one's place. */
    finished(): string;
  }

  export interface RawApi extends RawHandle {
    setInSight(inSight: boolean): void;
    /** Bytes of answers so far. */
    received(): number;
    /** JSON, for `resume` of the API that takes this one's place. */
    history(): string;
    resume(history: string): void;
  }

  /** Each method of the API takes its arguments as JSON and returns the number of the call. */
  export type RawMethods = Record<
    string,
    ((args: string, done: Done, piece?: OnPiece) => number) | undefined
  >;

  /** See wasm/reduce.cpp. A pointer of 0, or false as 0, is no memory. */
  export interface ReduceGlue {
    readonly HEAPF64: Float64Array;
    readonly HEAPU32: Uint32Array;
    _reduce_block(count: number): number;
    _reduce_rows(): number;
    _reduce_row_count(): number;
    _reduce_places(): number;
    _reduce_place_count(): number;
    _reduce_values(): number;
    _reduce_end(): void;
    _reduce_is_ascending(before: number, count: number): number;
    _reduce_sort(): number;
    _reduce_extremes_begin(starts: number): number;
    _reduce_extremes_add(count: number): void;
    _reduce_extremes_end(): void;
    _reduce_lttb_begin(count: number, chosen: number): number;
    _reduce_lttb_add(secondTime: boolean, count: number): void;
    _reduce_lttb_end(): void;
    _reduce_smooth_begin(weight: number, debias: boolean): void;
    _reduce_smooth(count: number): void;
    _reduce_places_add(): number;
    _reduce_places_sort(even: number): number;
    _reduce_values_at_places(interpolate: boolean): number;
    _reduce_band(lines: number, count: number, kind: number, low: number, high: number): number;
  }

  export interface Glue extends ReduceGlue {
    RestClient: new (
      options: string,
      auth: ((refused: boolean, id: number) => void) | undefined,
      answers: import('./answer-store.js').ClientAnswers,
    ) => RawClient;
    API: new (client: RawHandle, context: string, scope: string) => RawApi;
    cancel(call: number): void;
    /** The key that `auth` was asked for under that number, or the message of why there is none. */
    answerAuth(id: number, ok: boolean, text: string): void;
  }

  export default function createGlue(settings: {
    fetch?: typeof fetch;
    /** Runs `work` in a task of its own; by a timer where left out. */
    nextTask?: (work: () => void) => void;
    instantiateWasm(
      imports: WebAssembly.Imports,
      received: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ): object;
  }): Promise<Glue>;
}
