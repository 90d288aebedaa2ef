import type { Auth } from './core.js';

/** Asks the page's function for the key. Rejects where it gives no text. */
export async function askForKey(auth: Auth, refused: boolean): Promise<string> {
  const key: unknown = await auth({ refused });
  if (typeof key === 'string') return key;
  throw new Error(`auth must give a text, not ${key === null ? 'null' : typeof key}`);
}
