import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

const file = 'test/unit/support/guard-worker.test.ts';

describe('a test', () => {
  it('cannot end its own process', () => {
    expect(() => process.exit(0)).toThrow(
      `${file} called process.exit(0), which would end the test process.`,
    );
  });

  it.each([process.ppid, -process.ppid, process.pid, 0])(
    'cannot signal process %d, which it did not start',
    (pid) => {
      expect(() => process.kill(pid, 'SIGTERM')).toThrow(`${file} called process.kill(${pid}) for a process`);
    },
  );

  it('can signal the process groups that it started', async () => {
    const child = spawn('sleep', ['60'], { detached: true });
    const exited = once(child, 'exit');
    await once(child, 'spawn');
    process.kill(-Number(child.pid), 'SIGKILL');
    expect(await exited).toEqual([null, 'SIGKILL']);
  });
});
