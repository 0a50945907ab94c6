import { subscribe } from 'node:diagnostics_channel';
import { relative } from 'node:path';
import { startVitest } from 'vitest/node';

// Runs vitest: `node scripts/run-tests.mjs [filter …]`. When a worker process dies, vitest reports only that it "exited
// unexpectedly"; this adds what is needed to find out why: the exit code or signal, and the files that have no result.

/** @type {string[]} */
const deaths = [];

subscribe('child_process', (message) => {
  const { process: child } = /** @type {{ process: import('node:child_process').ChildProcess }} */ (message);
  // Vitest ends its workers by a signal.
  child.once('exit', (code, signal) => {
    if (!child.killed && (code !== 0 || signal))
      deaths.push(`process ${child.pid} ended ${signal ? `by ${signal}` : `with exit code ${code}`}`);
  });
});

const vitest = await startVitest('test', process.argv.slice(2), { run: true, watch: false });
const unfinished = vitest.state
  .getTestModules()
  .filter((module) => ['queued', 'pending'].includes(module.state()))
  .map(({ moduleId }) => relative(process.cwd(), moduleId));
await vitest.close();

if (deaths.length > 0 || unfinished.length > 0) {
  console.error(['', 'A test process died:', ...deaths, 'Files without a result:', ...unfinished].join('\n'));
  process.exitCode = 1;
}
