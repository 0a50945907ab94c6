import { describe, expect, it } from 'vitest';
import { startSmallServer } from '../../support/gateways/start-small-server.ts';

describe('X-Clio-Region', () => {
  it.each(['us', 'ca', 'eu', 'au'])('passes %s to the context', async (region) => {
    await using gateway = await startSmallServer();
    const response = await gateway.post({ query: '{ request { region } }' }, { 'x-clio-region': region });
    expect(await response.json()).toEqual({ data: { request: { region } } });
  });

  it.each(['uk', 'EU', ''])('rejects %j', async (region) => {
    await using gateway = await startSmallServer();
    const response = await gateway.post({ query: '{ hello }' }, { 'x-clio-region': region });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      errors: [
        { message: 'X-Clio-Region must be one of us, ca, eu, au.', extensions: { code: 'BAD_USER_INPUT' } },
      ],
    });
  });
});

describe('X-Clio-Explain', () => {
  it.each(['trace', 'plan'])(
    'passes %s to the context and adds what the context returns',
    async (explain) => {
      await using gateway = await startSmallServer();
      const response = await gateway.post(
        { query: '{ request { explain } }' },
        { 'x-clio-explain': explain },
      );
      expect(await response.json()).toEqual({
        data: { request: { explain } },
        extensions: { clio: { explain } },
      });
    },
  );

  it('is off if it is not sent', async () => {
    await using gateway = await startSmallServer();
    const response = await gateway.post({ query: '{ request { explain } }' });
    expect(await response.json()).toEqual({ data: { request: { explain: 'off' } } });
  });

  it('rejects an unknown value', async () => {
    await using gateway = await startSmallServer();
    const response = await gateway.post({ query: '{ hello }' }, { 'x-clio-explain': 'yes' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it('rejects the request instead of executing it if explain is turned off', async () => {
    await using gateway = await startSmallServer({ config: { explain: false } });
    const response = await gateway.post({ query: 'mutation { touch }' }, { 'x-clio-explain': 'plan' });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(gateway.touched()).toBe(0);
  });

  it('adds what the context returns to error responses as well', async () => {
    await using gateway = await startSmallServer();
    const response = await gateway.post({ query: '{ forbidden }' }, { 'x-clio-explain': 'trace' });
    expect(await response.json()).toMatchObject({
      data: { forbidden: null },
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
      extensions: { clio: { explain: 'trace' } },
    });
  });
});

describe('X-Request-Id', () => {
  it('is returned to the client and passed to the context', async () => {
    await using gateway = await startSmallServer();
    const response = await gateway.post(
      { query: '{ request { requestId } }' },
      { 'x-request-id': 'Abc-1.2:3_4' },
    );
    expect(response.headers.get('x-request-id')).toBe('Abc-1.2:3_4');
    expect(await response.json()).toEqual({ data: { request: { requestId: 'Abc-1.2:3_4' } } });
  });

  it.each([
    ['spaces', 'a b'],
    ['more than 128 characters', 'a'.repeat(129)],
    ['something that could break a log line', 'a"b'],
  ])('is replaced if it has %s', async (_what, id) => {
    await using gateway = await startSmallServer();
    const response = await gateway.post({ query: '{ hello }' }, { 'x-request-id': id });
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is on the responses of every path', async () => {
    await using gateway = await startSmallServer();
    for (const path of ['/graphql', '/healthz', '/readyz', '/schema.graphql', '/nowhere']) {
      const response = await fetch(gateway.url + path, { headers: { 'x-request-id': 'mine' } });
      expect(response.headers.get('x-request-id')).toBe('mine');
    }
  });
});

describe('the context', () => {
  it('gets the deadline', async () => {
    await using gateway = await startSmallServer({ config: { requestDeadlineMs: 9_000 } });
    const response = await gateway.post({ query: '{ request { deadlineMs } }' });
    expect(await response.json()).toEqual({ data: { request: { deadlineMs: 9_000 } } });
  });
});
