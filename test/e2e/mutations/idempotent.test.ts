import { afterEach, describe, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import {
  errorCodes,
  type GraphqlResponse,
  type RequestOptions,
  startGateway,
} from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';
import { writesOf } from '../../support/writes/input-writer.ts';

const sandbox = forAllTests(() => startSandbox());
const gateway = forAllTests(() => startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner }));
afterEach(() => {
  sandbox.clearFaults();
  sandbox.resetCalls();
});

let keys = 0;
const newKey = (): string => {
  keys += 1;
  return `key-${keys}`;
};

const createGroup = `mutation ($key: String!, $name: String!) {
  done: createGroup(input: { name: $name }) @idempotent(key: $key) { group { id name } userErrors { code field } }
}`;

const create = (key: string, name = 'G', options: RequestOptions = {}): Promise<GraphqlResponse> =>
  gateway.gql(createGroup, { variables: { key, name }, ...options });

/** The global id in the payload of the only mutation. */
const idOf = ({ data }: GraphqlResponse, record: string): string => {
  const [payload] = Object.values(data ?? {}) as Record<string, { id: string }>[];
  return payload?.[record]?.id ?? 'none';
};

describe('two mutations with the same key and the same input', () => {
  it('write once, and have the same response', async () => {
    const key = newKey();
    const count = sandbox.records('Group').size;
    const first = await create(key);
    sandbox.resetCalls();
    const second = await create(key);
    expect(first.errors).toBeUndefined();
    expect(second).toEqual(first);
    expect(sandbox.calls.map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
      expect.stringMatching(/^GET \/groups\/\d+\.json$/),
    ]);
    expect(sandbox.records('Group').size).toBe(count + 1);
  });

  it('may have different selections, including aliases and depth', async () => {
    const key = newKey();
    const task = (selection: string): Promise<GraphqlResponse> =>
      gateway.gql(
        `mutation ($key: String!) {
          createTask(input: { name: "N", description: "D", matterId: "4", assignee: { id: "1", type: USER } }) @idempotent(key: $key) {
            ${selection}
          }
        }`,
        { variables: { key } },
      );
    const first = await task('userErrors { code }');
    expect(first.data).toEqual({ createTask: { userErrors: [] } });
    const again = await task(
      'a: task { name } b: task { matter { client { name primaryEmailAddress } } } userErrors { code }',
    );
    const { client } = sandbox.records('Matter').get(4) as unknown as { client: { id: number } };
    const record = sandbox.records('Contact').get(client.id);
    expect(again.data).toEqual({
      createTask: {
        a: { name: 'N' },
        b: { matter: { client: { name: record?.name, primaryEmailAddress: record?.primary_email_address } } },
        userErrors: [],
      },
    });
    expect(writesOf(sandbox)).toHaveLength(1);
  });

  it('return the current record', async () => {
    const key = newKey();
    const first = await create(key, 'Before');
    const id = idOf(first, 'group');
    await gateway.gql(
      `mutation { updateGroup(input: { id: "${id}", name: "After" }) { userErrors { code } } }`,
    );
    expect((await create(key, 'Before')).data).toMatchObject({ done: { group: { id, name: 'After' } } });
  });

  it('return null for a record that was deleted since, and create nothing again', async () => {
    const key = newKey();
    const update =
      'mutation ($key: String!) { createTask(input: { name: "N", description: "D", assignee: { id: "1", type: USER } }) @idempotent(key: $key) { task { id } userErrors { code } } }';
    const first = await gateway.gql(update, { variables: { key } });
    const id = idOf(first, 'task');
    await gateway.gql(`mutation { deleteTask(input: { id: "${id}" }) { id } }`);
    sandbox.resetCalls();
    const again = await gateway.gql(update, { variables: { key } });
    expect(again).toEqual({ status: 200, data: { createTask: { task: null, userErrors: [] } } });
    expect(writesOf(sandbox)).toEqual([]);
  });

  it('may list their input fields in another order', async () => {
    const key = newKey();
    const document = `mutation ($key: String!, $input: UpdateGroupInput!) {
      updateGroup(input: $input) @idempotent(key: $key) { group { name } }
    }`;
    const one = await gateway.gql(document, { variables: { key, input: { id: '1', name: 'N' } } });
    const two = await gateway.gql(document, { variables: { key, input: { name: 'N', id: '1' } } });
    expect(two).toEqual(one);
    expect(one.errors).toBeUndefined();
    expect(writesOf(sandbox)).toHaveLength(1);
  });

  it('delete once', async () => {
    const key = newKey();
    const made = await gateway.gql(
      'mutation { createTask(input: { name: "N", description: "D", assignee: { id: "1", type: USER } }) { task { id } } }',
    );
    const id = idOf(made, 'task');
    sandbox.resetCalls();
    const document = `mutation { deleteTask(input: { id: "${id}" }) @idempotent(key: "${key}") { id userErrors { code } } }`;
    const responses = [await gateway.gql(document), await gateway.gql(document)];
    for (const response of responses) expect(response.data).toEqual({ deleteTask: { id, userErrors: [] } });
    expect(sandbox.calls).toHaveLength(1);
  });

  it('in one operation are one write', async () => {
    const response = await gateway.gql(
      `mutation ($key: String!) {
        a: createGroup(input: { name: "Twice" }) @idempotent(key: $key) { group { id } }
        b: createGroup(input: { name: "Twice" }) @idempotent(key: $key) { group { id } }
      }`,
      { variables: { key: newKey() } },
    );
    const { a, b } = response.data as Record<string, unknown>;
    expect(a).toEqual(b);
    expect(writesOf(sandbox)).toHaveLength(1);
  });

  it('may be in a fragment and may be repeated', async () => {
    const key = newKey();
    const document = `mutation { ...F createGroup(input: { name: "F" }) @idempotent(key: "${key}") { userErrors { code } } }
      fragment F on Mutation { createGroup(input: { name: "F" }) @idempotent(key: "${key}") { group { name } } }`;
    for (const response of [await gateway.gql(document), await gateway.gql(document)])
      expect(response.data).toEqual({ createGroup: { group: { name: 'F' }, userErrors: [] } });
    expect(writesOf(sandbox)).toHaveLength(1);
  });

  it('repeat the user errors of Clio', async () => {
    const key = newKey();
    const document = `mutation { updateTask(input: { id: "1", matterId: "999999" }) @idempotent(key: "${key}") {
      task { id } userErrors { code message field } } }`;
    const first = await gateway.gql(document);
    expect(first.data).toMatchObject({
      updateTask: { task: null, userErrors: [{ code: 'INVALID', field: ['input', 'matterId'] }] },
    });
    expect(await gateway.gql(document)).toEqual(first);
    expect(sandbox.calls).toHaveLength(1);
  });

  it('return the first record if Clio has no endpoint to read it again', async () => {
    const key = newKey();
    const token = sandbox.addToken({ name: 'untimed', userId: 9 });
    const document = `mutation { startTimer(input: { activityId: "1" }) @idempotent(key: "${key}") {
      timer { elapsedTime startTime } userErrors { code } } }`;
    const first = await gateway.gql(document, { token });
    expect(first.errors).toBeUndefined();
    expect(await gateway.gql(document, { token })).toEqual(first);
    expect(sandbox.calls).toHaveLength(1);
  });

  it('set custom fields once', async () => {
    const key = newKey();
    const set = (value: string): Promise<GraphqlResponse> =>
      gateway.gql(
        `mutation ($key: String!, $value: String!) {
          setCustomFieldValues(input: { record: "Matter:7", values: [{ by: { name: "Docket number" }, value: { text: $value } }] }) @idempotent(key: $key) {
            record { ... on Matter { id customFieldValue(by: { name: "Docket number" }) { value } } } userErrors { code }
          }
        }`,
        { variables: { key, value } },
      );
    const first = await set('CV-1');
    expect(first.data).toMatchObject({
      setCustomFieldValues: { record: { id: 'Matter:7' }, userErrors: [] },
    });
    expect(await set('CV-1')).toEqual(first);
    expect(writesOf(sandbox)).toHaveLength(1);
    expect(errorCodes(await set('CV-2'))).toEqual(['BAD_USER_INPUT']);
  });
});

