import { load, type API } from 'perihelion';

/** The server whose data the playground shows: the one that serves it. */
export const baseUrl = location.origin;

let opened: Promise<API> | undefined;

/** The API of this page, in the data worker that all its panels share. */
export function openApi(): Promise<API> {
  opened ??= load({ worker: true }).then(({ API }) => new API({ baseUrl }));
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
