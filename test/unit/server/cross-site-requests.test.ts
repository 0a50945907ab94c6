import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { type LogLine, startSmallServer } from '../../support/gateways/start-small-server.ts';

const mutation = 'mutation { touch }';

describe('a request that a page of another site can send without a preflight', () => {
  it.each([
    ['a form', 415, 'application/x-www-form-urlencoded', `query=${encodeURIComponent(mutation)}`],
    ['plain text', 415, 'text/plain', JSON.stringify({ query: mutation })],
    [
      'plain text with JSON as its charset',
      415,
      'text/plain; charset=application/json',
      JSON.stringify({ query: mutation }),
    ],
    [
      'plain text with JSON as a parameter',
      415,
      'text/plain;application/json',
      JSON.stringify({ query: mutation }),
    ],
    [
      'a form with parts',
      400,
      'multipart/form-data; boundary=x',
      `--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${JSON.stringify({ query: mutation })}\r\n--x--\r\n`,
    ],
    ['no type', 415, null, JSON.stringify({ query: mutation })],
  ])('does not execute a mutation with the content type of %s', async (_what, status, type, body) => {
    await using gateway = await startSmallServer();
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: type === null ? {} : { 'content-type': type },
      body: new TextEncoder().encode(body),
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
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

  it('is off by default, so browsers hide responses from pages of other origins', async () => {
    await using gateway = await startSmallServer();
    const asked = await fetch(`${gateway.url}/graphql`, { method: 'OPTIONS', headers: ask });
    expect([asked.status, ofCors(asked)]).toEqual([403, []]);
    const response = await gateway.post({ query: '{ hello }' }, { origin });
    expect([response.status, ofCors(response)]).toEqual([200, []]);
  });

  it('lets pages of the listed origins send requests and read responses', async () => {
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
      const response = await gateway.post({ query }, { origin });
      expect(response.headers.get('access-control-allow-origin')).toBe(origin);
      expect(response.headers.get('access-control-expose-headers')).toContain('retry-after');
    }
  });

  it.each([
    'https://app.example.com.evil.example',
    'http://app.example.com',
    'https://evil.example',
    'null',
    'https://app.example.com/',
  ])('allows no other origin: %s', async (other) => {
    await using gateway = await startSmallServer({ config: { corsOrigins: [origin] } });
    const asked = await fetch(`${gateway.url}/graphql`, {
      method: 'OPTIONS',
      headers: { ...ask, origin: other },
    });
    expect([asked.status, ofCors(asked)]).toEqual([403, []]);
    const response = await gateway.post({ query: '{ hello }' }, { origin: other });
    expect(ofCors(response)).toEqual([]);
    expect(response.headers.get('vary')).toBe('origin');
  });
});

describe('a response', () => {
  it.each([
    ['data', { query: '{ hello }' }],
    ['an error', { query: '{ forbidden }' }],
    ['a syntax error', { query: '{ hello' }],
    ['a batch', [{ query: '{ hello }' }]],
  ])('is not stored by any cache: %s', async (_what, body) => {
    await using gateway = await startSmallServer();
    const response = await gateway.post(body);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  });

  it('contains no stack trace and no path of this machine', async () => {
    await using gateway = await startSmallServer();
    for (const query of ['{ boom }', '{ boomText }', '{ badNumber }', '{ hello(name: 1) }', '{{{']) {
      const body = await (await gateway.post({ query })).text();
      expect(body).not.toMatch(/\.ts|\.js|node_modules|\bat \w+ \(|"stack/);
    }
  });
});

describe('a setting', () => {
  it('turns introspection off', async () => {
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

  it('turns GraphiQL off', async () => {
    await using gateway = await startSmallServer({ config: { graphiql: false } });
    const response = await fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type')).not.toContain('html');
    expect((await fetch(`${gateway.url}/graphiql/graphiql.js`)).status).toBe(404);
  });
});

describe('a forged log line', () => {
  it.each([
    ['a control character', 'a\u0001b', 400],
    ['a line break of Unicode', 'a\u0085b', 200],
    ['markup', '<script>alert(1)</script>', 200],
    ['a JSON log line', '","level":60,"msg":"forged', 200],
    ['5,000 characters', 'x'.repeat(5000), 200],
  ])('cannot be sent as a request id: %s', async (_what, id, status) => {
    await using gateway = await startSmallServer();
    const { hostname, port } = new URL(gateway.url);
    // A bare socket: Node's clients do not send such values.
    const socket = connect(Number(port), hostname);
    const head = `GET /graphql?query={hello} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-request-id: ${id}\r\n\r\n`;
    socket.end(Buffer.from(head, 'latin1'));
    const response = await text(socket);
    expect(response).toContain(`HTTP/1.1 ${status} `);
    if (status === 200) expect(response).toMatch(/^x-request-id: [0-9a-f-]{36}\r$/im);
    expect(response).not.toContain(id);
    expect(gateway.logText()).not.toContain(id);
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
  ])('cannot be sent as %s', async (_what, body) => {
    await using gateway = await startSmallServer();
    await gateway.post(body);
    await expect.poll(() => gateway.logs().some(({ msg }: LogLine) => msg === 'request')).toBe(true);
    expect(gateway.logs().map(({ msg }) => msg)).not.toContain('forged');
  });

  it('cannot be sent as a token or a path', async () => {
    await using gateway = await startSmallServer();
    await gateway.post({ query: '{ hello }' }, { authorization: 'Bearer secret-token-1' });
    await fetch(`${gateway.url}/%0a%7B%22msg%22:%22forged%22%7D`);
    await expect.poll(() => gateway.logs().filter(({ msg }) => msg === 'request').length).toBe(2);
    expect(gateway.logText()).not.toContain('secret-token-1');
    expect(gateway.logs().map(({ msg }) => msg)).not.toContain('forged');
  });
});
