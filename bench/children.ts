import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A measured process, listening. */
export interface Child extends AsyncDisposable {
  readonly url: string;
  /** From the start of the process until it listened. */
  readonly startMs: number;
  /** `collect` runs the garbage collector first; `watch` starts to measure blocks of the event loop. */
  stats(question?: 'collect' | 'watch'): Promise<Stats>;
  /** Bytes that it allocates during `work`, garbage included. */
  allocated(work: () => Promise<void>): Promise<number>;
  /** What it has written so far. */
  output(): string;
  /** Null while it runs. */
  exitCode(): number | null;
  /** Ends it, and returns its exit code, or null if a signal ended it. */
  end(): Promise<number | null>;
}

export interface Stats {
  readonly rss: number;
  readonly heapUsed: number;
  /** Processor time used so far, in microseconds. */
  readonly cpuUs: number;
  /** Longest block of the event loop since it was watched. */
  readonly blockedMs: number;
  /** Open TCP connections, of either side. */
  readonly sockets: number;
}

const probe = new URL('probe.mjs', import.meta.url).href;

/** One of the programs in this folder. */
export function startProgram(
  name: 'floor' | 'sandbox' | 'upstream',
  args: readonly string[] = [],
): Promise<Child> {
  return start(fileURLToPath(new URL(`${name}.ts`, import.meta.url)), ['--import', 'tsx'], args, process.env);
}

/** The compiled gateway as `npm start` runs it, without a cache and in front of `baseUrl`. */
export function startGateway(
  baseUrl: string,
  settings: Readonly<Record<string, string>> = {},
  program = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url)),
): Promise<Child> {
  return start(program, ['--expose-gc'], ['serve'], {
    ...process.env,
    CLIO_BASE_URL: baseUrl,
    PORT: '0',
    CACHE_TTL_MS: '0',
    LOG_LEVEL: 'warn',
    ...settings,
  });
}

async function start(
  file: string,
  execArgv: readonly string[],
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Child> {
  const startedAt = performance.now();
  const child = fork(file, args, {
    execArgv: [...execArgv, '--import', probe],
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  child.stderr?.pipe(process.stderr);
  const ended = once(child, 'exit');
  const url = await readUrl(child, () => output);
  const startMs = performance.now() - startedAt;
  const ask = async (question: string): Promise<unknown> => {
    child.send(question);
    const [reply] = await once(child, 'message');
    return reply;
  };
  return {
    url,
    startMs,
    stats: async (question) => (await ask(question ?? 'report')) as Stats,
    async allocated(work) {
      await ask('sample');
      await work();
      return (await ask('sampled')) as number;
    },
    output: () => output,
    exitCode: () => child.exitCode,
    async end() {
      child.kill();
      const [code] = await ended;
      return code as number | null;
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
    },
  };
}

/** Each program prints its address. */
function readUrl(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const url = /listening on (http:\S+)/.exec(output())?.[1];
      if (url === undefined) return;
      child.stdout?.off('data', look);
      resolve(url);
    };
    child.stdout?.on('data', look);
    child.once('exit', (code) =>
      reject(new Error(`A process ended with ${code} before it listened: ${output()}`)),
    );
  });
}
