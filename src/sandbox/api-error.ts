/** An answer other than success, thrown by whatever finds the reason. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;

  /** By path within a body: what is wrong with the value there. */
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

/** A parameter that Clio would not take. */
export function badParameter(message: string): ApiError {
  return new ApiError(400, 'ArgumentError', message);
}

export function notFound(): ApiError {
  return new ApiError(404, 'RecordNotFound', 'The requested resource could not be found.');
}

export function forbidden(message = 'You are not authorized to perform this action.'): ApiError {
  return new ApiError(403, 'ForbiddenError', message);
}
