import { setImmediate, setTimeout } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { codes } from '../../src/errors.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Child, Stats } from '../children.ts';
import { spreadFaults } from './faults.ts';
import { type SoakRequest, soakRequests } from './requests.ts';

export interface SoakOptions {
  /** Starts the gateway in front of this REST base. */
  readonly start: (baseUrl: string, settings: Readonly<Record<string, string>>) => Promise<Child>;
  /** Whether to continue after so many requests and so many milliseconds. */
  readonly goesOn: (requests: number, ms: number) => boolean;
  /** Clients that send one request after the other. */
  readonly clients: number;
  /** Share of Clio's responses with a fault. */
  readonly faults: number;
  /** Whether some faults make a client wait. @default true */
  readonly waits?: boolean;
  readonly seed: number;
}

export interface SoakReport {
  readonly requests: number;
  readonly seconds: number;
  readonly calls: number;
  readonly faults: ReadonlyMap<string, number>;
  /** By outcome: `data`, `data and errors`, each code alone, `left`. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Codes of all errors. */
  readonly codes: ReadonlyMap<string, number>;
  readonly slowestMs: number;
  readonly early: Stats;
  readonly middle: Stats;
  readonly late: Stats;
  /** Requests in flight when the process got its signal to end. */
  readonly atTheEnd: { readonly completed: number; readonly rejected: number };
  readonly exitCode: number | null;
  /** What must not happen; empty after a good run. */
  readonly violations: readonly string[];
}

/** No request may take longer: its deadline with a reserve. */
const hangMs = 15_000;
const logins = 20;

const documented: ReadonlySet<string> = new Set([
  ...Object.keys(codes).filter((code) => code !== 'INTERNAL_SERVER_ERROR'),
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
]);

