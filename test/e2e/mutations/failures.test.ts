import { afterEach, describe, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import {
  type GraphqlResponse,
  type RequestOptions,
  startGateway,
  type TestGateway,
} from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';
import { writesOf } from '../../support/writes/input-writer.ts';

const sandbox = forAllTests(() => startSandbox());
const gateway = forAllTests(() => startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner }));
afterEach(async () => {
  sandbox.clearFaults();
  // One successful call: the failures of several consecutive tests would open the circuit breaker.
  await gateway.gql('{ viewer { name } }');
  sandbox.resetCalls();
});

/** A gateway for one test: after several failures a gateway stops calling Clio for a while. */
const ownGateway = (): Promise<TestGateway> =>
  startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });

const run = (
  mutation: string,
  input: unknown,
  options: RequestOptions = {},
  through: TestGateway = gateway,
): Promise<GraphqlResponse> => {
  const isDeletion = mutation.startsWith('delete');
  const type = isDeletion ? 'DeleteInput!' : `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
  const record = /^(create|update)/.test(mutation) ? `record: ${lower(mutation)} { id }` : 'id';
  return through.gql(
    `mutation ($input: ${type}) { done: ${mutation}(input: $input) { ${record} userErrors { code message field } } }`,
    { variables: { input }, ...options },
  );
};
const lower = (mutation: string): string => {
  const type = mutation.replace(/^(create|update|delete)/, '');
  return `${type[0]?.toLowerCase()}${type.slice(1)}`;
};
const createGroup = (options?: RequestOptions, through?: TestGateway): Promise<GraphqlResponse> =>
  run('createGroup', { name: 'G' }, options, through);

const task = { name: 'N', description: 'D', assignee: { id: '1', type: 'USER' } };
const locked = (): string => {
  const found = [...sandbox.records('Document').values()].find((one) => one.locked === true);
  return `Document:${found?.id}`;
};

describe('a user error is returned for', () => {
  it.each<[string, string, () => unknown, object[]]>([
    [
      'a value, by its path in the input',
      'createTask',
      () => ({ ...task, matterId: '999999' }),
      [{ code: 'INVALID', message: 'could not be found', field: ['input', 'matterId'] }],
    ],
    [
      'several values, some of them nested',
      'createContact',
      () => ({
        type: 'COMPANY',
        companyId: '999999',
        relationships: undefined,
        emailAddresses: Array(21).fill({ address: 'a@example.com' }),
      }),
      [
        { code: 'INVALID', message: 'could not be found', field: ['input', 'companyId'] },
        { code: 'INVALID', message: 'cannot be more than 20', field: ['input', 'emailAddresses'] },
        { code: 'REQUIRED', message: "can't be blank", field: ['input', 'name'] },
      ],
    ],
    [
      'a row of a list',
      'updateContact',
      () => ({
        id: 'Contact:4',
        emailAddresses: [{ address: 'ok@example.com' }, { id: '999999', address: 'x' }],
      }),
      [{ code: 'INVALID', message: 'could not be found', field: ['input', 'emailAddresses', '1', 'id'] }],
    ],
    [
      'a person',
      'createTask',
      () => ({ ...task, assignee: { id: 'Contact:999999', type: 'CONTACT' } }),
      [{ code: 'INVALID', message: 'could not be found', field: ['input', 'assignee', 'id'] }],
    ],
    [
      'the input as a whole',
      'createActivity',
      () => ({ type: 'TIME_ENTRY', date: '2026-04-01', startTimer: true }),
      [{ code: 'INVALID', message: 'You already have a running timer.', field: null }],
    ],
    [
      'an unknown record',
      'updateTask',
      () => ({ id: 'Task:999999' }),
      [{ code: 'NOT_FOUND', message: expect.any(String), field: null }],
    ],
    [
      'the deletion of an unknown record',
      'deleteTask',
      () => ({ id: '999999' }),
      [{ code: 'NOT_FOUND', message: expect.any(String), field: null }],
    ],
    [
      'a conflict',
      'deleteDocument',
      () => ({ id: locked() }),
      [{ code: 'CONFLICT', message: expect.any(String), field: null }],
    ],
    [
      'a root folder',
      'deleteFolder',
      () => ({ id: 'Folder:1' }),
      [{ code: 'INVALID', message: 'A root folder cannot be deleted.', field: null }],
    ],
    [
      'a stale etag',
      'updateTask',
      () => ({ id: 'Task:1', ifMatch: '"old"' }),
      [{ code: 'STALE', message: expect.stringContaining('Read it again'), field: ['input', 'ifMatch'] }],
    ],
  ])('%s', async (_name, mutation, input, userErrors) => {
    const response = await run(mutation, input());
    expect(response.errors).toBeUndefined();
    const { userErrors: said, ...rest } = (response.data as { done: { userErrors: object[] } }).done;
    expect(said).toHaveLength(userErrors.length);
    expect(said).toEqual(expect.arrayContaining(userErrors));
    expect(Object.values(rest)).toEqual([null]);
    expect(writesOf(sandbox)).toHaveLength(1);
  });

  it('a value that was not stored, with verify', async () => {
    const line = [...sandbox.records('LineItem').values()].find((one) => one.type === 'ActivityLineItem');
    const response = await run('updateLineItem', {
      id: String(line?.id),
      quantity: 77,
      note: 'Taken',
      verify: true,
    });
    expect(response.data?.done).toEqual({
      record: { id: `LineItem:${line?.id}` },
      userErrors: [{ code: 'NOT_APPLIED', message: expect.any(String), field: ['input', 'quantity'] }],
    });
  });
});

describe('a failure that does not concern the input is an error of the field:', () => {
  it('FORBIDDEN', async () => {
    const response = await run(
      'updateBill',
      { id: 'Bill:1', memo: 'x' },
      { token: sandbox.tokens.noBilling },
    );
    expect(response.data).toEqual({ done: null });
    expect(response.errors).toMatchObject([
      { path: ['done'], extensions: { code: 'FORBIDDEN', clio: { status: 403, type: 'ForbiddenError' } } },
    ]);
  });

  it('UNAUTHENTICATED, for the whole request', async () => {
    const response = await createGroup({ token: sandbox.tokens.expired });
    expect(response.status).toBe(401);
    expect(response.data ?? null).toBeNull();
    expect(response.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('RATE_LIMITED, with the seconds to wait, and nothing is written', async () => {
    await using small = await startSandbox({ limit: 1, clock: () => 0 });
    await using own = await startGateway({ baseUrl: small.baseUrl, token: small.tokens.owner });
    const write = (): Promise<GraphqlResponse> =>
      own.gql('mutation { createGroup(input: { name: "G" }) { group { id } userErrors { code } } }');
    const count = small.records('Group').size;
    expect((await write()).errors).toBeUndefined();
    const response = await write();
    expect(response.status).toBe(429);
    expect(response.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfter: 60 } }]);
    expect(small.records('Group').size).toBe(count + 1);
  });

  it('UPSTREAM_UNAVAILABLE if nothing was sent', async () => {
    await using gone = await startSandbox();
    await gone.close();
    await using own = await startGateway({ baseUrl: gone.baseUrl, token: 'any' });
    const response = await own.gql('mutation { deleteTask(input: { id: "1" }) { id } }');
    expect(response.errors).toMatchObject([
      { path: ['deleteTask'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } },
    ]);
  });
});

describe('a failed write that Clio may have executed', () => {
  const writes: readonly (readonly [mutation: string, input: object, path: string])[] = [
    ['createGroup', { name: 'G' }, '/groups'],
    ['updateGroup', { id: '1', name: 'G' }, '/groups/1'],
    ['deleteTask', { id: '1' }, '/tasks/1'],
  ];
  it.each([500, 502, 503, 504])(
    'with status %i is UNKNOWN_OUTCOME, which says how to find out, after exactly one call',
    async (status) => {
      await using own = await ownGateway();
      for (const [mutation, input, match] of writes) {
        sandbox.fault({ kind: 'status', status, match, times: 1 });
        sandbox.resetCalls();
        const response = await run(mutation, input, {}, own);
        expect(response.data).toEqual({ done: null });
        expect(response.errors).toMatchObject([
          {
            path: ['done'],
            message: expect.stringContaining(
              'Read the record, or list the newest ones, before sending it again',
            ),
            extensions: { code: 'UNKNOWN_OUTCOME', clio: { status } },
          },
        ]);
        expect(sandbox.calls).toHaveLength(1);
      }
    },
  );

  it('without a response in time is UNKNOWN_OUTCOME, after exactly one call', async () => {
    await using hasty = await startGateway({
      baseUrl: sandbox.baseUrl,
      token: sandbox.tokens.owner,
      config: { upstreamTimeoutMs: 100 },
    });
    sandbox.fault({ kind: 'delay', delayMs: 60_000, match: '/groups' });
    const response = await hasty.gql('mutation { createGroup(input: { name: "G" }) { group { id } } }');
    expect(response.errors).toMatchObject([
      { path: ['createGroup'], extensions: { code: 'UNKNOWN_OUTCOME' } },
    ]);
    expect(sandbox.calls).toHaveLength(1);
  });
});

describe('a connection that closes after the write was sent', () => {
  it.each(['drop-before', 'drop-mid-body'] as const)(
    '(%s) is UNKNOWN_OUTCOME, after exactly one call',
    async (kind) => {
      await using own = await ownGateway();
      sandbox.fault({ kind, match: '/groups' });
      const response = await createGroup({}, own);
      expect(response.data).toEqual({ done: null });
      expect(response.errors).toMatchObject([{ path: ['done'], extensions: { code: 'UNKNOWN_OUTCOME' } }]);
      expect(writesOf(sandbox)).toHaveLength(1);
    },
  );

  it('invalidates the cache, because the write may have been executed', async () => {
    await using cached = await startGateway({
      baseUrl: sandbox.baseUrl,
      token: sandbox.tokens.owner,
      config: { cacheTtlMs: 600_000 },
    });
    const read = async (): Promise<unknown> => (await cached.gql('{ group(id: "1") { name } }')).data;
    const before = await read();
    sandbox.fault({ kind: 'drop-mid-body', times: 1, match: (call) => call.method === 'PATCH' });
    const response = await cached.gql(
      'mutation { updateGroup(input: { id: "1", name: "Written all the same" }) { userErrors { code } } }',
    );
    expect(response.errors).toMatchObject([{ extensions: { code: 'UNKNOWN_OUTCOME' } }]);
    expect(before).not.toEqual({ group: { name: 'Written all the same' } });
    expect(await read()).toEqual({ group: { name: 'Written all the same' } });
  });
});

describe('several mutations in one operation', () => {
  const all = `mutation {
    first: createGroup(input: { name: "First" }) { group { name } userErrors { code } }
    second: updateGroup(input: { id: "999999", name: "Nobody" }) { group { name } userErrors { code } }
    third: createTask(input: { name: "N", description: "D", assignee: { id: "Contact:1", type: USER } }) { task { id } }
    fourth: updateBill(input: { id: "1", memo: "x" }) { bill { id } }
    fifth: createGroup(input: { name: "Fifth" }) { group { name } userErrors { code } }
  }`;

  it('run in their order, and a failure hides none of the others', async () => {
    const token = sandbox.tokens.noBilling;
    const response = await gateway.gql(all, { token });
    expect(response.data).toEqual({
      first: { group: { name: 'First' }, userErrors: [] },
      second: { group: null, userErrors: [{ code: 'NOT_FOUND' }] },
      third: null,
      fourth: null,
      fifth: { group: { name: 'Fifth' }, userErrors: [] },
    });
    expect(response.errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
      [['third'], 'BAD_USER_INPUT'],
      [['fourth'], 'FORBIDDEN'],
    ]);
    expect(writesOf(sandbox).map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
      'POST /groups.json',
      'PATCH /groups/999999.json',
      'PATCH /bills/1.json',
      'POST /groups.json',
    ]);
    // One after the other: none was in flight while the next was sent.
    expect(sandbox.calls.every(({ inFlight }) => inFlight === 1)).toBe(true);
  });

  it('see what those before them wrote', async () => {
    const response = await gateway.gql(`mutation {
      one: updateContact(input: { id: "Contact:8", name: "Renamed Ltd" }) { contact { title } }
      two: updateContact(input: { id: "Contact:8", title: "Client" }) { contact { name title } }
    }`);
    expect(response.data).toEqual({
      one: { contact: { title: null } },
      two: { contact: { name: 'Renamed Ltd', title: 'Client' } },
    });
  });
});

describe("the payload's record", () => {
  it('has its own fields from the write, and deeper fields from calls after it', async () => {
    const response = await gateway.gql(`mutation {
      createTask(input: { name: "Deep", description: "D", matterId: "4", assignee: { id: "1", type: USER } }) {
        task { name matter { displayNumber client { name primaryEmailAddress } } assignee { node { ... on User { email } } } }
        userErrors { code }
      }
    }`);
    expect(response.errors).toBeUndefined();
    const matter = sandbox.records('Matter').get(4);
    const { client: ref } = matter as unknown as { client: { id: number } };
    const client = sandbox.records('Contact').get(ref.id);
    expect(response.data).toEqual({
      createTask: {
        task: {
          name: 'Deep',
          matter: {
            displayNumber: matter?.display_number,
            client: { name: client?.name, primaryEmailAddress: client?.primary_email_address },
          },
          assignee: { node: { email: sandbox.records('User').get(1)?.email } },
        },
        userErrors: [],
      },
    });
    const [write, ...reads] = sandbox.calls;
    expect(write?.path).toBe('/tasks.json?fields=id,assignee{id,type},matter{id,client,display_number},name');
    expect(reads.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  it('is returned although something below it failed', async () => {
    sandbox.fault({ kind: 'status', status: 500, match: '/contacts' });
    const response = await gateway.gql(`mutation {
      updateMatter(input: { id: "4", location: "Attic" }) {
        matter { location client { company { name } } }
        userErrors { code }
      }
    }`);
    expect(response.data).toMatchObject({ updateMatter: { matter: { location: 'Attic' }, userErrors: [] } });
    expect(sandbox.records('Matter').get(4)?.location).toBe('Attic');
    for (const { path } of response.errors ?? [])
      expect(path?.slice(0, 3)).toEqual(['updateMatter', 'matter', 'client']);
  });
});
