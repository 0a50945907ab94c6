import { relative } from 'node:path';
import { startVitest } from 'vitest/node';

// Runs vitest: `node scripts/run-tests.mjs [filter …]`. A worker process that dies (Node itself crashes now and then) takes
// the results of its file with it. That is neither a failure of a test nor a success: the file is run once more, and says so.
// A test that fails is not run again.

const { unfinished, isOtherwiseFine } = await run(process.argv.slice(2));
if (unfinished.length > 0 && isOtherwiseFine) {
  console.error(`\nA worker died. Run again, since there is no result of them:\n${unfinished.join('\n')}\n`);
  process.exitCode = 0;
  await run(unfinished);
}

/** @param {readonly string[]} files */
async function run(files) {
  const vitest = await startVitest('test', [...files], { run: true, watch: false });
  const modules = vitest.state.getTestModules();
  const unfinished = modules.filter((module) => ['queued', 'pending'].includes(module.state()));
  const errors = vitest.state.getUnhandledErrors();
  const result = {
    unfinished: [...new Set(unfinished.map(({ moduleId }) => relative(process.cwd(), moduleId)))],
    isOtherwiseFine:
      modules.every((module) => module.state() !== 'failed') &&
      errors.length <= unfinished.length &&
      errors.every((error) => /Worker \w+ emitted error/.test(String(error?.message))),
  };
  await vitest.close();
  return result;
}
