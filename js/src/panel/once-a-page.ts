/** What `load` makes of an address, which is loaded once a page; again only where that failed. */
export function onceAPage<T>(load: (url: string) => Promise<T>): (url: URL) => Promise<T> {
  const loaded = new Map<string, Promise<T>>();
  return ({ href }) => {
    const known = loaded.get(href) ?? load(href);
    loaded.set(href, known);
    known.catch(() => loaded.delete(href));
    return known;
  };
}
