import { Agent } from 'undici';
import { header } from './headers.ts';
import { userAgent } from './request-headers.ts';
import { originAndPath } from './request-target.ts';

export interface Probe {
  /** Path below Clio's REST base URL: `/users/who_am_i.json?fields=id`. */
  readonly path: string;
  readonly baseUrl: string;
  readonly apiVersion: string;
  /** Null to send no token. */
  readonly token: string | null;
  readonly timeoutMs: number;
}

export interface ProbeResponse {
  readonly status: number;
  readonly header: (name: string) => string | null;
  /** The `data` of Clio's envelope; null if it has none. */
  readonly data: unknown;
}

/**
 * Sends one GET, without the pacing and retries of the client, and returns the response with its headers.
 *
 * @returns Without a response, the reason, such as the code `ENOTFOUND` or `ECONNREFUSED`.
 */
export async function probeClio({
  baseUrl,
  path,
  apiVersion,
  token,
  timeoutMs,
}: Probe): Promise<ProbeResponse | string> {
  const agent = new Agent();
  try {
    const { statusCode, headers, body } = await agent.request({
      method: 'GET',
      headers: {
        accept: 'application/json',
        'user-agent': userAgent,
        'x-api-version': apiVersion,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      signal: AbortSignal.timeout(timeoutMs),
      ...originAndPath(new URL(`${baseUrl}${path}`)),
    });
    const text = await body.text();
    return {
      status: statusCode,
      header: (name) => header(headers, name),
      data: statusCode === 200 ? (JSON.parse(text) as { data?: unknown }).data : null,
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError')
      return `no response within ${timeoutMs / 1000} s`;
    if (error instanceof SyntaxError) return 'a response that is not JSON';
    return error instanceof Error && 'code' in error ? String(error.code) : 'no connection';
  } finally {
    await agent.close();
  }
}
