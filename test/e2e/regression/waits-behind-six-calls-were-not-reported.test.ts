import { expect, it } from 'vitest';
import type { ClioExtension } from '../../../src/index.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Six calls of a request are in flight at the same time. The time that the others waited for that was in no `waitMs`.
it('a call that waits for six others reports it', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  sandbox.fault({ kind: 'delay', delayMs: 20, match: '/tasks' });
  const { extensions } = await gateway.gql(
    '{ matters(first: 20) { nodes { tasks(first: 1) { nodes { name } } } } }',
    { headers: { 'x-clio-explain': 'trace' } },
  );
  const { calls = [], plan } = (extensions?.clio ?? {}) as ClioExtension;
  const tasks = calls.filter(({ path }) => path === '/tasks.json');
  expect(tasks).toHaveLength(20);
  expect(tasks.filter(({ waitMs }) => waitMs > 0).length).toBeGreaterThanOrEqual(14);
  // It waited before it was sent, and after there was a reason to send it.
  for (const { startMs, waitMs } of tasks) expect(startMs - waitMs).toBeGreaterThan(0);
  expect(plan?.[0]?.next[0]?.actual?.waitMs).toBe(Math.max(...tasks.map(({ waitMs }) => waitMs)));
});

it('a second attempt does not count it again', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  let arrived = 0;
  // The ninth of them: it has waited for one of the first six.
  sandbox.fault({
    kind: 'status',
    status: 503,
    match: ({ path }) => path.startsWith('/tasks') && ++arrived === 9,
  });
  const { extensions } = await gateway.gql(
    '{ matters(first: 12) { nodes { tasks(first: 1) { nodes { name } } } } }',
    { headers: { 'x-clio-explain': 'trace' } },
  );
  const { calls = [] } = (extensions?.clio ?? {}) as ClioExtension;
  const failed = calls.find(({ status }) => status === 503);
  const again = calls.find(({ query, status }) => query === failed?.query && status === 200);
  expect(failed?.waitMs).toBeGreaterThan(0);
  expect(again?.waitMs).toBe(0);
});
