import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/server/create-logger.ts';
import { type Messages, subscribeSse } from '../../support/clients/subscribe.ts';
import { type LiveFirm, startLiveFirm } from '../../support/gateways/start-live-firm.ts';
import { startGateway } from '../../support/start-gateway.ts';

let firm: LiveFirm;
let messages: Messages;
let address: string;
let secret: string;
let id: unknown;
let log = '';

beforeAll(async () => {
  const logger = createLogger('debug', {
    write: (line) => {
      log += line;
    },
  });
  firm = await startLiveFirm({ logger });
  messages = await subscribeSse(firm.url, 'subscription { matterChanged { event id } }', {
    token: firm.sandbox.tokens.owner,
  });
  const [hook] = firm.hooks();
  id = hook?.id;
  address = String(hook?.url);
  secret = String(hook?.$secret);
});

afterAll(async () => {
  await messages.stop();
  await firm[Symbol.asyncDispose]();
});

let events = 0;

/** As Clio sends it; no two are equal. */
function event(record: unknown, rest: object = {}): string {
  events += 1;
  return JSON.stringify({
    data: { id: record, etag: `"${events}"` },
    meta: { event: 'updated', webhook_id: id, ...rest },
  });
}

function sign(body: string | Buffer, encoding: 'hex' | 'base64' = 'hex'): string {
  return createHmac('sha256', secret).update(body).digest(encoding);
}

async function post(
  body: string | Buffer,
  signature: string | null = sign(body),
  headers: Record<string, string> = {},
  url = address,
): Promise<number> {
  const signed: Record<string, string> = signature === null ? {} : { 'x-hook-signature': signature };
  const init = {
    method: 'POST',
    body: new Uint8Array(Buffer.from(body)),
    headers: { ...signed, ...headers },
  };
  const response = await fetch(url, init);
  await response.text();
  return response.status;
}

/** Posts what Clio would, and expects it to be the next change: nothing before it was accepted. */
async function expectNext(id: number): Promise<void> {
  expect(await post(event(id))).toBe(200);
  expect((await messages.next())?.data).toEqual({ matterChanged: { event: 'UPDATED', id: `Matter:${id}` } });
}

describe('the receiver', () => {
  it('accepts signatures in hex and in base64, and a repeated delivery only once', async () => {
    const [hex, base64] = [event(1), event(2)];
    expect(await post(hex)).toBe(200);
    expect((await messages.next())?.data).toMatchObject({ matterChanged: { id: 'Matter:1' } });
    expect(await post(base64, sign(base64, 'base64'))).toBe(200);
    expect((await messages.next())?.data).toMatchObject({ matterChanged: { id: 'Matter:2' } });
    expect(await post(hex)).toBe(200);
    expect(await post(base64)).toBe(200);
    await expectNext(3);
  });

  it('responds to an unknown key, another method and an unexpected handshake as to any unknown path', async () => {
    const unknown = await fetch(`${firm.url}/nothing`);
    const text = await unknown.text();
    const key = `${address.slice(0, -5)}aaaaa`;
    const others = [
      fetch(key, { method: 'POST', body: event(1) }),
      fetch(address),
      fetch(address, { method: 'POST', headers: { 'x-hook-secret': 'a-secret-of-somebody-else' } }),
      fetch(key, { method: 'POST', headers: { 'x-hook-secret': 'a-secret-of-somebody-else' } }),
    ];
    for (const response of await Promise.all(others)) {
      expect(response.status).toBe(404);
      expect(response.headers.get('x-hook-secret')).toBeNull();
      expect(await response.text()).toBe(text);
    }
    await expectNext(4);
  });

  const body = '{"data":{"id":9},"meta":{"event":"updated"}}';
  it.each<[string, string | Buffer, () => string | null, number, Record<string, string>?]>([
    ['no signature', body, () => null, 401],
    ['a wrong signature', body, () => sign('other'), 401],
    ['a signature of another length', body, () => 'abc', 401],
    ['a signature of the body with one more character', `${body} `, () => sign(body), 401],
    ['a signed text that is not JSON', 'not JSON', () => sign('not JSON'), 200],
    ['an unsigned text that is not JSON', 'not JSON', () => null, 401],
    ['null, signed', 'null', () => sign('null'), 200],
    ['another webhook id', event(9, { webhook_id: 77 }), () => null, 401],
    ['64 kB and more', 'x'.repeat(70_000), () => sign('x'.repeat(70_000)), 413],
    ['gzip', gzipSync(body), () => sign(gzipSync(body)), 415, { 'content-encoding': 'gzip' }],
    ['bytes that are not UTF-8', Buffer.from([0xff, 0xfe, 0x00]), () => null, 401],
  ])('rejects %s', async (_, sent, signature, status, headers) => {
    expect(await post(sent, signature(), headers)).toBe(status);
    await expectNext(10);
  });

  it('drops signed events of another webhook, of another kind of record, and with an invalid id', async () => {
    for (const sent of [
      event(11, { webhook_id: 77 }),
      event(12, { event: 'bill_paid' }),
      event(13, { event: '__proto__' }),
      event({ $ne: 1 }),
      event('../1'),
      event(1.5),
      event(null),
    ])
      expect(await post(sent)).toBe(200);
    await expectNext(14);
  });

  it('serves others while a body arrives slowly', async () => {
    const { hostname, port, pathname } = new URL(address);
    const socket = connect(Number(port), hostname);
    socket.write(`POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{"data"`);
    await expectNext(15);
    socket.destroy();
  });

  it('survives 10,000 forged deliveries, and accepts the next one from Clio', async () => {
    const { hostname, port, pathname } = new URL(address);
    const forged = (path: string): string =>
      `POST ${path} HTTP/1.1\r\nHost: x\r\nX-Hook-Signature: ${'0'.repeat(64)}\r\nContent-Length: 2\r\n\r\n{}`;
    const both = (forged(pathname) + forged('/webhooks/guessed')).repeat(100);
    const counts: Record<string, number> = {};
    for (let times = 0; times < 50; times += 1) {
      const socket = connect(Number(port), hostname);
      socket.end(both);
      let text = '';
      for await (const chunk of socket) text += chunk;
      for (const [, status = ''] of text.matchAll(/HTTP\/1\.1 (\d+)/g))
        counts[status] = (counts[status] ?? 0) + 1;
    }
    expect(counts).toEqual({ 401: 5000, 404: 5000 });
    await expectNext(21);
  });

  it('logs nothing of a body, a secret, a key or a signature', async () => {
    const key = address.split('/').at(-1) ?? '';
    // A proxy with a wrong path.
    for (const path of ['/webhooks/', '/hooks/webhooks/', '//webhooks/', '/webhooks%2F'])
      await fetch(`${firm.url}${path}${key}`, { method: 'PUT', body: event(1) });
    for (const part of [key, secret, 'etag', 'webhook_id', 'a-secret-of-somebody-else'])
      expect(log).not.toContain(part);
  });
});

describe('without WEBHOOK_URL', () => {
  it('a subscription is rejected with an error that names the setting', async () => {
    await using gateway = await startGateway({
      baseUrl: firm.sandbox.baseUrl,
      token: firm.sandbox.tokens.owner,
    });
    // Through `fetch`: a gateway that does not listen has no address.
    const response = await gateway.fetch(
      new Request('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify({ query: 'subscription { matterChanged { id } }' }),
      }),
    );
    expect(await response.text()).toContain('WEBHOOK_URL');
  });
});
