import { messageOf, PerihelionError } from '../api/errors.js';
import type { WorkerRequest } from './protocol.js';

function canBePosted(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

/** The innermost member that keeps a value from being posted, as "context.options.format". */
function pathOfUnpostable(value: unknown, path: string, above: readonly unknown[] = []): string {
  if (typeof value !== 'object' || value === null) return path;
  const within = [...above, value];
  for (const [name, item] of Object.entries(value)) {
    if (within.includes(item) || canBePosted(item)) continue;
    return pathOfUnpostable(item, path ? `${path}.${name}` : name, within);
  }
  return path;
}

/** What is wrong with a request that could not be posted. */
export function unpostable(request: WorkerRequest, error: unknown): PerihelionError {
  const { client, ...rest } = request as Extract<WorkerRequest, { kind: 'open' }>;
  // A port can be moved, but not cloned.
  const path = pathOfUnpostable({ ...rest, ...client, port: undefined }, '');
  return new PerihelionError(
    'invalid_argument',
    `${path} cannot be sent to the data worker, which takes plain data: ${messageOf(error)}`,
  );
}
