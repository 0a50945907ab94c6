import { beforeEach, describe, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startFleet } from '../../support/gateways/start-fleet.ts';
import { hasRedis, withRedis } from '../../support/servers/redis-server.ts';

describe.runIf(hasRedis)(withRedis('the cache that gateways share'), () => {
  let count = 0;
  let token: string;

  const fleet = forAllTests(() => startFleet());

  beforeEach(() => {
    count += 1;
    // A login without cached data.
    token = fleet.sandbox.addToken({ name: `cache-${count}` });
    fleet.calls();
  });

  const matters =
    '{ matters(first: 5) { nodes { displayNumber client { name emailAddresses { address } } } } }';

  it('serves at one gateway what another has loaded', async () => {
    const [a, b] = fleet.gateways;
    const first = await a.gql(matters, { token });
    expect(first.errors).toBeUndefined();
    expect(fleet.calls()).toHaveLength(2);
    const second = await b.gql(matters, { token, headers: { 'x-clio-explain': 'trace' } });
    expect(second.data).toEqual(first.data);
    expect(second.extensions?.clio).toMatchObject({
      cost: { actual: 0 },
      calls: [{ cached: true }, { cached: true }],
    });
    expect(fleet.calls()).toEqual([]);
  });

  it('serves nothing for another token, at any gateway', async () => {
    const [a, b] = fleet.gateways;
    const { restricted } = fleet.sandbox.tokens;
    const query = '{ contacts(first: 50) { nodes { name } } }';
    const all = await a.gql(query, { token });
    const some = await b.gql(query, { token: restricted });
    expect(some.data).not.toEqual(all.data);
    expect(fleet.calls()).toHaveLength(2);
  });

  it('shows what was written at one gateway in the next read at any', async () => {
    const [a, b] = fleet.gateways;
    const query = '{ contact(id: 5) { title } }';
    for (let round = 1; round <= 10; round += 1) {
      const title = `Title ${round}`;
      for (const gateway of [a, b]) await gateway.gql(query, { token });
      const [writer, reader] = round % 2 === 0 ? [a, b] : [b, a];
      const written = await writer.gql(
        'mutation ($title: String!) { updateContact(input: { id: 5, title: $title }) { userErrors { message } } }',
        { token, variables: { title } },
      );
      expect(written.data).toEqual({ updateContact: { userErrors: [] } });
      expect((await reader.gql(query, { token })).data).toEqual({ contact: { title } });
    }
  });

  it('invalidates at all gateways what a write may have changed, and nothing else', async () => {
    const [a, b] = fleet.gateways;
    const query = '{ contacts(first: 2) { nodes { name } } matters(first: 2) { nodes { displayNumber } } }';
    for (const gateway of [a, b]) await gateway.gql(query, { token });
    const { errors } = await a.gql(
      'mutation { updateTask(input: { id: 2, name: "Changed" }) { userErrors { message } } }',
      { token },
    );
    expect(errors).toBeUndefined();
    fleet.calls();
    await b.gql(query, { token });
    expect(fleet.calls()).toEqual([expect.stringContaining('/matters.json')]);
    await a.gql(query, { token });
    expect(fleet.calls()).toEqual([]);
  });

  it('keeps a response no longer than its lifetime, however often it is passed on', async () => {
    const [a, b] = fleet.gateways;
    const query = '{ taskTypes(first: 3) { nodes { name } } bills(first: 3) { nodes { number } } }';
    await a.gql(query, { token });
    expect(fleet.calls()).toHaveLength(2);
    const responses = [...(await fleet.redis.dump()).keys()].filter((key) => key.includes(':response:'));
    for (const key of responses) {
      const left = Number(await fleet.redis.command('PTTL', key));
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(60_000);
      await fleet.redis.command('PEXPIRE', key, '1');
    }
    await expect.poll(() => fleet.redis.command('EXISTS', ...responses)).toBe(0);
    await b.gql(query, { token });
    expect(fleet.calls()).toHaveLength(2);
  });

  it('is bypassed by a request for fresh data, which renews it for all', async () => {
    const [a, b] = fleet.gateways;
    const query = '{ contact(id: 6) { title } }';
    await a.gql(query, { token });
    const changed = await fetch(`${fleet.sandbox.baseUrl}/contacts/6.json`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${fleet.sandbox.tokens.owner}`, 'content-type': 'application/json' },
      body: JSON.stringify({ data: { title: 'Changed in Clio' } }),
    });
    expect(changed.status).toBe(200);
    fleet.calls();
    expect((await b.gql(query, { token })).data).not.toEqual({ contact: { title: 'Changed in Clio' } });
    expect(fleet.calls()).toEqual([]);
    const fresh = await b.gql(query, { token, headers: { 'cache-control': 'no-cache' } });
    expect(fresh.data).toEqual({ contact: { title: 'Changed in Clio' } });
    expect(fleet.calls()).toHaveLength(1);
  });

  it('is useless to somebody who has Redis but no token', async () => {
    const [a, b] = fleet.gateways;
    const query = '{ contacts(first: 20, filter: { query: "a" }) { nodes { name primaryEmailAddress } } }';
    const { data } = await a.gql(query, { token });
    await b.gql(
      'mutation { createContact(input: { type: PERSON, firstName: "Ottoline", lastName: "Quibble" }) @idempotent(key: "a-client-key") { contact { name } } }',
      { token },
    );
    const dump = await fleet.redis.dump();
    expect([...dump.keys()].some((key) => key.includes(':response:'))).toBe(true);
    expect([...dump.keys()].some((key) => key.includes(':outcome:'))).toBe(true);
    const names = (data as { contacts: { nodes: { name: string }[] } }).contacts.nodes.map(
      ({ name }) => name,
    );
    expect(names.length).toBeGreaterThan(3);
    const secrets = [
      token,
      'sandbox-',
      ...names,
      'Ottoline',
      'Quibble',
      'a-client-key',
      'contacts',
      'fields',
    ];
    // A plain search would not find a text in Base64.
    const encoded = secrets.map((text) =>
      Buffer.from(text).toString('base64').replace(/=+$/, '').slice(0, -1),
    );
    for (const [key, value] of dump) {
      for (const text of [...secrets, ...encoded]) {
        expect(key).not.toContain(text);
        expect(value).not.toContain(text);
      }
    }
  });

  it('does not trust what somebody else has put into Redis', async () => {
    const [a, b] = fleet.gateways;
    const queries = ['{ contact(id: 7) { name } }', '{ contact(id: 8) { name } }'];
    const first: unknown[] = [];
    for (const query of queries) first.push((await a.gql(query, { token })).data);
    const responses = [...(await fleet.redis.dump()).keys()].filter((key) => key.includes(':response:'));
    // Sealed values are swapped, and one is cut.
    const [last, ...others] = responses.reverse();
    for (const key of others) await fleet.redis.command('COPY', last!, key, 'REPLACE');
    await fleet.redis.command('SETRANGE', last!, '40', 'x');
    fleet.calls();
    for (const [index, query] of queries.entries())
      expect((await b.gql(query, { token })).data).toEqual(first[index]);
    expect(fleet.calls()).toHaveLength(2);
  });
});
