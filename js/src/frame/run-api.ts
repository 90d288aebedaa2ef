import type { Session } from '../api/core.js';
import { createApi } from '../api/create-api.js';
import { PerihelionError } from '../api/errors.js';
import type { ExperimentApi } from '../api/types.js';
import { largestCall, largestColumns, weighCall } from '../worker/weight.js';
import type { ContextReads } from './context-reads.js';

const staleMessage = 'the panel has run again since this call';

function abortError(): DOMException {
  return new DOMException(staleMessage, 'AbortError');
}

/** Whether this is how a call of a stale run was rejected. */
export function isStaleCall(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.message === staleMessage;
}

/** Refuses a call for which the page would stop the panel. */
function checkWeight(method: string, args: unknown): void {
  // As the port sends it, so that both weigh the same.
  if (weighCall({ kind: 'call', id: 0, method, args: [args] }) !== Infinity) return;
  const [most, columns] = [largestCall, largestColumns].map((bytes) => `${bytes / 1e6} MB`);
  const problem = `more than a panel may send in one call: ${most}, or ${columns} of columns`;
  throw new PerihelionError('too_large', `the arguments of ${method} are ${problem}`);
}

/** Lets `call` go on until `signal` aborts. */
async function untilAborted(call: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  try {
    const value = await call;
    if (!signal.aborted) return value;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  throw abortError();
}

/** Lets go of what a run holds, or is about to, before the next run asks for more. */
function releaseAfter(session: Session, signal: AbortSignal, held: ReadonlySet<unknown>): void {
  signal.addEventListener('abort', () => {
    for (const handle of held) session.call('releaseMetric', { handle }).catch(() => undefined);
  });
}

/**
 * `api` for one run: its calls, and those of the experiments, series and handles that it returned, are cancelled, and
 * reject with AbortError, once `signal` aborts; and its handles hold nothing any more. What of the context they answer
 * from is noted in `reads`.
 */
export function runApi(session: Session, signal: AbortSignal, reads: ContextReads): ExperimentApi {
  const held = new Set<unknown>();
  releaseAfter(session, signal, held);
  const ofRun: Session = {
    call(method, args, options = {}) {
      if (signal.aborted) return Promise.reject(abortError());
      checkWeight(method, args);
      // Before the call is sent: a context that changes from now on may be the one that it is answered from.
      reads.markCall(method);
      if (method === 'holdMetric') held.add(args.handle);
      if (method === 'releaseMetric') held.delete(args.handle);
      const both = options.signal ? AbortSignal.any([options.signal, signal]) : signal;
      return untilAborted(session.call(method, args, { ...options, signal: both }), signal);
    },
    close: () => undefined,
  };
  return Object.freeze(createApi(ofRun));
}
