/** The module that Emscripten writes: see wasm/bindings.cpp for what it exposes. */
declare module 'perihelion-glue' {
  /** Called once, later: with the answer, or with an ErrorData as JSON. */
  export type Done = (ok: boolean, payload: unknown) => void;

  export type OnPiece = (
    bytes: Uint8Array,
    contentType: string,
    received: number,
    total: number | undefined,
    first: boolean,
  ) => void;

  export interface RawHandle {
    /** An ErrorData as JSON where the object could not be made; otherwise empty. */
    error(): string;
    delete(): void;
  }

  /** Each method takes its arguments as JSON and returns the number of the call. */
  export type RawApi = RawHandle &
    Record<string, (args: string, done: Done, piece?: OnPiece) => number>;

  export interface Glue {
    RestClient: new (
      options: string,
      auth: ((refused: boolean, id: number) => void) | undefined,
    ) => RawHandle;
    API: new (client: RawHandle, context: string, scope: string) => RawApi;
    cancel(call: number): void;
    /** The key that `auth` was asked for under that number, or the message of why there is none. */
    answerAuth(id: number, ok: boolean, text: string): void;
  }

  export default function createGlue(settings: {
    fetch?: typeof fetch;
    instantiateWasm(
      imports: WebAssembly.Imports,
      received: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ): object;
  }): Promise<Glue>;
}
