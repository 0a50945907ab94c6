import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forAllTests } from '../support/for-all-tests.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/servers/redis-server.ts';
import { startGateway, type TestGateway } from '../support/start-gateway.ts';
import { startSandbox } from '../support/start-sandbox.ts';

/**
 * The responses for every login contain its mark, so that a value that reaches another login is found in any case: from the
 * cache of a process, from Redis, from a batch, a shared call or an error.
 */
const logins = 20;
const lanes = 40;

interface Login {
  readonly token: string;
  readonly mark: string;
  readonly restricted: boolean;
}

const queries = [
  '{ matters(first: 8) { nodes { displayNumber description client { name } responsibleAttorney { name } } } }',
  '{ contacts(first: 25) { nodes { name title } } }',
  '{ one: contact(id: 2) { name redacted } two: contact(id: 3) { name } again: contact(id: 2) { title } }',
  '{ nodes(ids: ["Contact:4", "Matter:1", "User:2"]) { id ... on Contact { name } ... on Matter { displayNumber } ... on User { name } } }',
  '{ users(first: 5) { nodes { name } } practiceAreas(first: 5) { nodes { name } } viewer { name } }',
  '{ bills(first: 4) { nodes { subject client { name } } } groups(first: 3) { nodes { name } } }',
  '{ tasks(first: 6) { nodes { name assignee { name } matter { displayNumber client { name } } } } }',
  '{ activities(first: 6) { nodes { note quantityInHours quantityRedacted user { name } } } }',
  '{ contact(id: 999999) { name } matter(id: 1) { displayNumber relatedContacts(first: 3) { nodes { name } } } }',
];

// With Redis, everything that gateways have without it works as well: 10,000 requests in all.
const setUps = [
  { title: 'with Redis', requests: 8_000 },
  { title: 'without Redis', requests: hasRedis ? 2_000 : 10_000 },
];

describe.each(hasRedis ? setUps : setUps.slice(1))('logins at two gateways $title', ({ title, requests }) => {
  let redis: RedisServer | undefined;
  let gateways: TestGateway[];
  let alone: TestGateway;
  let all: Login[];

  const login = (name: string, index: number): Login => {
    const mark = `<${name}>`;
    const restricted = index % 2 === 1;
    const token = sandbox.addToken({
      name,
      mark,
      userId: (index % 3) + 1,
      restricted,
      without: index % 5 === 0 ? ['billing'] : [],
    });
    return { token, mark, restricted };
  };

  const sandbox = forAllTests(() => startSandbox());
  beforeAll(async () => {
    redis = title === 'with Redis' ? await startRedis() : undefined;
    const config = {
      cacheTtlMs: 60_000,
      maxWaitingCalls: 1_000_000,
      // A busy machine is not a fault of the gateway.
      upstreamTimeoutMs: 600_000,
      requestDeadlineMs: 600_000,
      redisUrl: redis?.url ?? null,
      redisTimeoutMs: 5000,
    };
    const { baseUrl } = sandbox;
    gateways = [
      await startGateway({ baseUrl, token: null, config }),
      await startGateway({ baseUrl, token: null, config }),
    ];
    alone = await startGateway({ baseUrl, token: null });
    all = Array.from({ length: logins }, (_, index) => login(`login-${index}`, index));
  });

  afterAll(async () => {
    for (const gateway of [...gateways, alone]) await gateway[Symbol.asyncDispose]();
    await redis?.[Symbol.asyncDispose]();
  });

  /** Marks of other logins in a response. */
  const foreign = (text: string, { mark }: Login): string[] =>
    (text.match(/<login-[\w-]+>/g) ?? []).filter((found) => found !== mark);

  /** The text of a response: parsing and printing thousands of them as JSON would take longer than the requests. */
  const ask = async (
    gateway: TestGateway,
    query: string,
    { token }: Login,
    headers = {},
  ): Promise<string> => {
    const response = await gateway.fetch(
      new Request('http://localhost/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          authorization: `Bearer ${token}`,
          ...headers,
        },
        body: JSON.stringify({ query }),
      }),
    );
    return response.text();
  };

  it(`get nothing of each other in ${requests} mixed requests`, { timeout: 600_000 }, async () => {
    const expected = new Map<string, string>();
    let marks = 0;
    for (const one of all) {
      for (const query of queries) {
        const response = await ask(alone, query, one);
        expect(foreign(response, one)).toEqual([]);
        marks += response.split(one.mark).length - 1;
        expected.set(one.token + query, response);
      }
    }
    // The marks are where they should be, and restricted logins get something else.
    expect(marks).toBeGreaterThan(logins * queries.length * 3);
    const [owner, restricted] = all as [Login, Login];
    const unmarked = ({ token, mark }: Login): string =>
      queries.map((query) => expected.get(token + query)?.replaceAll(mark, '')).join();
    expect(unmarked(owner)).not.toBe(unmarked(restricted));

    const wrong: unknown[] = [];
    let asked = 0;
    let written = 0;
    await Promise.all(
      Array.from({ length: lanes }, async () => {
        while (asked < requests) {
          const turn = asked;
          asked += 1;
          // Equal queries of all logins at nearly the same time, at both gateways.
          const one = all[(turn * 7) % logins] as Login;
          const query = queries[Math.floor(turn / logins) % queries.length] as string;
          const gateway = gateways[(turn * 13 + Math.floor(turn / 5)) % 2] as TestGateway;
          const headers = turn % 11 === 0 ? { 'cache-control': 'no-cache' } : {};
          if (turn % 97 === 0) {
            written += 1;
            const response = await ask(
              gateway,
              'mutation { updateMatter(input: { id: 40, description: "As it was" }) { matter { description } userErrors { message } } }',
              one,
            );
            if (foreign(response, one).length > 0) wrong.push({ turn, response });
          }
          // An equal response contains no foreign mark.
          const response = await ask(gateway, query, one, headers);
          if (response !== expected.get(one.token + query))
            wrong.push({ turn, mark: one.mark, query, response });
          if (turn % 10 === 0) await setImmediate();
        }
      }),
    );
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(written).toBeGreaterThan(requests / 100);
  });

  it('continue with a new token, and the old one gets nothing any more', async () => {
    const [a, b] = gateways as [TestGateway, TestGateway];
    const query = queries[1] as string;
    const old = login('login-old', 0);
    for (const gateway of [a, b]) expect((await gateway.gql(query, old)).errors).toBeUndefined();
    const fresh = login('login-new', 0);
    sandbox.addToken({ name: 'login-old', mark: old.mark, expired: true });
    const response = await a.gql(query, fresh);
    expect(foreign(JSON.stringify(response), fresh)).toEqual([]);
    expect(response.errors).toBeUndefined();
    // The next call to Clio shows that the old token is no longer accepted.
    const rejected = await a.gql('{ taskTypes(first: 1) { nodes { name } } }', old);
    expect(rejected.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    const called = redis ? [a, b] : [a];
    for (const gateway of called) {
      const { data, errors } = await gateway.gql(query, old);
      expect([data, errors?.[0]?.extensions?.code]).toEqual([undefined, 'UNAUTHENTICATED']);
    }
  });
});
