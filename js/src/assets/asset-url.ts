/**
 * Address of a file of this package that is served below `base`, an address or a path of the page.
 * @throws TypeError when `base` is no address
 */
export function assetUrl(base: string | URL, name: string): URL {
  const folder = new URL(base, globalThis.document?.baseURI ?? globalThis.location?.href);
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  return new URL(name, folder);
}

/** The core and the worker where a page says they are; below `base`, if that is given, where it does not. */
export function coreFiles<Wasm>(
  base: string | URL | undefined,
  { wasm, workerUrl }: { wasm?: Wasm | undefined; workerUrl?: string | URL | undefined },
): { wasm: Wasm | URL | undefined; workerUrl: string | URL | undefined } {
  if (base === undefined) return { wasm, workerUrl };
  return {
    wasm: wasm ?? assetUrl(base, 'perihelion.wasm'),
    workerUrl: workerUrl ?? assetUrl(base, 'data-worker.js'),
  };
}
