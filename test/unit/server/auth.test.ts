import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startSmallServer } from '../../support/gateways/start-small-server.ts';

const whoAmI = { query: '{ request { token } }' };

describe('the token of a request', () => {
  it('is taken from the Authorization header unchanged', async () => {
    await using gateway = await startSmallServer({ defaultToken: 'lent' });
    const response = await gateway.post(whoAmI, { authorization: 'Bearer 12-a.b~c+d/e==' });
    expect(await response.json()).toEqual({ data: { request: { token: '12-a.b~c+d/e==' } } });
  });

  it('may follow the scheme in any case', async () => {
    await using gateway = await startSmallServer();
    const response = await gateway.post(whoAmI, { authorization: 'bearer mine' });
    expect(await response.json()).toEqual({ data: { request: { token: 'mine' } } });
  });

  it('is the default token if the request has none', async () => {
    await using gateway = await startSmallServer({ defaultToken: 'lent' });
    const response = await gateway.post(whoAmI);
    expect(await response.json()).toEqual({ data: { request: { token: 'lent' } } });
  });

  it('is not needed for introspection', async () => {
    await using gateway = await startSmallServer();
    const response = await gateway.post({ query: '{ __schema { queryType { name } } }' });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ data: { __schema: { queryType: { name: 'Query' } } } });
  });

  it.each(['application/json', 'application/graphql-response+json'])(
    'is required: without it, a request whose every field needs one fails with 401 (%s)',
    async (accept) => {
      await using gateway = await startSmallServer();
      const response = await gateway.post({ query: '{ needsLogin again: needsLogin }' }, { accept });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await response.json()).toEqual({
        errors: [{ message: 'Send a token.', extensions: { code: 'UNAUTHENTICATED' } }],
      });
    },
  );

  it('is missing only at the fields that need it, if other fields do not', async () => {
    await using gateway = await startSmallServer();
    const response = await gateway.post({ query: '{ hello needsLogin }' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      data: { hello: 'Hello world', needsLogin: null },
      errors: [{ path: ['needsLogin'], extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it.each(['Basic dXNlcjpwdw==', 'Bearer', 'Bearer a b', 'Bearer a\tb', 'mine', 'Bearer tökén'])(
    'is rejected before execution if the header is %j',
    async (authorization) => {
      await using gateway = await startSmallServer({ defaultToken: 'lent' });
      const response = await gateway.post({ query: '{ hello }' }, { authorization });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      const body = await response.text();
      expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
      expect(body).not.toContain(authorization.slice(7) || 'nothing');
    },
  );
});

describe('the default token on a loopback address', () => {
  // fetch sets the Host header itself.
  const ask = async (url: string, host: string): Promise<string> => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const body = JSON.stringify(whoAmI);
    const head = `POST /graphql HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nContent-Type: application/json`;
    socket.end(`${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    return text(socket);
  };

  it.each(['localhost:4000', '127.0.0.1', '[::1]:4000', 'clio.localhost'])(
    'is used for requests to %s',
    async (host) => {
      await using gateway = await startSmallServer({ defaultToken: 'lent' });
      expect(await ask(gateway.url, host)).toContain('"token":"lent"');
    },
  );

  it.each(['evil.example', '127.0.0.1.evil.example', ''])(
    'is not used for requests to the foreign host %j, as after DNS rebinding',
    async (host) => {
      await using gateway = await startSmallServer({ defaultToken: 'lent' });
      const response = await ask(gateway.url, host);
      expect(response).toContain('HTTP/1.1 401');
      expect(response).not.toContain('lent"');
    },
  );

  it('is used for any host if the upstream is the sandbox', async () => {
    await using gateway = await startSmallServer({
      defaultToken: 'lent',
      config: { upstream: { kind: 'sandbox' } },
    });
    expect(await ask(gateway.url, 'evil.example')).toContain('"token":"lent"');
  });
});
