import { GatewayError } from '../errors.ts';
import { acceptEncoding } from './decode.ts';
import type { Call } from './types.ts';

export const userAgent = 'clio-graphql';

/** The characters that an HTTP header may carry in a token. */
const tokenPattern = /^[\x21-\x7e]+$/;
const etagPattern = /^[\x21-\x7e ]+$/;

/** Makes the headers of calls: names and values in turn. */
export class RequestHeaders {
  readonly #apiVersion: string;
  /** Those of a plain read, for the token that was used last: a request makes many calls with one token. */
  #plain: readonly string[] = [];
  #plainToken: string | null = null;

  constructor(apiVersion: string) {
    this.#apiVersion = apiVersion;
  }

  /** @throws GatewayError for a token or ETag that could smuggle in another header. */
  for(call: Call, token: string): readonly string[] {
    const { body, ifNoneMatch, ifMatch, hookSecret, expect } = call;
    if (token !== this.#plainToken) {
      checkToken(token);
      this.#plain = [
        'accept-encoding',
        acceptEncoding,
        'user-agent',
        userAgent,
        'x-api-version',
        this.#apiVersion,
        'authorization',
        `Bearer ${token}`,
        'accept',
        'application/json',
      ];
      this.#plainToken = token;
    }
    const isPlain = body === undefined && ifNoneMatch === undefined && ifMatch === undefined;
    if (isPlain && hookSecret === undefined && expect !== 'text') return this.#plain;
    const headers = [...this.#plain];
    if (expect === 'text') headers[headers.length - 1] = '*/*';
    if (body !== undefined) headers.push('content-type', 'application/json');
    if (ifNoneMatch !== undefined) headers.push('if-none-match', checkEtag(ifNoneMatch));
    if (hookSecret !== undefined) headers.push('x-hook-secret', hookSecret);
    if (ifMatch !== undefined) headers.push('if-match', checkEtag(ifMatch));
    return headers;
  }
}

function checkToken(token: string): void {
  if (tokenPattern.test(token)) return;
  throw new GatewayError(
    'UNAUTHENTICATED',
    'The access token is empty or contains characters that no token has. Send it as "Authorization: Bearer <token>".',
  );
}

function checkEtag(value: string): string {
  if (etagPattern.test(value)) return value;
  throw new GatewayError(
    'BAD_USER_INPUT',
    'The ETag is not one of Clio. Use the value of the etag field as it was read.',
  );
}