describe('two simultaneous mutations with one key', () => {
  it('are one write, for which the second waits', async () => {
    const key = newKey();
    sandbox.fault({ kind: 'delay', delayMs: 40, match: '/groups', times: 1 });
    const responses = await Promise.all([create(key), create(key), create(key)]);
    const [first] = responses;
    for (const response of responses) expect(response).toEqual(first);
    expect(first?.errors).toBeUndefined();
    expect(writesOf(sandbox)).toHaveLength(1);
  });

  it('are two writes if the first has no effect', async () => {
    const key = newKey();
    sandbox.fault({ kind: 'delay', delayMs: 40, match: '/groups', times: 1 });
    sandbox.fault({ kind: 'status', status: 403, match: '/groups', times: 1 });
    const codes = (await Promise.all([create(key), create(key)])).map(errorCodes);
    expect(codes).toContainEqual(['FORBIDDEN']);
    expect(codes).toContainEqual(undefined);
    expect(writesOf(sandbox)).toHaveLength(2);
  });
});

describe('a key that was used before', () => {
  it.each<[string, string, object]>([
    ['with another input', createGroup, { name: 'Other' }],
    [
      'for another mutation',
      'mutation ($key: String!) { done: updateGroup(input: { id: "1", name: "G" }) @idempotent(key: $key) { group { id } } }',
      {},
    ],
  ])('is rejected %s, and nothing is written', async (_what, document, variables) => {
    const key = newKey();
    await create(key);
    sandbox.resetCalls();
    const response = await gateway.gql(document, { variables: { key, ...variables } });
    expect(response.data).toEqual({ done: null });
    expect(response.errors).toMatchObject([
      {
        path: ['done'],
        message: expect.stringContaining('Take a new key'),
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(sandbox.calls).toEqual([]);
  });

  it('is another key for another login', async () => {
    const key = newKey();
    await create(key, 'Mine');
    const other = await create(key, 'Theirs', { token: sandbox.tokens.noBilling });
    expect(other.data).toMatchObject({ done: { group: { name: 'Theirs' } } });
    expect(writesOf(sandbox)).toHaveLength(2);
  });

  it('has no effect without the directive', async () => {
    const document = 'mutation { createGroup(input: { name: "Plain" }) { group { id } } }';
    await gateway.gql(document);
    await gateway.gql(document);
    expect(writesOf(sandbox)).toHaveLength(2);
  });
});

describe('a write that failed', () => {
  it('is not sent again if its outcome is unknown: the error is the same', async () => {
    const key = newKey();
    sandbox.fault({ kind: 'status', status: 503, match: '/groups', times: 1 });
    const first = await create(key);
    const second = await create(key);
    expect(errorCodes(first)).toEqual(['UNKNOWN_OUTCOME']);
    expect(second).toEqual(first);
    expect(sandbox.calls).toHaveLength(1);
  });

  it('may be sent again if Clio did not allow it', async () => {
    const key = newKey();
    sandbox.fault({ kind: 'status', status: 403, match: '/groups', times: 1 });
    expect(errorCodes(await create(key))).toEqual(['FORBIDDEN']);
    expect((await create(key)).data).toMatchObject({ done: { group: { name: 'G' }, userErrors: [] } });
  });

  it('may be sent again, corrected, if its input was wrong', async () => {
    const key = newKey();
    const update = (id: string): Promise<GraphqlResponse> =>
      gateway.gql(
        `mutation ($key: String!, $id: ID!) { updateGroup(input: { id: $id, name: "G" }) @idempotent(key: $key) { group { id } } }`,
        { variables: { key, id } },
      );
    expect(errorCodes(await update('Contact:1'))).toEqual(['BAD_USER_INPUT']);
    expect((await update('Group:1')).data).toEqual({ updateGroup: { group: { id: 'Group:1' } } });
    const values = (field: string): Promise<GraphqlResponse> =>
      gateway.gql(
        `mutation ($key: String!, $field: String!) {
          setCustomFieldValues(input: { record: "Matter:9", values: [{ by: { name: $field }, value: { text: "x" } }] }) @idempotent(key: $key) { userErrors { code } }
        }`,
        { variables: { key: `${key}-values`, field } },
      );
    expect((await values('Nowhere')).data).toEqual({
      setCustomFieldValues: { userErrors: [{ code: 'NOT_FOUND' }] },
    });
    expect((await values('Docket number')).data).toEqual({ setCustomFieldValues: { userErrors: [] } });
  });
});

describe('a key', () => {
  it.each(['', 'x'.repeat(256)])('of 0 or 256 characters is rejected', async (key) => {
    expect(errorCodes(await create(key))).toEqual(['BAD_USER_INPUT']);
    expect(sandbox.calls).toEqual([]);
  });

  it('must be used for only one field', async () => {
    const response = await gateway.gql(`mutation {
      createGroup(input: { name: "G" }) @idempotent(key: "a") { group { id } }
      createGroup(input: { name: "G" }) @idempotent(key: "b") { userErrors { code } }
    }`);
    expect(errorCodes(response)).toEqual(['BAD_USER_INPUT']);
    expect(sandbox.calls).toEqual([]);
  });
});

describe('@idempotent', () => {
  it.each([
    ['a query', '{ viewer @idempotent(key: "a") { name } }'],
    [
      'a field below a mutation',
      'mutation { createGroup(input: { name: "G" }) { group @idempotent(key: "a") { id } } }',
    ],
    [
      'a fragment',
      'mutation { ... @idempotent(key: "a") { createGroup(input: { name: "G" }) { group { id } } } }',
    ],
    [
      'a mutation without a key',
      'mutation { createGroup(input: { name: "G" }) @idempotent { group { id } } }',
    ],
    [
      'a mutation twice',
      'mutation { createGroup(input: { name: "G" }) @idempotent(key: "a") @idempotent(key: "b") { group { id } } }',
    ],
  ])('on %s is invalid', async (_what, document) => {
    for (const response of [await gateway.gql(document), await gateway.gql(document)]) {
      expect(response.data ?? null).toBeNull();
      expect(errorCodes(response)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
      expect(response.errors?.[0]?.message).toContain('@idempotent');
    }
    expect(sandbox.calls).toEqual([]);
  });
});
