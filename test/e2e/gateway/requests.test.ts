import { beforeEach, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { codesOf, startListeningGateway } from '../../support/start-listening-gateway.ts';

const running = forAllTests(() => startListeningGateway());

beforeEach(() => running.sandbox.resetCalls());

it('rejects a region if one address is configured', async () => {
  const response = await running.ask('{ viewer { name } }', { headers: { 'x-clio-region': 'eu' } });
  expect(response.status).toBe(400);
  expect(codesOf(response)).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  expect(response.errors?.[0]?.message).toContain('X-Clio-Region');
  expect(running.sandbox.calls).toEqual([]);
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
