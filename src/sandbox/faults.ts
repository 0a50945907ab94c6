import { ApiError } from './api-error.ts';
import type { SandboxCall } from './calls.ts';
import { errorResponse, type SandboxResponse } from './response.ts';

/** A failure that the sandbox produces on purpose. */
export interface Fault {
  /** Which requests: a prefix of the call's path (`/matters`), or a test. All when absent. */
  readonly match?: string | ((call: SandboxCall) => boolean);
  /** How often it happens. @default Infinity */
  readonly times?: number;
  /**
   * - `status`: `status` (500) with `body` (an error of Clio's form) and `headers`;
   * - `drop-before`: the connection is cut before the response;
   * - `drop-receiving`: the connection is cut when a part of the request's body has arrived;
   * - `drop-mid-body`: the connection is cut half-way through the real response;
   * - `html`: `status` (502) with a page of HTML, as from an edge server;
   * - `truncated-json`: half of the real response, as if it were whole;
   * - `delay`: the real response after `delayMs`;
   * - `wrong-content-type`: the real response as `text/plain`;
   * - `base64-ratelimited`: 429 with `Retry-After` and a body in base64;
   * - `401-no-headers`: 401 with nothing else.
   */
  readonly kind:
    | 'status'
    | 'drop-before'
    | 'drop-receiving'
    | 'drop-mid-body'
    | 'html'
    | 'truncated-json'
    | 'delay'
    | 'wrong-content-type'
    | 'base64-ratelimited'
    | '401-no-headers';
  readonly status?: number;
  readonly delayMs?: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The faults that are switched on. */
export class Faults {
  #active: { readonly fault: Fault; left: number }[] = [];

  /** Switches a fault on; the returned function switches it off. */
  add(fault: Fault): () => void {
    const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
    this.#active.push(entry);
    return () => {
      this.#active = this.#active.filter((one) => one !== entry);
    };
  }

  /** The faults of a call, in the order in which they were switched on; each counts as used. */
  take(call: SandboxCall): Fault[] {
    const found: Fault[] = [];
    let hasResponse = false;
    for (const entry of this.#active) {
      const isDelay = entry.fault.kind === 'delay';
      // A delay can be combined with another fault. The first fault that decides the response has precedence.
      if (entry.left < 1 || !matches(entry.fault, call) || (hasResponse && !isDelay)) continue;
      entry.left -= 1;
      hasResponse ||= !isDelay;
      found.push(entry.fault);
    }
    this.#active = this.#active.filter(({ left }) => left > 0);
    return found;
  }

  clear(): void {
    this.#active = [];
  }
}

function matches({ match }: Fault, call: SandboxCall): boolean {
  if (match === undefined) return true;
  return typeof match === 'string' ? call.path.startsWith(match) : match(call);
}

/** The response of faults that need no real one. */
export function faultResponse(fault: Fault): SandboxResponse | undefined {
  switch (fault.kind) {
    case 'status': {
      const { status = 500, headers } = fault;
      const plain = errorResponse(
        new ApiError(status, 'InternalServerError', 'Something went wrong.', { headers }),
      );
      return { ...plain, body: fault.body ?? plain.body };
    }
    case 'html': {
      const status = fault.status ?? 502;
      const body =
        fault.body ?? `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>\n`;
      return { status, headers: { 'content-type': 'text/html', ...fault.headers }, body };
    }
    case 'base64-ratelimited': {
      const body = Buffer.from(
        fault.body ?? '{"error":{"type":"RateLimited","message":"Retry later"}}',
      ).toString('base64');
      return {
        status: 429,
        headers: { 'content-type': 'text/plain', 'retry-after': '1', ...fault.headers },
        body,
      };
    }
    case '401-no-headers':
      return { status: 401, headers: {}, body: '' };
    default:
      return undefined;
  }
}
