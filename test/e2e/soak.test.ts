import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGateway } from '../../bench/children.ts';
import { runSoak } from '../../bench/soak/run-soak.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
let home: string;
let program: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'soak-'));
  for (const folder of ['schema', 'node_modules', 'package.json'])
    await symlink(join(project, folder), join(home, folder));
  program = join(home, 'dist/cli/main.js');
  await promisify(execFile)(process.execPath, ['scripts/bundle-cli.mjs', program], { cwd: project });
});

afterAll(() => rm(home, { recursive: true }));

// The long form is `npm run soak`.
it('some hundred requests with faults among Clio’s answers end as documented, and so does the process', async () => {
  const report = await runSoak({
    start: (baseUrl, settings) => startGateway(baseUrl, settings, program),
    goesOn: (requests) => requests < 400,
    clients: 8,
    faults: 0.1,
    waits: false,
    seed: 7,
  });
  expect(report.violations).toEqual([]);
  expect(report.exitCode).toBe(0);
  expect(report.requests).toBeGreaterThanOrEqual(400);
  expect([...report.faults.values()].reduce((sum, times) => sum + times)).toBeGreaterThan(0);
}, 120_000);
