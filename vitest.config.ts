import { tmpdir } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that start browsers, builds and package managers come first: both cores are busy until the end, when short files are left. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const groups = ['/test/third-party/', '/test/e2e/', '/test/unit/'];
    const group = ({ moduleId }: TestSpecification): number =>
      groups.findIndex((folder) => moduleId.includes(folder));
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => group(one) - group(other));
  }
}

/**
 * Node 20 waits three times as long as usual before it optimises a function: most code of a test runs too seldom to win back
 * that time. Later versions wait longer by themselves, and do not start with this option.
 */
const optimiseLater = process.versions.node.startsWith('20.') ? ['--interrupt-budget=400000'] : [];

export default defineConfig({
  // Vite would take graphql's index.mjs for our code while dependencies load its index.js: two GraphQLError classes.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    // Processes, not threads: sockets, signals and the environment of one file are not seen by another.
    pool: 'forks',
    // A worker that runs out of memory leaves a report, whose place it prints.
    // Room for young objects: with V8's 16 MB, a tenth of the work was to move them.
    // The heap triples before old objects are collected: that was another tenth.
    // Tests that measure memory collect the garbage themselves.
    execArgv: [
      '--expose-gc',
      '--report-on-fatalerror',
      `--report-directory=${tmpdir()}`,
      '--max-semi-space-size=64',
      '--heap-growing-percent=200',
      ...optimiseLater,
    ],
    setupFiles: ['test/support/guard-worker.ts', 'test/support/plain-stacks.ts'],
    // Tests that start programs and browsers wait for them: a third process has something to do meanwhile on two cores.
    maxWorkers: 3,
    // Tests of a file share servers, not an order. The seed is fixed, so that no run fails by chance: --sequence.seed tries another.
    sequence: { shuffle: { tests: true }, seed: 1, sequencer: LongestFirst },
    // Generous, for a machine that is busy with other things: no test waits for real seconds on purpose.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What a test waits for comes late on a busy machine: one second is not enough there.
    expect: { poll: { timeout: 30_000, interval: 10 } },
    // A test that is committed with `.only` must not hide the rest.
    allowOnly: false,
    include: ['test/**/*.test.ts'],
    // Files share a process and close what they open: loading the gateway for each of them anew takes longer than most tests.
    isolate: false,
  },
});
