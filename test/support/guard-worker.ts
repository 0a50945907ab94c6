import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { ftruncateSync, openSync, writeSync } from 'node:fs';
import { relative } from 'node:path';
import { beforeEach, expect } from 'vitest';

// When a worker ends, the results of its file are lost, and vitest reports only that it "exited unexpectedly". So a test can
// end neither its own worker nor another process that it did not start, and each worker records what it does for
// scripts/run-tests.mjs.

declare global {
  /** Ids of the processes that this worker has started. Its test files share them; each file loads this module anew. */
  var startedByTests: Set<number> | undefined;
  /** The open file with this worker's note: to open it for each of ten thousand tests would take seconds. */
  var noteFile: number | undefined;
}

const currentFile = (): string => relative(process.cwd(), expect.getState().testPath ?? '');

/** Vitest replaces it too, but restores the real one after the first file of a worker. */
process.exit = (code) => {
  throw new Error(`${currentFile()} called process.exit(${code ?? ''}), which would end the test process.`);
};

if (globalThis.startedByTests === undefined) {
  const started = new Set<number>();
  globalThis.startedByTests = started;
  subscribe('child_process', (message) => {
    const { process: child } = message as { process: ChildProcess };
    child.once('spawn', () => started.add(child.pid as number));
  });
  const kill = process.kill.bind(process);
  process.kill = (pid, signal) => {
    if (signal === 0 || started.has(Math.abs(pid))) return kill(pid, signal);
    throw new Error(
      `${currentFile()} called process.kill(${pid}) for a process that no test of this worker started.`,
    );
  };
}

const folder = process.env.TEST_NOTES;
if (folder !== undefined) {
  globalThis.noteFile ??= openSync(`${folder}/${process.pid}`, 'w');
  const file = globalThis.noteFile;
  // To add up the memory of a large process takes a millisecond: once for each file, not for each of ten thousand tests.
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const note = (what: string): void => {
    ftruncateSync(file);
    writeSync(file, `${what}; peak memory before this file ${peakMb} MB`, 0);
  };
  note(`last began to load ${currentFile()}`);
  beforeEach(({ task }) => note(`last began "${task.name}" of ${currentFile()}`));
}
