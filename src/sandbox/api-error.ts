/** An answer other than success, thrown by whatever finds the reason. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, type: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.type = type;
    this.headers = headers;
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
