import { load, type API } from 'perihelion';

/** The server whose data the playground shows: the one that serves it. */
export const baseUrl = location.origin;

let opened: Promise<API> | undefined;

/** A further API, with a report of its own, in the data worker that all panels share. */
export async function newApi(): Promise<API> {
  const { API } = await load({ worker: true });
  return new API({ baseUrl });
}

/** The API of this page. */
export function openApi(): Promise<API> {
  opened ??= newApi();
  opened.catch(() => (opened = undefined));
  return opened;
}

/** What went wrong, in a sentence for the viewer. */
export function explain(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'network') return `The server at ${baseUrl} does not answer.`;
  if (code === 'unauthorized') return `The server at ${baseUrl} asks for an API key.`;
  return message ?? String(error);
}
