/** A failed request: the status, and a message that tells the caller what to change. */
export class HttpError extends Error {
  override name = 'HttpError';

  constructor(
    readonly status: 400 | 403 | 404 | 413 | 421 | 503,
    message: string,
  ) {
    super(message);
  }
}
