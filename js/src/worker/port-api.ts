import { createApi } from '../api/create-api.js';
import type { ExperimentApi } from '../api/types.js';
import { PortSession } from './port-session.js';

/** The API over a port to the data worker, as panel code gets it. */
export interface PortApi extends ExperimentApi {
  /** Rejects everything under way with `closed`, and closes the port. */
  close(): void;
}

export function createPortApi(port: MessagePort): PortApi {
  const session = new PortSession(port);
  return Object.assign(createApi(session), { close: () => session.close() });
}
