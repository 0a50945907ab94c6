import { beforeAll, expect, it } from 'vitest';
import { startGateway } from '../../bench/children.ts';
import { runSoak } from '../../bench/soak/run-soak.ts';
import { buildProgram, programFile } from '../support/programs/build-program.ts';

beforeAll(buildProgram);

// The long form is `npm run soak`.
it('some hundred requests with faults in Clio’s responses end as documented, and so does the process', async () => {
  const report = await runSoak({
    start: (baseUrl, settings) => startGateway(baseUrl, settings, programFile),
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
