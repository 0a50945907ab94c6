interface ErrorDetails {
  readonly headers?: Readonly<Record<string, string>>;
  /** Messages by path within the request's body. */
  readonly errors?: Readonly<Record<string, readonly string[]>>;
}

/** An error response of the API. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly type: string;
  readonly details: ErrorDetails;

  constructor(status: number, type: string, message: string, details: ErrorDetails = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.details = details;
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
