import type { SandboxCall } from './calls.ts';

/** A way for the sandbox to misbehave. */
export interface Fault {
  /** Which requests: a prefix of the call's path (`/matters`), or a test. All when absent. */
  readonly match?: string | ((call: SandboxCall) => boolean);
  /** How often, before it wears off. @default Infinity */
  readonly times?: number;
  /**
   * - `status`: answers `status` (500) with `body` (an error of Clio's form) and `headers`;
   * - `drop-before`: cuts the connection before answering;
   * - `drop-receiving`: cuts it as soon as some of the request's body has come;
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
  /** The faults that a call meets, in the order they were switched on; each counts as used. */
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
      const met: Fault[] = [];
      let isAnswered = false;
      for (const entry of active) {
        // A delay goes with another fault; of those that decide the answer the first wins.
        if (entry.left < 1 || !matches(entry.fault, call) || (isAnswered && entry.fault.kind !== 'delay'))
          continue;
        entry.left -= 1;
        isAnswered ||= entry.fault.kind !== 'delay';
        met.push(entry.fault);
      }
      active = active.filter((entry) => entry.left > 0);
      return met;
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
