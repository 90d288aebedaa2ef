const otherSite: Record<string, string> = { localhost: '127.0.0.1', '127.0.0.1': 'localhost' };

/**
 * Where panel frames come from: the same server under its other name, which is another site to a
 * browser, so that a panel that never returns cannot stop this page. Elsewhere the page's own site.
 */
export function frameBase(page: URL = new URL(location.href)): string {
  const base = new URL('./perihelion/', page);
  base.hash = '';
  base.search = '';
  base.hostname = otherSite[page.hostname] ?? page.hostname;
  return base.href;
}
