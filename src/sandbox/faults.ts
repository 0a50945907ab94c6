import { ApiError } from './api-error.ts';
import type { SandboxCall } from './calls.ts';
import { errorResponse, type SandboxResponse } from './response.ts';

/** One kind of failure that the sandbox shows on purpose. */
export interface Fault {
  /** Which requests: a prefix of the call's path (`/matters`), or a test. All when absent. */
  readonly match?: string | ((call: SandboxCall) => boolean);
  /** How often it happens. @default Infinity */
  readonly times?: number;
  /**
   * - `status`: answers `status` (500) with `body` (an error of Clio's form) and `headers`;
   * - `drop-before`: cuts the connection before answering;
   * - `drop-receiving`: cuts it when a part of the request's body has arrived;
   * - `drop-mid-body`: cuts it half-way through the real answer;
   * - `html`: answers `status` (502) with a page of HTML, as an edge server would;
   * - `truncated-json`: half of the real answer, as if it were whole;
   * - `delay`: the real answer after `delayMs`;
   * - `wrong-content-type`: the real answer as `text/plain`;
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

export interface Faults {
  /** Switches a fault on; the returned function switches it off. */
  add(fault: Fault): () => void;
  /** The faults of a call, in the order in which they were switched on; each counts as used. */
  take(call: SandboxCall): Fault[];
  clear(): void;
}

export function createFaults(): Faults {
  let active: { fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
      active.push(entry);
      return () => {
        active = active.filter((one) => one !== entry);
      };
    },
    take(call) {
      const found: Fault[] = [];
      let isAnswered = false;
      for (const entry of active) {
        // A delay can go with another fault. Of the faults that decide the response the first wins.
        if (entry.left < 1 || !matches(entry.fault, call) || (isAnswered && entry.fault.kind !== 'delay'))
          continue;
        entry.left -= 1;
        isAnswered ||= entry.fault.kind !== 'delay';
        found.push(entry.fault);
      }
      active = active.filter((entry) => entry.left > 0);
      return found;
    },
    clear() {
      active = [];
    },
  };
}

function matches({ match }: Fault, call: SandboxCall): boolean {
  if (match === undefined) return true;
  return typeof match === 'string' ? call.path.startsWith(match) : match(call);
}

/** The response of faults that need no real one. */
export function faultResponse(fault: Fault): SandboxResponse | undefined {
  switch (fault.kind) {
    case 'status': {
      const plain = errorResponse(
        new ApiError(fault.status ?? 500, 'InternalServerError', 'Something went wrong.'),
      );
      return {
        status: plain.status,
        headers: { ...plain.headers, ...fault.headers },
        body: fault.body ?? plain.body,
      };
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
