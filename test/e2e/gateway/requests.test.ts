import { beforeEach, expect, it, vi } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { codesOf, startListeningGateway } from '../../support/start-listening-gateway.ts';

const running = forAllTests(() => startListeningGateway());
const patience = { timeout: 30_000 };

beforeEach(() => running.sandbox.resetCalls());

it('rejects a region if one address is configured', async () => {
  const response = await running.ask('{ viewer { name } }', { headers: { 'x-clio-region': 'eu' } });
  expect(response.status).toBe(400);
  expect(codesOf(response)).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  expect(response.errors?.[0]?.message).toContain('X-Clio-Region');
  expect(running.sandbox.calls).toEqual([]);
});

it('accepts queries with variables by GET', async () => {
  const url = new URL('/graphql', running.url);
  url.searchParams.set('query', 'query ($id: ID!) { user(id: $id) { clioId } }');
  url.searchParams.set('variables', JSON.stringify({ id: 'User:2' }));
  const response = await fetch(url, {
    headers: { accept: 'application/json', authorization: `Bearer ${running.sandbox.tokens.owner}` },
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ data: { user: { clioId: '2' } } });
});

it('rejects unknown fields without a call', async () => {
  const response = await running.ask('{ matters(first: 1) { nodes { displayNumbr } } }');
  expect(response.status).toBe(400);
  expect(response.errors?.[0]?.message).toContain('Did you mean "displayNumber"');
  expect(running.sandbox.calls).toEqual([]);
});

it('sends Clio the unchanged token and the API version', async () => {
  const { restricted } = running.sandbox.tokens;
  await running.ask('{ viewer { clioId } }', { token: restricted });
  expect(running.sandbox.calls).toMatchObject([
    { token: 'restricted', headers: { 'x-api-version': '4.0.13' } },
  ]);
});

it('cancels its calls when the client disconnects', async () => {
  running.sandbox.fault({ kind: 'delay', delayMs: 3_600_000, match: '/matters' });
  const client = new AbortController();
  const request = running.ask('{ matters(first: 1) { totalCount } }', { signal: client.signal });
  await vi.waitFor(() => expect(running.sandbox.calls).toHaveLength(1), patience);
  client.abort();
  await expect(request).rejects.toThrow(/aborted/);
  // The sandbox still delays its response: only a cancelled call leaves it with no other request in flight than this one.
  await vi.waitFor(async () => expect(await inFlight()).toBe(1), patience);
});

/** How many requests the sandbox has in flight, including this one. */
async function inFlight(): Promise<number | undefined> {
  await fetch(`${running.sandbox.baseUrl}/users/who_am_i.json`);
  return running.sandbox.calls.at(-1)?.inFlight;
}

it('serves many clients at the same time', async () => {
  const responses = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      running.ask('query ($id: ID!) { contact(id: $id) { clioId } }', {
        variables: { id: `Contact:${index + 1}` },
      }),
    ),
  );
  expect(responses.map(({ data }) => data?.contact)).toEqual(
    responses.map((_, index) => ({ clioId: String(index + 1) })),
  );
});

it.each([
  ['{ matters(filter: { createdAt: { gt: "nonsense" } }) { nodes { id } } }', 38],
  ['{ tasks(filter: { dueAt: { gte: "2026-02-30" } }) { nodes { id } } }', 33],
])('reports the position of an invalid value in the document: %s', async (query, column) => {
  const response = await running.ask(query);
  expect(response).toMatchObject({
    status: 400,
    errors: [{ locations: [{ line: 1, column }], extensions: { code: 'BAD_USER_INPUT' } }],
  });
  expect(running.sandbox.calls).toEqual([]);
});
