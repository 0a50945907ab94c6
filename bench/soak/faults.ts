import type { SandboxCall } from '../../src/sandbox/calls.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/** Longer than the soak's UPSTREAM_TIMEOUT_MS. */
const tooLateMs = 1500;

interface SoakFault extends Omit<Fault, 'match' | 'times'> {
  readonly title: string;
  /** Whether a client waits because of it. */
  readonly waits?: true;
}

const all: readonly SoakFault[] = [
  { title: '500', kind: 'status', status: 500 },
  { title: '502 with HTML', kind: 'html', status: 502 },
  { title: '503', kind: 'status', status: 503 },
  {
    title: '429 with Retry-After',
    kind: 'status',
    status: 429,
    headers: { 'retry-after': '1' },
    waits: true,
  },
  { title: '429 in base64', kind: 'base64-ratelimited', headers: { 'retry-after': '1' }, waits: true },
  { title: '401 without headers', kind: '401-no-headers' },
  { title: 'dropped before the response', kind: 'drop-before' },
  { title: 'dropped half-way', kind: 'drop-mid-body' },
  { title: 'truncated', kind: 'truncated-json' },
  { title: 'wrong content type', kind: 'wrong-content-type' },
  { title: 'late', kind: 'delay', delayMs: 100, waits: true },
  { title: 'too late', kind: 'delay', delayMs: tooLateMs, waits: true },
];

/**
 * Adds a fault to a share of the sandbox's responses.
 *
 * @param withWaits Whether some of the faults make a client wait.
 * @param random Numbers from 0 to 1.
 * @returns How often each fault has occurred.
 */
export function spreadFaults(
  sandbox: Sandbox,
  share: number,
  withWaits: boolean,
  random: () => number,
): ReadonlyMap<string, number> {
  const faults = all.filter(({ waits }) => withWaits || !waits);
  const taken = new Map(faults.map(({ title }) => [title, 0]));
  const lots = new WeakMap<SandboxCall, number>();
  faults.forEach(({ title, waits: _waits, ...fault }, index) => {
    sandbox.fault({
      ...fault,
      match(call) {
        let lot = lots.get(call);
        if (lot === undefined) {
          lot = random() < share ? Math.floor(random() * faults.length) : -1;
          lots.set(call, lot);
        }
        if (lot !== index) return false;
        taken.set(title, (taken.get(title) ?? 0) + 1);
        return true;
      },
    });
  });
  return taken;
}