/** Mixed load on a real gateway process, in front of a sandbox with faults in some of its responses. */
export async function runSoak(options: SoakOptions): Promise<SoakReport> {
  const { goesOn, clients } = options;
  const random = createRandom(options.seed);
  const violations: string[] = [];
  const outcomes = new Map<string, number>();
  const seen = new Map<string, number>();
  await using sandbox = await startSandbox({ limit: 1_000_000 });
  const tokens = Array.from({ length: logins }, (_, index) => sandbox.addToken({ name: `soak-${index}` }));
  await using gateway = await options.start(sandbox.baseUrl, {
    CACHE_TTL_MS: '50ms',
    CACHE_LONG_TTL_MS: '50ms',
    CACHE_MAX_BYTES: '1mb',
    UPSTREAM_TIMEOUT_MS: '1s',
    REQUEST_DEADLINE_MS: '5s',
    LOG_LEVEL: 'warn',
    METRICS: '1',
  });
  const faults = spreadFaults(sandbox, options.faults, options.waits ?? true, random);
  const agent = new Agent({ connections: clients * 2, pipelining: 1 });
  const total = soakRequests.reduce((sum, { weight }) => sum + weight, 0);
  let requests = 0;
  let slowestMs = 0;
  const stats: Stats[] = [];
  const startedAt = performance.now();

  const draw = (): SoakRequest => {
    let lot = random() * total;
    for (const one of soakRequests) {
      lot -= one.weight;
      if (lot < 0) return one;
    }
    return soakRequests[0] as SoakRequest;
  };
  const work = async (): Promise<void> => {
    while (goesOn(requests, performance.now() - startedAt) && violations.length < 20) {
      requests += 1;
      const one = draw();
      const sentAt = performance.now();
      count(outcomes, await ask(one));
      slowestMs = Math.max(slowestMs, performance.now() - sentAt);
    }
  };

  /** The outcome of a request: `data`, an error code and so on. */
  async function ask(one: SoakRequest, dispatcher = agent): Promise<string> {
    const leaving = new AbortController();
    const signal = AbortSignal.any([leaving.signal, AbortSignal.timeout(hangMs)]);
    const body = one.body?.(random);
    const token = tokens[Math.floor(random() * tokens.length)];
    try {
      const asking = request(new URL(one.path?.(random) ?? '/graphql', gateway.url), {
        dispatcher,
        signal,
        method: one.method ?? 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
      });
      if (one.leaves) setImmediate().then(() => leaving.abort());
      const response = await asking;
      const text = await response.body.text();
      return judge(one, response.statusCode, String(response.headers['content-type']), text);
    } catch (error) {
      if (leaving.signal.aborted) return 'left';
      const { name, code, message } = error as Error & { code?: string };
      if (code === 'ECONNREFUSED' || code === 'UND_ERR_SOCKET' || code === 'ECONNRESET') {
        // Before the signal to end, this is a crash, or a file whose source was cut off.
        if (one.method === 'GET' && code === 'UND_ERR_SOCKET') return 'cut off';
        return code;
      }
      violations.push(`${one.title}: ${name === 'TimeoutError' ? 'hung' : `${code ?? name} ${message}`}`);
      return 'hung';
    }
  }

  function judge({ title, path }: SoakRequest, status: number, type: string, text: string): string {
    if (path && status === 200) return 'data';
    const wrong = (what: string): string => {
      violations.push(`${title}: ${status} ${what}: ${text.slice(0, 300)}`);
      return what;
    };
    if (!/json/.test(type)) return wrong('no JSON');
    const { data, errors = [] } = JSON.parse(text) as {
      data?: Readonly<Record<string, unknown>> | null;
      errors?: readonly { readonly extensions?: { readonly code?: string } }[];
    };
    const found = errors.map(({ extensions }) => extensions?.code ?? 'none');
    for (const code of found) {
      count(seen, code);
      if (!documented.has(code)) return wrong(`code ${code}`);
    }
    if (data === undefined && errors.length === 0) return wrong('neither data nor errors');
    const some = data && Object.values(data).some((value) => value !== null);
    if (errors.length === 0) return 'data';
    return some ? 'data and errors' : (found[0] as string);
  }

  const looking = (async () => {
    // The first third fills caches, compiled queries and connections, so that they no longer grow.
    for (const part of [1 / 3, 2 / 3]) {
      while (goesOn(requests / part, (performance.now() - startedAt) / part)) await setTimeout(20);
      stats.push(await gateway.stats('collect'));
    }
  })();
  await Promise.all([looking, ...Array.from({ length: clients }, work)]);
  const seconds = (performance.now() - startedAt) / 1000;
  for (const lost of ['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET'])
    if (outcomes.has(lost)) violations.push(`${outcomes.get(lost)} requests ended with ${lost}`);
  if (gateway.exitCode() !== null) violations.push(`The process ended with ${gateway.exitCode()}`);
  const late = await gateway.stats('collect');

  const atTheEnd = { completed: 0, rejected: 0 };
  const fresh = new Agent({ pipelining: 0 });
  const last = soakRequests.filter(({ method, leaves }) => method !== 'GET' && !leaves);
  const lastOnes = Array.from({ length: 40 }, async (_, index) => {
    const outcome = await ask(last[index % last.length] as SoakRequest, fresh);
    if (outcome === 'ECONNREFUSED' || outcome === 'ECONNRESET') atTheEnd.rejected += 1;
    else if (outcome === 'UND_ERR_SOCKET') violations.push('A request in flight was cut by the end');
    else atTheEnd.completed += 1;
  });
  await Promise.race(lastOnes);
  const [exitCode] = await Promise.all([gateway.end(), ...lastOnes]);
  if (exitCode !== 0) violations.push(`After the signal to end, the process ended with ${exitCode}`);
  await Promise.all([agent.destroy(), fresh.destroy()]);

  const log = gateway.output();
  for (const trace of ['unexpected error', 'nhandled', 'Error:', 'MaxListeners', 'heap out of memory'])
    if (log.includes(trace)) violations.push(`The log has "${trace}": ${lineWith(log, trace)}`);
  return {
    requests,
    seconds,
    calls: sandbox.calls.length,
    faults,
    outcomes,
    codes: seen,
    slowestMs,
    early: stats[0] ?? late,
    middle: stats[1] ?? late,
    late,
    atTheEnd,
    exitCode,
    violations,
  };
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function lineWith(text: string, part: string): string {
  return (
    text
      .split('\n')
      .find((line) => line.includes(part))
      ?.slice(0, 500) ?? ''
  );
}

/** The same numbers for the same seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
