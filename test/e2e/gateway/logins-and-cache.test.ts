import { beforeEach, describe, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { codesOf, startListeningGateway } from '../../support/start-listening-gateway.ts';

const running = forAllTests(() => startListeningGateway({ config: { cacheTtlMs: 60_000 } }));

beforeEach(() => running.sandbox.resetCalls());

const clients = '{ matters(first: 40) { nodes { client { clioId name redacted } } } }';

describe('a request without a usable token', () => {
  it('gets an error that says what to send, without a call to Clio', async () => {
    const response = await running.ask(clients, { token: null });
    expect(response.status).toBe(401);
    expect(codesOf(response)).toEqual([{ path: '', code: 'UNAUTHENTICATED' }]);
    expect(response.errors?.[0]?.message).toContain('Authorization: Bearer');
    expect(running.sandbox.calls).toEqual([]);
  });

  it('gets an error that says to sign in again if Clio no longer accepts the token', async () => {
    const response = await running.ask(clients, { token: running.sandbox.tokens.expired });
    expect(response.status).toBe(401);
    expect(codesOf(response)).toEqual([{ path: '', code: 'UNAUTHENTICATED' }]);
    expect(response.errors?.[0]?.message).toContain('Sign in to Clio again');
  });

  it('does not get the cached data of others', async () => {
    await running.ask(clients);
    running.sandbox.resetCalls();
    expect((await running.ask(clients, { token: running.sandbox.tokens.expired })).status).toBe(401);
    expect(running.sandbox.calls).toHaveLength(1);
  });
});

it('returns FORBIDDEN at the field that needs a permission, and all other fields', async () => {
  const response = await running.ask('{ bills(first: 1) { totalCount } viewer { clioId } }', {
    token: running.sandbox.tokens.noBilling,
  });
  expect(response.status).toBe(200);
  expect(response.data).toEqual({ bills: null, viewer: { clioId: '3' } });
  expect(codesOf(response)).toEqual([{ path: 'bills', code: 'FORBIDDEN' }]);
});

describe('two logins with the cache', () => {
  it('get what each of them may see', async () => {
    const { owner, restricted } = running.sandbox.tokens;
    const own = {
      owner: await running.ask(clients),
      restricted: await running.ask(clients, { token: restricted }),
    };
    expect(JSON.stringify(own.owner)).not.toContain('"redacted":true');
    expect(JSON.stringify(own.restricted)).toContain('"redacted":true');
    expect(own.restricted).not.toEqual(own.owner);
    const queries = [clients, '{ viewer { name } }', '{ contact(id: 2) { name } }'];
    const alone = new Map<string, unknown>();
    for (const token of [owner, restricted])
      for (const query of queries) alone.set(token + query, await running.ask(query, { token }));
    const tokens = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? owner : restricted));
    const responses = await Promise.all(
      tokens.flatMap((token) =>
        queries.map(async (query) => [token + query, await running.ask(query, { token })] as const),
      ),
    );
    for (const [key, response] of responses) expect(response).toEqual(alone.get(key));
  });

  it('do not get what the other has loaded', async () => {
    const { restricted } = running.sandbox.tokens;
    const query = '{ contact(id: 2) { name } }';
    expect((await running.ask(query)).data?.contact).toEqual({ name: expect.any(String) });
    expect((await running.ask(query, { token: restricted })).data?.contact).toBeNull();
    expect((await running.ask(query)).data?.contact).toEqual({ name: expect.any(String) });
  });
});

describe('the cache', () => {
  it('serves a repeated query without a call', async () => {
    const token = running.sandbox.addToken({ name: 'cache-same' });
    const first = await running.ask(clients, { token });
    running.sandbox.resetCalls();
    expect(await running.ask(clients, { token })).toEqual(first);
    expect(running.sandbox.calls).toEqual([]);
  });

  it('serves a record by its id that came in a list', async () => {
    const token = running.sandbox.addToken({ name: 'cache-list' });
    await running.ask('{ contacts(first: 5) { nodes { name type addresses { city province } } } }', {
      token,
    });
    running.sandbox.resetCalls();
    const { data } = await running.ask('{ contact(id: "Contact:1") { name addresses { city } } }', { token });
    expect(data?.contact).toEqual({ name: expect.any(String), addresses: [{ city: expect.any(String) }] });
    expect(running.sandbox.calls).toEqual([]);
  });

  it('loads what it does not have', async () => {
    const token = running.sandbox.addToken({ name: 'cache-more' });
    await running.ask('{ contact(id: 1) { name } }', { token });
    running.sandbox.resetCalls();
    const { data } = await running.ask('{ contact(id: 1) { name title } }', { token });
    expect(data?.contact).toEqual({ name: expect.any(String), title: expect.any(String) });
    expect(running.sandbox.calls).toHaveLength(1);
  });

  it('keeps no failure', async () => {
    const token = running.sandbox.addToken({ name: 'cache-failure' });
    running.sandbox.fault({ kind: 'status', status: 500, match: '/groups', times: 1 });
    const query = '{ groups { totalCount } }';
    expect(codesOf(await running.ask(query, { token }))).toEqual([
      { path: 'groups', code: 'UPSTREAM_ERROR' },
    ]);
    expect((await running.ask(query, { token })).data).toEqual({ groups: { totalCount: 10 } });
  });
});
