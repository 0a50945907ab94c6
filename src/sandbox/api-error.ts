/** An error answer of the API. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;

  /** Messages by path within the request's body. */
  readonly errors?: Readonly<Record<string, readonly string[]>>;

  constructor(
    status: number,
    type: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    errors?: Readonly<Record<string, readonly string[]>>,
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.type = type;
    this.headers = headers;
    this.errors = errors;
  }
}

/** The error for a parameter that Clio does not accept. */
export function badParameter(message: string): ApiError {
  return new ApiError(400, 'ArgumentError', message);
}

export function notFound(): ApiError {
  return new ApiError(404, 'RecordNotFound', 'The requested resource could not be found.');
}

export function forbidden(message = 'You are not authorized to perform this action.'): ApiError {
  return new ApiError(403, 'ForbiddenError', message);
}
