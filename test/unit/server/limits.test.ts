import { request } from 'node:http';
import { connect } from 'node:net';
import { json } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { MemoryHooks } from '../../../src/live/hook-store.ts';
import { Receiver } from '../../../src/live/receiver.ts';
import type { ServerOptions } from '../../../src/server/server.ts';
import { listenWithLimits, startSmallServer } from '../../support/gateways/start-small-server.ts';

const tooLarge = {
  errors: [
    {
      message: 'The body is larger than 100 bytes. Put values into variables, or split the operation.',
      extensions: { code: 'REQUEST_ENTITY_TOO_LARGE' },
    },
  ],
};

describe('a body that arrives too slowly', () => {
  const key = 'k'.repeat(32);
  const hooks = new MemoryHooks();
  const receiver = new Receiver(hooks, [], undefined, Date.now);
  beforeAll(async () => {
    const share = await hooks.join('topic', () => true);
    await share.write({
      key,
      model: 'matter',
      id: '1',
      secret: 'secret',
      expiresAtMs: Number.POSITIVE_INFINITY,
    });
  });

  it.each(['/graphql', `/webhooks/${key}`])('is rejected at %s', async (path) => {
    const webhooks: ServerOptions['webhooks'] = (http, key) => receiver.handle(http, key);
    await using gateway = await startSmallServer({ webhooks });
    await using listening = await listenWithLimits(gateway, { sendTimeoutMs: 50 });
    const { hostname, port } = new URL(listening.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n`,
    );
    // No single byte is late.
    const dripping = setInterval(() => socket.write(' '), 5);
    let response = '';
    for await (const chunk of socket) response += chunk;
    clearInterval(dripping);
    expect(response).toMatch(/^HTTP\/1\.1 408 .*\r\nconnection: close\r\n/is);
  });
});

describe('the body limit', () => {
  const query = `{ hello(name: "${'x'.repeat(100)}") }`;

  it('rejects a longer body', async () => {
    await using gateway = await startSmallServer({ config: { maxBodyBytes: 100 } });
    const response = await gateway.post({ query });
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual(tooLarge);
  });

  it('accepts a body of exactly that length', async () => {
    await using gateway = await startSmallServer({
      config: { maxBodyBytes: JSON.stringify({ query }).length },
    });
    expect((await gateway.post({ query })).status).toBe(200);
  });

  it('counts the bytes of a chunked body, which has no Content-Length', async () => {
    await using gateway = await startSmallServer({ config: { maxBodyBytes: 100 } });
    const response = await new Promise<{ status: number | undefined; body: unknown }>((resolve, reject) => {
      const sent = request(
        `${gateway.url}/graphql`,
        { method: 'POST', headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' } },
        async (result) => resolve({ status: result.statusCode, body: await json(result) }),
      );
      sent.on('error', reject);
      for (let part = 0; part < 20; part += 1) sent.write(' '.repeat(50));
      sent.end('{}');
    });
    expect(response).toEqual({ status: 413, body: tooLarge });
  });

  it('responds before a much longer body has arrived', async () => {
    await using gateway = await startSmallServer({ config: { maxBodyBytes: 100 } });
    const response = await gateway.post(' '.repeat(5_000_000));
    expect(response.status).toBe(413);
    expect((await gateway.post({ query: '{hello}' })).status).toBe(200);
  });

  it('also applies without a socket', async () => {
    await using gateway = await startSmallServer({ config: { maxBodyBytes: 100 } });
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode(' '.repeat(60))),
    });
    const headers = { 'content-type': 'application/json' };
    // Undici's RequestInit requires `duplex` for a stream.
    const init = { method: 'POST', headers, body, duplex: 'half' };
    const response = await gateway.server.fetch(new Request('http://gateway/graphql', init));
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual(tooLarge);
  });
});

describe('the deadline', () => {
  it('aborts the signal with an error, and the fields that are ready are returned', async () => {
    await using gateway = await startSmallServer({ config: { requestDeadlineMs: 30 } });
    const response = await gateway.post({ query: '{ hello aborted }' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      data: { hello: 'Hello world', aborted: null },
      errors: [{ path: ['aborted'], extensions: { code: 'UPSTREAM_TIMEOUT' } }],
    });
  });

  it('ends the request even if a resolver ignores the signal', async () => {
    await using gateway = await startSmallServer({ config: { requestDeadlineMs: 30 } });
    const response = await gateway.post({ query: '{ hello deaf }' });
    expect(response.status).toBe(504);
    expect(await response.json()).toEqual({
      errors: [
        {
          message: 'The request took longer than 30 ms. Ask for less at once, or try again.',
          extensions: { code: 'UPSTREAM_TIMEOUT' },
        },
      ],
    });
  });
});

describe('a client that disconnects', () => {
  it('has its request aborted and logged', async () => {
    await using gateway = await startSmallServer();
    const controller = new AbortController();
    const response = fetch(`${gateway.url}/graphql?query={aborted}`, { signal: controller.signal });
    await gateway.gate.entered;
    controller.abort();
    await expect(response).rejects.toThrow('aborted');
    await expect
      .poll(() => gateway.logs().find(({ msg }) => msg === 'request'))
      .toMatchObject({
        disconnected: true,
      });
  });

  it('is noticed without a socket too', async () => {
    await using gateway = await startSmallServer();
    const controller = new AbortController();
    const url = 'http://gateway/graphql?query={aborted}';
    const response = gateway.server.fetch(new Request(url, { signal: controller.signal }));
    await gateway.gate.entered;
    controller.abort();
    expect((await response).status).toBe(200);
  });
});
