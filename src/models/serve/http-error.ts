/** Errors in the shape that OpenAI's clients read. */
import { EndpointError } from '../../errors.ts';

/** What a request is answered with when it cannot be served. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;
  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.name = 'HttpError';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** Any thrown thing as an HttpError; a bug becomes a 500 that tells no details. */
export function asHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  if (!(error instanceof EndpointError)) {
    return new HttpError(500, 'internal_error', 'Something went wrong in valuelex serve');
  }
  const message = error.hint ? `${error.message}. ${error.hint}` : error.message;
  if (error.fault === 'malformed') return new HttpError(400, 'invalid_request', message);
  if (error.fault === 'missing') return new HttpError(400, 'not_supported', message);
  return new HttpError(503, 'model_failed', message, { 'retry-after': '1' });
}

/** `{ error: { message, type, code, param } }`. */
export function errorBody(error: HttpError): object {
  const type =
    error.status === 429
      ? 'rate_limit_error'
      : error.status >= 500
        ? 'server_error'
        : 'invalid_request_error';
  return { error: { message: error.message, type, code: error.code, param: null } };
}
