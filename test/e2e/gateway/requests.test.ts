import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { codesOf, startListeningGateway } from '../../support/start-listening-gateway.ts';

/** For what takes a moment on a free machine and longer on a busy one. */
const patience = { timeout: 30_000 };

const running = forAllTests(() => startListeningGateway());

afterEach(() => running.sandbox.clearFaults());
beforeEach(() => running.sandbox.resetCalls());

it('refuses a region where one address is set', async () => {
  const answer = await running.ask('{ viewer { name } }', { headers: { 'x-clio-region': 'eu' } });
  expect(answer.status).toBe(400);
  expect(codesOf(answer)).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  expect(answer.errors?.[0]?.message).toContain('X-Clio-Region');
  expect(running.sandbox.calls).toEqual([]);
});

it('answers queries by GET, with variables', async () => {
  const url = new URL('/graphql', running.url);
  url.searchParams.set('query', 'query ($id: ID!) { user(id: $id) { clioId } }');
  url.searchParams.set('variables', JSON.stringify({ id: 'User:2' }));
  const response = await fetch(url, {
    headers: { accept: 'application/json', authorization: `Bearer ${running.sandbox.tokens.owner}` },
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ data: { user: { clioId: '2' } } });
});

it('refuses what the schema does not have, and calls nothing', async () => {
  const answer = await running.ask('{ matters(first: 1) { nodes { displayNumbr } } }');
  expect(answer.status).toBe(400);
  expect(answer.errors?.[0]?.message).toContain('Did you mean "displayNumber"');
  expect(running.sandbox.calls).toEqual([]);
});

it('sends the token to Clio as it came, and the API version', async () => {
  const { restricted } = running.sandbox.tokens;
  await running.ask('{ viewer { clioId } }', { token: restricted });
  expect(running.sandbox.calls).toMatchObject([
    { token: 'restricted', headers: { 'x-api-version': '4.0.13' } },
  ]);
});

it('cancels its calls when the client goes away', async () => {
  running.sandbox.fault({ kind: 'delay', delayMs: 3_600_000, match: '/matters' });
  const client = new AbortController();
  const asking = running.ask('{ matters(first: 1) { totalCount } }', { signal: client.signal });
  await vi.waitFor(() => expect(running.sandbox.calls).toHaveLength(1), patience);
  client.abort();
  await expect(asking).rejects.toThrow(/aborted/);
  // The sandbox still holds its response back: only a cancelled call leaves it with nothing but the question itself.
  await vi.waitFor(async () => expect(await inFlight()).toBe(1), patience);
});

/** How many requests the sandbox is answering while it answers this one. */
async function inFlight(): Promise<number | undefined> {
  await fetch(`${running.sandbox.baseUrl}/users/who_am_i.json`);
  return running.sandbox.calls.at(-1)?.inFlight;
}

it('answers many clients at once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      running.ask('query ($id: ID!) { contact(id: $id) { clioId } }', {
        variables: { id: `Contact:${index + 1}` },
      }),
    ),
  );
  expect(answers.map(({ data }) => data?.contact)).toEqual(
    answers.map((_, index) => ({ clioId: String(index + 1) })),
  );
});

it.each([
  ['{ matters(filter: { createdAt: { gt: "nonsense" } }) { nodes { id } } }', 38],
  ['{ tasks(filter: { dueAt: { gte: "2026-02-30" } }) { nodes { id } } }', 33],
])('shows where a wrong value stands in the document: %s', async (query, column) => {
  const answer = await running.ask(query);
  expect(answer).toMatchObject({
    status: 400,
    errors: [{ locations: [{ line: 1, column }], extensions: { code: 'BAD_USER_INPUT' } }],
  });
  expect(running.sandbox.calls).toEqual([]);
});
