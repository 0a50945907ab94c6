import { describe, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { codesOf, startListeningGateway } from '../../support/start-listening-gateway.ts';

const running = forAllTests(() => startListeningGateway({}));

const depth = 200_000;
const array = `${'['.repeat(depth)}${']'.repeat(depth)}`;
const object = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('a value of Clio that is nested 200,000 deep', () => {
  it.each([
    ['text', '{ contact(id: 1) { name } }', 'contact.name', `{"id":1,"name":${array}}`],
    ['a number', '{ activity(id: 1) { quantity } }', 'activity.quantity', `{"id":1,"quantity":${object}}`],
    ['a day', '{ matter(id: 1) { openDate } }', 'matter.openDate', `{"id":1,"open_date":${array}}`],
    ['money', '{ bill(id: 1) { total } }', 'bill.total', `{"id":1,"total":${array}}`],
    [
      'JSON',
      '{ reportPresets(first: 1) { nodes { options } } }',
      'reportPresets.nodes.0.options',
      `[{"id":1,"options":${object}}]`,
    ],
  ])('is an error of its field: %s', async (_what, query, path, data) => {
    running.sandbox.fault({
      kind: 'status',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: `{"data":${data}}`,
      times: 1,
    });
    const response = await running.ask(query);
    expect({ codes: codesOf(response), message: response.errors?.[0]?.message }).toMatchObject({
      codes: [{ path, code: 'UPSTREAM_ERROR' }],
    });
    expect(response.errors?.[0]?.message).toMatch(/^Clio sent a value that the type \w+ cannot represent\./);
  });
});

describe('a filter that is too long for a request line', () => {
  it.each([
    [
      'text',
      'query ($value: String!) { contacts(filter: { query: $value }) { nodes { id } } }',
      'x'.repeat(20_000),
      'query',
    ],
    [
      'a list of 9,000 ids',
      'query ($value: [ID!]!) { contacts(filter: { ids: $value }) { nodes { id } } }',
      Array.from({ length: 9_000 }, (_, index) => String((index % 99) + 1)),
      'ids',
    ],
  ])('is rejected without a call: %s', async (_what, query, value, name) => {
    running.sandbox.resetCalls();
    const response = await running.ask(query, { variables: { value } });
    expect(codesOf(response)).toEqual([{ path: 'contacts', code: 'BAD_USER_INPUT' }]);
    expect(response.errors?.[0]?.message).toBe(
      `The request to Clio is too long. Shorten the filter or argument that becomes "${name}".`,
    );
    expect(running.sandbox.calls).toEqual([]);
  });
});
