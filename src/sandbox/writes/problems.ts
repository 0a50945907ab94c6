import { ApiError } from '../api-error.ts';

/** All problems of a body by path (`addresses.0.name`): Clio reports them together. */
export class Problems {
  readonly #byPath = new Map<string, string[]>();

  add(path: string, message: string): void {
    const known = this.#byPath.get(path);
    if (!known) this.#byPath.set(path, [message]);
    else if (!known.includes(message)) known.push(message);
  }

  /** @throws ApiError 422 if there are problems */
  check(): void {
    const [first] = this.#byPath;
    if (!first) return;
    const [path, messages] = first;
    throw new ApiError(422, 'ArgumentError', `An invalid argument was supplied: ${path} ${messages[0]}`, {
      errors: Object.fromEntries(this.#byPath),
    });
  }
}

/** The error for a write that is rejected as a whole. */
export function unprocessable(message: string, type = 'ArgumentError'): ApiError {
  return new ApiError(422, type, message);
}
