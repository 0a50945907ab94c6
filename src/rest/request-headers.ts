import { LRUCache } from 'lru-cache';
import { badInput, GatewayError } from '../errors.ts';
import { tokenKey } from './budget.ts';
import { acceptEncoding } from './decode.ts';
import type { Call } from './types.ts';

export const userAgent = 'clio-graphql';

/** The characters that a token may have in an HTTP header. */
const tokenPattern = /^[\x21-\x7e]+$/;
const etagPattern = /^[\x21-\x7e ]+$/;

/** Maximum number of remembered tokens; the most recently used are kept. */
const maxKnownTokens = 100;

/** The parts that all calls with one token share. */
interface KnownToken {
  readonly key: string;
  /** Headers of a plain read: names and values in turn. */
  readonly headers: readonly string[];
}

/**
 * Remembers the latest tokens, because hashing a token takes longer than all other steps of building a call.
 */
export class KnownTokens {
  readonly #apiVersion: string;
  readonly #known = new LRUCache<string, KnownToken>({ max: maxKnownTokens });

  constructor(apiVersion: string) {
    this.#apiVersion = apiVersion;
  }

  /** @throws GatewayError for a token that could inject another header. */
  find(token: string): KnownToken {
    let known = this.#known.get(token);
    if (!known) {
      checkToken(token);
      known = { key: tokenKey(token), headers: this.#plainHeaders(token) };
      this.#known.set(token, known);
    }
    return known;
  }

  #plainHeaders(token: string): readonly string[] {
    return [
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
  }
}

/**
 * The headers of a call.
 *
 * @param plain The headers of a plain read.
 * @throws GatewayError for an ETag that could inject another header.
 */
export function requestHeaders(call: Call, plain: readonly string[]): readonly string[] {
  const { body, ifNoneMatch, ifMatch, hookSecret, expect } = call;
  const isPlain = body === undefined && ifNoneMatch === undefined && ifMatch === undefined;
  if (isPlain && hookSecret === undefined && expect !== 'text') return plain;
  const headers = [...plain];
  if (expect === 'text') headers[headers.length - 1] = '*/*';
  if (body !== undefined) headers.push('content-type', 'application/json');
  if (ifNoneMatch !== undefined) headers.push('if-none-match', checkEtag(ifNoneMatch));
  if (hookSecret !== undefined) headers.push('x-hook-secret', hookSecret);
  if (ifMatch !== undefined) headers.push('if-match', checkEtag(ifMatch));
  return headers;
}

function checkToken(token: string): void {
  if (tokenPattern.test(token)) return;
  throw new GatewayError(
    'UNAUTHENTICATED',
    'The access token is empty or contains characters that a token cannot have. Send it as "Authorization: Bearer <token>".',
  );
}

function checkEtag(value: string): string {
  if (etagPattern.test(value)) return value;
  throw badInput('The ETag is not one of Clio. Use the value of the etag field unchanged.');
}
