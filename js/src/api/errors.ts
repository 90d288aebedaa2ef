/**
 * Stable codes to switch on; messages may change between versions.
 *
 * - `invalid_argument`: the call itself was wrong, and the message says what would be right; also an answer with another
 *   status from 400 to 499 than those below
 * - `unauthorized`: the server refused the key (401), or none was given
 * - `forbidden`: outside the scope of the API, or the server's answer was 402 or 403
 * - `not_found`: the server has no such thing (404)
 * - `rate_limited`: too many requests for the server (429), or more than a thousand calls of a panel at once
 * - `server`: the server failed (500 and above)
 * - `network`: no answer arrived, or it broke off; also of the package's own files
 * - `timeout`: the call took longer than `timeout`
 * - `cancelled`: its `signal` was aborted
 * - `bad_response`: an answer that is not what the contract promises; also a perihelion.wasm that is none or cannot start
 * - `too_large`: an answer beyond `maxSeriesBytes`, or more arguments than a panel may send
 * - `closed`: the API was closed, or the handle disposed of
 */
export type ErrorCode =
  | 'invalid_argument'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'rate_limited'
  | 'server'
  | 'network'
  | 'timeout'
  | 'cancelled'
  | 'bad_response'
  | 'too_large'
  | 'closed';

/** An error in the form in which it crosses a port. */
export interface ErrorData {
  code: ErrorCode;
  message: string;
  /** The HTTP status, 0 where there was no answer. */
  status: number;
  /** The request as "GET /api/rest/v2/…", empty where none was made. Never holds the key. */
  request: string;
}

/**
 * Every failure of this package. A cancelled call has `name === 'AbortError'`, as the platform's own calls do;
 * all others have `name === 'PerihelionError'`.
 */
export class PerihelionError extends Error {
  /** What went wrong, in a form that programs may switch on. */
  readonly code: ErrorCode;
  /** The HTTP status, 0 where there was no answer. */
  readonly status: number;
  /** The request as "GET /api/rest/v2/…", empty where none was made. Never holds the key. */
  readonly request: string;

  constructor(code: ErrorCode, message: string, status = 0, request = '') {
    super(message);
    this.name = code === 'cancelled' ? 'AbortError' : 'PerihelionError';
    this.code = code;
    this.status = status;
    this.request = request;
  }
}

/** What an error of any kind says. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** The error as plain data, for a port. Foreign errors keep their message under `bad_response`. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof PerihelionError) {
    const { code, message, status, request } = error;
    return { code, message, status, request };
  }
  return { code: 'bad_response', message: messageOf(error), status: 0, request: '' };
}

/** The error that `toErrorData` took apart. */
export function fromErrorData(data: ErrorData): PerihelionError {
  return new PerihelionError(data.code, data.message, data.status, data.request);
}
