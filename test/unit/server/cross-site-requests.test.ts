import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { type LogLine, startSmallServer } from '../../support/gateways/start-small-server.ts';

const mutation = 'mutation { touch }';
const asJson = { 'content-type': 'application/json' };

describe('what a page of another site can send without asking first', () => {
  it.each([
    ['a form', 'application/x-www-form-urlencoded', `query=${encodeURIComponent(mutation)}`],
    ['plain text', 'text/plain', JSON.stringify({ query: mutation })],
    [
      'plain text with JSON in its name',
      'text/plain; charset=application/json',
      JSON.stringify({ query: mutation }),
    ],
    [
      'a form with parts',
      'multipart/form-data; boundary=x',
      `--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${JSON.stringify({ query: mutation })}\r\n--x--\r\n`,
    ],
    ['nothing', null, JSON.stringify({ query: mutation })],
  ])('is not carried out: %s', async (_what, type, body) => {
    await using gateway = await startSmallServer();
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: type === null ? {} : { 'content-type': type },
      body: new TextEncoder().encode(body),
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect(gateway.touched()).toBe(0);
  });

  it('is not carried out: a mutation in an address', async () => {
    await using gateway = await startSmallServer();
    const response = await fetch(`${gateway.url}/graphql?query=${encodeURIComponent(mutation)}`);
    expect(response.status).toBe(405);
    expect(gateway.touched()).toBe(0);
  });
});

describe('CORS', () => {
  const origin = 'https://app.example.com';
  const ask = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type',
  };
  const ofCors = (response: Response): string[] =>
    [...response.headers.keys()].filter((name) => name.startsWith('access-control-'));

  it('is off: browsers keep answers from pages of other origins', async () => {
    await using gateway = await startSmallServer();
    const asked = await fetch(`${gateway.url}/graphql`, { method: 'OPTIONS', headers: ask });
    expect([asked.status, ofCors(asked)]).toEqual([403, []]);
    const answer = await gateway.post({ query: '{ hello }' }, { origin });
    expect([answer.status, ofCors(answer)]).toEqual([200, []]);
  });

  it('lets the pages of listed origins ask and read', async () => {
    await using gateway = await startSmallServer({ config: { corsOrigins: [origin] } });
    const asked = await fetch(`${gateway.url}/graphql`, { method: 'OPTIONS', headers: ask });
    expect(asked.status).toBe(204);
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': expect.stringContaining('authorization'),
      vary: 'origin',
    });
    expect(asked.headers.has('access-control-allow-credentials')).toBe(false);
    for (const query of ['{ hello }', '{ hello', '{ needsLogin }']) {
      const answer = await gateway.post({ query }, { origin });
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
      expect(answer.headers.get('access-control-expose-headers')).toContain('retry-after');
    }
  });

  it.each([
    'https://app.example.com.evil.example',
    'http://app.example.com',
    'https://evil.example',
    'null',
    'https://app.example.com/',
  ])('lets nobody else: %s', async (other) => {
    await using gateway = await startSmallServer({ config: { corsOrigins: [origin] } });
    const asked = await fetch(`${gateway.url}/graphql`, {
      method: 'OPTIONS',
      headers: { ...ask, origin: other },
    });
    expect([asked.status, ofCors(asked)]).toEqual([403, []]);
    const answer = await gateway.post({ query: '{ hello }' }, { origin: other });
    expect(ofCors(answer)).toEqual([]);
    expect(answer.headers.get('vary')).toBe('origin');
  });
});

