import { expect, it } from 'vitest';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import { ask } from '../../support/ask-sandbox.ts';

// Without options: a sandbox has data around the current day, and Clio's limit.

const DAY_MS = 86_400_000;
const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

it('has appointments in this week, and work of the last days', async () => {
  await using sandbox = await startSandbox();
  const now = Date.now();
  expect(sandbox.today).toBe(dayAt(now));
  const [from, to] = [dayAt(now - 3 * DAY_MS), dayAt(now + 4 * DAY_MS)];
  const week = `/calendar_entries.json?from=${from}T00:00:00Z&to=${to}T00:00:00Z`;
  expect((await ask(sandbox, week)).body.data.length).toBeGreaterThan(2);
  const work = await ask(sandbox, `/activities.json?start_date=${dayAt(now - 7 * DAY_MS)}&limit=200`);
  expect(work.body.data.length).toBeGreaterThan(5);
});

it('allows a token 50 calls a minute, as Clio does', async () => {
  await using sandbox = await startSandbox();
  const { headers } = await ask(sandbox, '/currencies.json');
  expect([headers['x-ratelimit-limit'], headers['x-ratelimit-remaining']]).toEqual(['50', '49']);
});

it('moves all days by the same number', async () => {
  await using one = await startSandbox({ today: '2026-03-16' });
  await using later = await startSandbox({ today: '2026-03-26' });
  const moved = (text: unknown): string => dayAt(Date.parse(String(text)) + 10 * DAY_MS);
  for (const [entity, field] of [
    ['Activity', 'date'],
    ['Bill', 'due_at'],
    ['Task', 'due_at'],
    ['Matter', 'open_date'],
  ] as const) {
    for (const [id, record] of one.records(entity)) {
      const held = record[field];
      const expected = typeof held === 'string' ? moved(held) : held;
      expect([entity, id, later.records(entity).get(id)?.[field]]).toEqual([entity, id, expected]);
    }
  }
});

it('says that the firm is invented', async () => {
  await using sandbox = await startSandbox();
  const { data } = (await ask(sandbox, '/users/who_am_i.json?fields=account{name}')).body;
  expect(data).toEqual({ account: { name: expect.stringContaining('sandbox: invented data') } });
});

it('is reset by a POST from this machine, but not by a web page', async () => {
  let now = Date.parse('2026-03-16T09:00:00Z');
  await using sandbox = await startSandbox({ clock: () => now, limit: 1000 });
  const created = await ask(sandbox, '/groups.json', { method: 'POST', body: { data: { name: 'New' } } });
  const path = `/groups/${created.body.data.id}.json`;
  now += 2 * DAY_MS;
  const page = { origin: 'https://page.example' };
  const rejected = await ask(sandbox, `${sandbox.url}/reset`, { method: 'POST', headers: page });
  expect([rejected.status, (await ask(sandbox, path)).status]).toEqual([403, 200]);
  expect((await ask(sandbox, `${sandbox.url}/reset`, { method: 'POST' })).status).toBe(204);
  expect((await ask(sandbox, path)).status).toBe(404);
  expect(sandbox.today).toBe('2026-03-18');
});
