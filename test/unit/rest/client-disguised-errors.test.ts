import { describe, expect, it } from 'vitest';
import type { Call } from '../../../src/rest/types.ts';
import { read } from '../../support/manual-clock.ts';
import { json, reply, startClient, startTestServer, testStart } from '../../support/rest/test-client.ts';

const token = 'a-token';
const write: Call = { method: 'POST', path: '/groups.json', query: [], body: { data: { name: 'G' } } };
const base64 = Buffer.from('{"error":{"type":"RateLimited","message":"Retry later"}}').toString('base64');
const asHtml = { 'content-type': 'text/html; charset=utf-8' };
const asText = { 'content-type': 'text/plain' };
const oauth = { error: 'invalid_token', error_description: 'The access token was revoked' };
const quota = {
  'x-ratelimit-limit': '50',
  'x-ratelimit-remaining': '49',
  'x-ratelimit-reset': String(testStart / 1000 + 30),
};

describe('a response whose status and body differ', () => {
  it.each([
    ['base64 in the data of a 200', json({ data: base64 }, 200), 200],
    ['base64 in the data of a 403', json({ data: base64 }, 403), 403],
    ['base64 as the whole text of a 503', reply(503, asText, base64), 503],
    ['an error of that type behind a 403', json({ error: { type: 'RateLimited', message: 'm' } }, 403), 403],
    ['an error of that type behind a 200', json({ error: { type: 'RateLimited', message: 'm' } }, 200), 200],
    ['a 429 without a word', reply(429, {}), 429],
    ['a 429 with a page of the edge', reply(429, asHtml, '<h1>Too many requests</h1>'), 429],
  ])('is the rate limit: %s', async (_what, response, status) => {
    for (const call of [read, write]) {
      await using server = await startTestServer(response);
      await using client = startClient(server.baseUrl);
      await expect(client.send(call, { token })).rejects.toMatchObject({
        code: 'RATE_LIMITED',
        retryAfter: 60,
        clio: { status },
      });
      // It applies to the token: the next call is not sent.
      await expect(client.send(call, { token })).rejects.toMatchObject({ code: 'RATE_LIMITED' });
      expect(server.received).toHaveLength(1);
    }
  });

  it('is waited for if it is the rate limit', async () => {
    await using server = await startTestServer(
      json({ data: base64 }, 200, { 'retry-after': '9' }),
      json({ data: 'done' }),
    );
    await using client = startClient(server.baseUrl);
    expect((await client.send(read, { token, deadlineMs: testStart + 20_000 })).data).toBe('done');
    expect(server.received).toHaveLength(2);
  });

  it.each([
    ['the OAuth shape with 401', json(oauth, 401), 401],
    ['the OAuth shape with 400', json(oauth, 400), 400],
    ['the OAuth shape with 403', json(oauth, 403), 403],
    ['the OAuth shape with 200', json(oauth, 200), 200],
    ['nothing but the status', reply(401, {}), 401],
    ['a web page', reply(401, asHtml, '<h1>Sign in</h1>'), 401],
  ])('is a login that is no longer valid: %s', async (_what, response, status) => {
    await using server = await startTestServer(response);
    await using client = startClient(server.baseUrl);
    await expect(client.send(read, { token })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      clio: { status },
    });
    expect(server.received).toHaveLength(1);
  });

  it.each([200, 400, 403, 404, 422])(
    'is not from Clio but from its edge: a web page with status %i',
    async (status) => {
      await using server = await startTestServer(reply(status, asHtml, '<p>RateLimited invalid_token</p>'));
      await using client = startClient(server.baseUrl);
      await expect(client.send(read, { token })).rejects.toMatchObject({
        code: 'UPSTREAM_ERROR',
        clio: { status },
      });
    },
  );

  it('is a record even if its text mentions the rate limit', async () => {
    const data = { id: 1, note: 'RateLimited', error: { type: 'RateLimited' } };
    await using server = await startTestServer(json({ data }));
    await using client = startClient(server.baseUrl);
    expect((await client.send(read, { token })).data).toEqual(data);
  });
});

describe('a response without quota headers', () => {
  it.each([
    ['401', reply(401, {})],
    ['500', reply(500, {})],
    ['page', reply(403, asHtml, '<h1>No</h1>')],
  ])('leaves the budget unchanged: %s', async (_what, response) => {
    await using server = await startTestServer(json({ data: 1 }, 200, quota), response, json({ data: 2 }));
    await using client = startClient(server.baseUrl);
    await client.send(read, { token });
    await client.send(read, { token }).catch(() => null);
    expect(client.budget(token)).toMatchObject({ remaining: 49 });
    expect((await client.send(read, { token })).data).toBe(2);
  });

  it('leaves an unknown budget unknown instead of empty', async () => {
    await using server = await startTestServer(reply(401, {}), json({ data: 1 }));
    await using client = startClient(server.baseUrl);
    await client.send(read, { token }).catch(() => null);
    expect(client.budget(token)).toBeNull();
    const sending = Array.from({ length: 100 }, () => client.send(read, { token }));
    expect(await Promise.all(sending)).toHaveLength(100);
  });
});
