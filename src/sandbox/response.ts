import type { Readable } from 'node:stream';
import type { ApiError } from './api-error.ts';
import type { Json } from './render.ts';

type Headers = Readonly<Record<string, string>>;

/** A response before it is sent. */
export interface SandboxResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string | Buffer;
  /** A stored file that is sent instead of `body`. */
  readonly file?: { readonly size: number; readonly open: () => Readable };
}

const JSON_TYPE = 'application/json; charset=utf-8';

export function jsonResponse(status: number, body: Json, headers: Headers = {}): SandboxResponse {
  return { status, headers: { 'content-type': JSON_TYPE, ...headers }, body: JSON.stringify(body) };
}

export function errorResponse({ status, type, message, details }: ApiError): SandboxResponse {
  const { errors, headers } = details;
  return jsonResponse(status, { error: { type, message, ...(errors && { errors }) } } as Json, headers);
}

/** Clio's response to an unknown token: the only error in OAuth's format. */
export function unauthorizedResponse(): SandboxResponse {
  return jsonResponse(
    401,
    {
      error: 'invalid_token',
      error_description:
        'The access token provided is expired, revoked, malformed or invalid for other reasons.',
    },
    { 'www-authenticate': 'Bearer realm="Clio", error="invalid_token"' },
  );
}

export function emptyResponse(status: number, headers: Headers = {}): SandboxResponse {
  return { status, headers, body: '' };
}
