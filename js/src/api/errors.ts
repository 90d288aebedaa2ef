/** Stable codes to switch on; messages may change between versions. */
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
  readonly code: ErrorCode;
  readonly status: number;
  readonly request: string;

  constructor(code: ErrorCode, message: string, status = 0, request = '') {
    super(message);
    this.name = code === 'cancelled' ? 'AbortError' : 'PerihelionError';
    this.code = code;
    this.status = status;
    this.request = request;
  }
}

/** The error as plain data, for a port. Foreign errors keep their message under `bad_response`. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof PerihelionError) {
    const { code, message, status, request } = error;
    return { code, message, status, request };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'bad_response', message, status: 0, request: '' };
}

/** The error that `toErrorData` took apart. */
export function fromErrorData(data: ErrorData): PerihelionError {
  return new PerihelionError(data.code, data.message, data.status, data.request);
}
