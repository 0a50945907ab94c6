import { subscribe } from 'node:diagnostics_channel';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { startVitest } from 'vitest/node';

// Runs vitest: `node scripts/run-tests.mjs [filter …]`. When a worker process dies, vitest reports only that it "exited
// unexpectedly". This adds the exit code or signal, what the worker did last (test/support/guard-worker.ts notes it), Node's
// report, whether the kernel ran out of memory, and the files that have no result.

const notes = mkdtempSync(join(tmpdir(), 'test-notes-'));
process.env.TEST_NOTES = notes;
const killedBefore = countKilledByKernel();

/** @type {string[]} */
const deaths = [];

subscribe('child_process', (message) => {
  const { process: child } = /** @type {{ process: import('node:child_process').ChildProcess }} */ (message);
  child.once('exit', (code, signal) => {
    // Vitest ends its workers by a signal. A worker that ends by itself has died, even with exit code 0.
    if (child.killed || !child.spawnargs.some((argument) => argument.includes('workers/forks'))) return;
    const note = join(notes, String(child.pid));
    const did = existsSync(note) ? readFileSync(note, 'utf8') : 'loaded no test file';
    deaths.push(`process ${child.pid} ended ${signal ? `by ${signal}` : `with exit code ${code}`}: ${did}`);
    for (const name of readdirSync(tmpdir()))
      if (name.startsWith('report.') && name.includes(`.${child.pid}.`))
        deaths.push(`report of ${child.pid}: ${join(tmpdir(), name)}`);
  });
});

const vitest = await startVitest('test', process.argv.slice(2), { run: true, watch: false });
const unfinished = vitest.state
  .getTestModules()
  .filter((module) => ['queued', 'pending'].includes(module.state()))
  .map(({ moduleId }) => relative(process.cwd(), moduleId));
await vitest.close();
rmSync(notes, { recursive: true });

if (deaths.length > 0 || unfinished.length > 0) {
  const killed = countKilledByKernel() - killedBefore;
  if (killed > 0) deaths.push(`the kernel ran out of memory and killed ${killed} of the machine's processes`);
  console.error(['', 'A test process died:', ...deaths, 'Files without a result:', ...unfinished].join('\n'));
  process.exitCode = 1;
}

/** How many processes Linux has killed since it started because memory ran out; 0 on other systems. */
function countKilledByKernel() {
  if (!existsSync('/proc/vmstat')) return 0;
  return Number(readFileSync('/proc/vmstat', 'utf8').match(/^oom_kill (\d+)$/m)?.[1] ?? 0);
}
