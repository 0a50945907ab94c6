import { afterEach, describe, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startListeningGateway } from '../../support/start-listening-gateway.ts';

const maxResponseBytes = 65_536;
const running = forAllTests(() => startListeningGateway({ config: { maxResponseBytes, maxBatch: 10 } }));
afterEach(() => running.sandbox.resetCalls());

const copies = (field: string, count = 99): string =>
  Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ');
const rejected = (message: string) => ({
  errors: [
    {
      message: `${message} has more than 65536 bytes (MAX_RESPONSE_BYTES). Ask for fewer records or fields at once.`,
      extensions: { code: 'QUERY_TOO_COMPLEX' },
    },
  ],
});
const large = `{ matters(first: 50) { nodes { ${copies('description')} } } }`;

async function send(body: unknown, accept: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${running.url}/graphql`, {
    method: 'POST',
    headers: {
      accept,
      'content-type': 'application/json',
      authorization: `Bearer ${running.sandbox.tokens.owner}`,
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

describe('a response larger than MAX_RESPONSE_BYTES', () => {
  it.each([
    ['data', large],
    ['introspection', '{ __schema { types { name description } } }'],
  ])('is replaced by an error: %s', async (_what, query) => {
    const response = await running.ask(query);
    expect(response).toEqual({ status: 400, ...rejected('The response') });
    const { status, body } = await send({ query }, 'application/json');
    expect([status, body]).toEqual([200, rejected('The response')]);
  });

  it('is replaced by an error for GET too', async () => {
    const response = await fetch(`${running.url}/graphql?${new URLSearchParams({ query: large })}`, {
      headers: { authorization: `Bearer ${running.sandbox.tokens.owner}` },
    });
    expect(await response.json()).toEqual(rejected('The response'));
  });

  it('is measured in bytes, not characters', async () => {
    running.sandbox.fault({
      kind: 'status',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data: { id: 1, name: 'é'.repeat(40_000) } }),
    });
    expect(await running.ask('{ viewer { name } }')).toEqual({ status: 400, ...rejected('The response') });
    running.sandbox.clearFaults();
  });

  it('has an error that says that the mutation was executed', async () => {
    const query = `mutation { updateMatter(input: { id: 1, description: "${'x'.repeat(900)}" }) { matter { ${copies('description')} } } }`;
    expect(await running.ask(query)).toEqual({
      status: 400,
      ...rejected('The mutation was executed, but its response'),
    });
    expect(running.sandbox.calls.map(({ method }) => method)).toEqual(['PATCH']);
  });

  it('of a list of operations contains only those that fit', async () => {
    const one = { query: `{ matters(first: 10) { nodes { ${copies('description', 30)} } } }` };
    const { body } = await send(
      Array.from({ length: 10 }, () => one),
      'application/json',
    );
    const responses = body as { data?: unknown; errors?: unknown }[];
    expect(responses).toHaveLength(10);
    expect(responses.some(({ data }) => data !== undefined)).toBe(true);
    expect(responses.some(({ errors }) => errors !== undefined)).toBe(true);
    expect(JSON.stringify(responses).length).toBeLessThan(maxResponseBytes + 10_000);
  });
});

describe('records that refer to each other in a circle', () => {
  const tooLarge = { status: 400, errors: [{ message: expect.stringContaining('MAX_RESPONSE_BYTES') }] };

  it('take work in proportion to their number, not to that of their positions: lists', async () => {
    await using running = await startListeningGateway({ config: { maxResponseBytes: 1_000_000 } });
    const around = (levels: number): string =>
      `{ matters(first: 60) ${'{ nodes { responsibleAttorney { mattersAsResponsibleAttorney '.repeat(levels)} { nodes { id } } ${'} } }'.repeat(levels)} }`;
    expect((await running.ask(around(1))).errors).toBeUndefined();
    // One list of all matters, and one for each attorney.
    expect(running.sandbox.calls).toHaveLength(8);
    running.sandbox.resetCalls();
    expect(await running.ask(around(5))).toMatchObject(tooLarge);
    expect(running.sandbox.calls).toHaveLength(8);
  });

  it('take work in proportion to their number, not to that of their positions: records', async () => {
    await using running = await startListeningGateway({ config: { maxResponseBytes: 1_000_000 } });
    const fields = Array.from({ length: 12 }, (_, index) => index);
    await running.ask(
      `mutation { ${fields.map((index) => `f${index}: createCustomField(input: { name: "Friend ${index}", fieldType: CONTACT, parentType: CONTACT }) { userErrors { message } }`).join(' ')} }`,
    );
    const values = fields.map((index) => `{ by: { name: "Friend ${index}" }, value: { contactId: "1" } }`);
    const written = await running.ask(
      `mutation { setCustomFieldValues(input: { record: "Contact:1", values: [${values.join(' ')}] }) { userErrors { message } } }`,
    );
    expect(written).toMatchObject({ data: { setCustomFieldValues: { userErrors: [] } } });
    running.sandbox.resetCalls();
    const around = (levels: number): string =>
      `{ contact(id: "1") ${'{ customFieldValues { contact '.repeat(levels)} { id name company { name } } ${'} }'.repeat(levels)} }`;
    expect((await running.ask(around(2))).errors).toBeUndefined();
    expect(running.sandbox.calls).toHaveLength(2);
    running.sandbox.resetCalls();
    expect(await running.ask(around(8))).toMatchObject(tooLarge);
    expect(running.sandbox.calls).toHaveLength(2);
  });
});
