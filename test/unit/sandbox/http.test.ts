import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ask } from '../../support/ask-sandbox.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const sandbox = forAllTests(() => startSandbox());

describe('a token', () => {
  it.each([
    ['none', () => null],
    ['an unknown one', () => 'made-up'],
    ['an expired one', () => sandbox.tokens.expired],
  ])('that is wrong gets a 401 in the form of OAuth: %s', async (_name, token) => {
    const reply = await ask(sandbox, '/matters.json', { token: token() });
    expect(reply.status).toBe(401);
    expect(reply.body).toEqual({ error: 'invalid_token', error_description: expect.any(String) });
    expect(reply.headers['x-ratelimit-limit']).toBeUndefined();
  });

  it('belongs to the user of who_am_i', async () => {
    const who = async (token: string): Promise<unknown> =>
      (await ask(sandbox, '/users/who_am_i.json?fields=id,account{name}', { token })).body.data;
    expect(await who(sandbox.tokens.owner)).toHaveProperty('id', 1);
    expect(await who(sandbox.tokens.restricted)).toHaveProperty('id', 2);
    expect(await who(sandbox.tokens.noBilling)).toHaveProperty('id', 3);
    expect(await who(sandbox.addToken({ name: 'guest', userId: 5 }))).toHaveProperty('id', 5);
  });
});

describe('the status', () => {
  it.each([
    ['GET', '/nothing.json', 404],
    ['GET', '/matters/999999.json', 404],
    ['GET', '/matters/abc.json', 404],
    ['GET', '/calendar_entries/x.json', 404],
    ['GET', '/contacts/999999/phone_numbers.json', 404],
    ['GET', '/court_rules/jurisdictions/1/triggers/2.json', 404],
    ['HEAD', '/matters.json', 404],
    ['PUT', '/matters.json', 405],
    ['DELETE', '/matters.json', 405],
  ])('of %s %s is %i', async (method, path, status) => {
    const reply = await ask(sandbox, path, { method });
    expect(reply.status).toBe(status);
    if (method !== 'HEAD') expect(reply.body.error.message).toEqual(expect.any(String));
  });

  it('is the same for paths with and without .json', async () => {
    const [one, other] = await Promise.all([ask(sandbox, '/contacts/3'), ask(sandbox, '/contacts/3.json')]);
    expect(one.text).toBe(other.text);
  });
});

describe('the API version', () => {
  it('is the requested one, or the default', async () => {
    const version = async (headers: Record<string, string>): Promise<string | undefined> =>
      (await ask(sandbox, '/currencies.json', { headers })).headers['x-api-version'];
    expect(await version({})).toBe('4.0.13');
    expect(await version({ 'x-api-version': '4.0.9' })).toBe('4.0.9');
  });

  it.each(['4.0.99', 'latest', '3.0.0'])('is rejected with 410: %s', async (version) => {
    const reply = await ask(sandbox, '/currencies.json', { headers: { 'x-api-version': version } });
    expect(reply.status).toBe(410);
    expect(reply.headers['x-ratelimit-remaining']).toBeDefined();
  });
});

describe('a conditional request', () => {
  it('gets 304 while the etag is the same', async () => {
    const first = await ask(sandbox, '/matters/5.json?fields=id,etag');
    expect(first.body.data.etag).toBe(first.headers.etag);
    expect(first.headers.etag).toMatch(/^".+"$/);
    const again = await ask(sandbox, '/matters/5.json', {
      headers: { 'if-none-match': first.headers.etag ?? '' },
    });
    expect([again.status, again.text]).toEqual([304, '']);
    expect(again.headers['x-ratelimit-limit']).toBe('1000000');
    const other = await ask(sandbox, '/matters/5.json', { headers: { 'if-none-match': '"else"' } });
    expect(other.status).toBe(200);
  });

  it('gets 304 if nothing was modified since', async () => {
    const { headers } = await ask(sandbox, '/matters/5.json');
    const since = async (date: string): Promise<number> =>
      (await ask(sandbox, '/matters/5.json', { headers: { 'if-modified-since': date } })).status;
    expect(await since(headers['last-modified'] ?? '')).toBe(304);
    expect(await since('Thu, 01 Jan 1970 00:00:00 GMT')).toBe(200);
    expect(await since('no date')).toBe(200);
  });

  it('has no effect on lists, which have no validators', async () => {
    const { headers } = await ask(sandbox, '/matters.json');
    expect(headers.etag).toBeUndefined();
  });
});

describe('the rate limit', () => {
  it('counts the calls of each token in windows of a minute', async () => {
    let now = 1_000_500;
    await using small = await startSandbox({ limit: 3, clock: () => now });
    const remaining = async (token?: string): Promise<string | undefined> =>
      (await ask(small, '/currencies.json', { token })).headers['x-ratelimit-remaining'];
    expect([await remaining(), await remaining()]).toEqual(['2', '1']);
    // A call with an error counts too; one without a valid token does not.
    expect((await ask(small, '/contacts.json?fields=nope')).headers['x-ratelimit-remaining']).toBe('0');
    await ask(small, '/currencies.json', { token: null });
    now += 20_000;
    const late = await ask(small, '/currencies.json');
    expect(late.status).toBe(429);
    expect(late.headers).toMatchObject({
      'retry-after': '40',
      'x-ratelimit-limit': '3',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '1061',
    });
    expect(await remaining(small.tokens.noBilling)).toBe('2');
    now += 40_000;
    expect(await remaining()).toBe('2');
  });
});

describe('the sandbox', () => {
  it('compresses large responses for clients that accept it', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const plain = await ask(sandbox, '/contacts.json?fields=id,name');
    const packed = await new Promise<Buffer>((resolve, reject) => {
      const options = { headers: { ...headers, authorization: `Bearer ${sandbox.tokens.owner}` } };
      request(`${sandbox.baseUrl}/contacts.json?fields=id,name`, options, (response) => {
        expect(response.headers['content-encoding']).toBe('gzip');
        response.toArray().then((chunks) => resolve(Buffer.concat(chunks)), reject);
      }).end();
    });
    expect(gunzipSync(packed).toString()).toBe(plain.text);
    expect((await ask(sandbox, '/currencies.json', { headers })).headers['content-encoding']).toBeUndefined();
  });

  it('records each call as readable text', async () => {
    sandbox.resetCalls();
    await ask(sandbox, `/matters.json?fields=${encodeURIComponent('id,client{id}')}&ids%5B%5D=1`, {
      headers: { 'x-request-id': 'abc' },
    });
    await ask(sandbox, '/matters.json', { token: null });
    expect(sandbox.calls).toMatchObject([
      {
        method: 'GET',
        path: '/matters.json?fields=id,client{id}&ids[]=1',
        query: [
          ['fields', 'id,client{id}'],
          ['ids[]', '1'],
        ],
        headers: { 'x-request-id': 'abc' },
        status: 200,
        token: 'owner',
      },
      { path: '/matters.json', status: 401, token: undefined },
    ]);
    expect(sandbox.calls[0]?.headers.authorization).toBeUndefined();
  });
});
