import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A measured process, listening. */
export interface Child extends AsyncDisposable {
  readonly url: string;
  /** From the start of the process until it listened. */
  readonly startMs: number;
  /** `collect` runs the garbage collector first; `watch` starts to look out for blocks of the event loop. */
  stats(question?: 'collect' | 'watch'): Promise<Stats>;
}

export interface Stats {
  readonly rss: number;
  readonly heapUsed: number;
  /** Processor time used so far, in microseconds. */
  readonly cpuUs: number;
  /** Longest block of the event loop since it was watched. */
  readonly blockedMs: number;
}

const probe = new URL('probe.mjs', import.meta.url).href;

/** One of the programs beside this file. */
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
): Promise<Child> {
  return start(fileURLToPath(new URL('../dist/cli/main.js', import.meta.url)), ['--expose-gc'], ['serve'], {
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
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const url = await readUrl(child);
  const startMs = performance.now() - startedAt;
  return {
    url,
    startMs,
    async stats(question) {
      child.send(question ?? 'tell');
      const [answer] = await once(child, 'message');
      return answer as Stats;
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

/** Each program says on its standard output where it listens. */
function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      if (output === '' || !output.includes('listening')) output += chunk.toString();
      const url = /listening on (http:\S+)/.exec(output)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) =>
      reject(new Error(`A process ended with ${code} before it listened: ${output}`)),
    );
  });
}
