/**
 * Address of a file of this package that is served below `base`, an address or a path of the page.
 * @throws TypeError when `base` is no address
 */
export function assetUrl(base: string | URL, name: string): URL {
  const folder = new URL(base, globalThis.document?.baseURI ?? globalThis.location?.href);
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  return new URL(name, folder);
}
