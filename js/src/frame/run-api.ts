const staleMessage = 'the panel has run again since this call';

function abortError(): DOMException {
  return new DOMException(staleMessage, 'AbortError');
}

/** Whether this is how a call of a stale run was rejected. */
export function isStaleCall(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.message === staleMessage;
}

type Method = (...args: unknown[]) => Promise<unknown>;

function isOptions(value: unknown): value is { signal?: AbortSignal } {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
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

/** The arguments with the run's signal in their options, beside a signal of the caller's own. */
function withSignal(args: unknown[], signal: AbortSignal): unknown[] {
  const last = args.at(-1);
  if (!isOptions(last)) return [...args, { signal }];
  const both = last.signal ? AbortSignal.any([last.signal, signal]) : signal;
  return [...args.slice(0, -1), { ...last, signal: both }];
}

/** `api` for one run: its calls are cancelled, and reject with AbortError, once `signal` aborts. */
export function runApi(api: object, signal: AbortSignal): object {
  const bound: Record<string, Method> = Object.create(null);
  for (const name of Object.getOwnPropertyNames(api)) {
    if (name === 'close') continue;
    const method = (api as Record<string, Method>)[name]!;
    bound[name] = (...args) =>
      signal.aborted
        ? Promise.reject(abortError())
        : untilAborted(method.apply(api, withSignal(args, signal)), signal);
  }
  return Object.freeze(bound);
}