describe('answers', () => {
  it.each([
    ['data', { query: '{ hello }' }],
    ['an error', { query: '{ forbidden }' }],
    ['a refusal', { query: '{ hello' }],
    ['a batch', [{ query: '{ hello }' }]],
  ])('are kept by no cache: %s', async (_what, body) => {
    await using gateway = await startSmallServer();
    const response = await gateway.post(body);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  });

  it('hold no stack and no path of this machine', async () => {
    await using gateway = await startSmallServer();
    for (const query of ['{ boom }', '{ boomText }', '{ badNumber }', '{ hello(name: 1) }', '{{{']) {
      const body = await (await gateway.post({ query })).text();
      expect(body).not.toMatch(/\.ts|\.js|node_modules|\bat \w+ \(|"stack/);
    }
  });
});

describe('switches', () => {
  it('keep the schema from being asked for', async () => {
    await using gateway = await startSmallServer({ config: { introspection: false } });
    for (const query of [
      '{ __schema { types { name } } }',
      '{ __type(name: "Query") { fields { name } } }',
    ]) {
      const response = await gateway.post({ query });
      const { errors } = await response.json();
      expect(errors[0]).toMatchObject({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
    }
    const close = await (await gateway.post({ query: '{ helo }' })).json();
    expect(close.errors[0].message).toBe('Cannot query field "helo" on type "Query".');
    expect((await fetch(`${gateway.url}/schema.graphql`)).status).toBe(404);
    expect(await (await gateway.post({ query: '{ __typename hello }' })).json()).toMatchObject({
      data: { __typename: 'Query' },
    });
  });

  it('keep GraphiQL away', async () => {
    await using gateway = await startSmallServer({ config: { graphiql: false } });
    const response = await fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type')).not.toContain('html');
    expect((await fetch(`${gateway.url}/graphiql/graphiql.js`)).status).toBe(404);
  });
});

describe('injection', () => {
  /** Sends header values that `fetch` would refuse to send. */
  const send = (
    url: string,
    headers: Record<string, string>,
  ): Promise<{ status?: number; headers: object; body: string }> =>
    new Promise((resolve, reject) => {
      const sent = request(
        `${url}/graphql`,
        { method: 'POST', headers: { ...asJson, ...headers } },
        async (answer) =>
          resolve({ status: answer.statusCode, headers: answer.headers, body: await text(answer) }),
      );
      sent.on('error', reject);
      sent.end(JSON.stringify({ query: '{ hello }' }));
    });

  it.each([
    ['a control character', 'a\u0001b'],
    ['a line break of another alphabet', 'a\u0085b'],
    ['markup', '<script>alert(1)</script>'],
    ['a JSON log line', '","level":60,"msg":"forged'],
    ['too much', 'x'.repeat(5000)],
  ])('through a request id is refused: %s', async (_what, id) => {
    await using gateway = await startSmallServer();
    const answer = await send(gateway.url, { 'x-request-id': id }).catch(() => null);
    // Node itself may refuse to send it.
    if (answer === null) return;
    expect(answer.status).toBe(200);
    expect((answer.headers as Record<string, string>)['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(gateway.logText()).not.toContain('forged');
    expect(gateway.logText()).not.toContain('<script>');
  });

  it.each([
    [
      'an operation name',
      { query: 'query Evil_name { hello }', operationName: 'a\n{"level":60,"msg":"forged"}' },
    ],
    [
      'a variable',
      { query: 'query ($n: String) { hello(name: $n) }', variables: { n: '\n{"msg":"forged"}' } },
    ],
    ['a syntax error', { query: '{ hello }\n{"msg":"forged"}' }],
  ])('of a log line through %s is not possible', async (_what, body) => {
    await using gateway = await startSmallServer();
    await gateway.post(body);
    await expect.poll(() => gateway.logs().some(({ msg }: LogLine) => msg === 'request')).toBe(true);
    expect(gateway.logs().map(({ msg }) => msg)).not.toContain('forged');
  });

  it('through a token or a path does not reach the log', async () => {
    await using gateway = await startSmallServer();
    await gateway.post({ query: '{ hello }' }, { authorization: 'Bearer secret-token-1' });
    await fetch(`${gateway.url}/%0a%7B%22msg%22:%22forged%22%7D`);
    await expect.poll(() => gateway.logs().filter(({ msg }) => msg === 'request').length).toBe(2);
    expect(gateway.logText()).not.toContain('secret-token-1');
    expect(gateway.logs().map(({ msg }) => msg)).not.toContain('forged');
  });
});
