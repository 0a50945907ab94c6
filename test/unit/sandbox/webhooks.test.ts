import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { ask, type Reply } from '../../support/ask-sandbox.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Webhooks over real sockets: the sandbox calls a receiver on this machine.

interface Received {
  readonly body: string;
  readonly secret: string | undefined;
  readonly signature: string | undefined;
}

let sandbox: Sandbox;
let now = Date.parse('2026-03-16T12:00:00Z');
let received: Received[];
/** How the receiver responds. */
let respond: (request: IncomingMessage, response: ServerResponse) => void;
const receiver = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { 'x-hook-secret': secret, 'x-hook-signature': signature } = request.headers;
  received.push({ body, secret: secret as string | undefined, signature: signature as string | undefined });
  respond(request, response);
});
const echo: typeof respond = (request, response) => {
  const secret = request.headers['x-hook-secret'];
  response.writeHead(200, secret === undefined ? {} : { 'x-hook-secret': secret }).end();
};

beforeEach(async () => {
  received = [];
  respond = echo;
  sandbox = await startSandbox({ clock: () => now, webhooks: { retryMs: 1, retries: 2 } });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await sandbox.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

const url = (): string => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks/key`;
const write = (method: string, path: string, data?: object, more = {}): Promise<Reply> =>
  ask(sandbox, path, { method, body: data && { data }, ...more });
const status = async (id: unknown): Promise<unknown> =>
  (await ask(sandbox, `/webhooks/${id}.json?fields=status`)).body.data.status;

/** A webhook after its handshake. */
async function hook(data: object = {}, more = {}): Promise<{ id: number; secret: string }> {
  const body = { url: url(), model: 'contact', fields: 'id,name,etag', ...data };
  const made = await write('POST', '/webhooks.json', body, more);
  expect(made.status).toBe(201);
  await sandbox.webhooks.idle();
  return { id: made.body.data.id as number, secret: String(received.at(-1)?.secret) };
}

const events = (): unknown[] =>
  received.flatMap(({ body, signature }) => (signature === undefined ? [] : [JSON.parse(body).meta.event]));
const company = (name: string): object => ({ type: 'Company', name });

it('enables a webhook whose receiver echoes the secret', async () => {
  const { id } = await hook();
  expect(await status(id)).toBe('enabled');
  expect(received).toEqual([
    {
      body: `{"data":{"webhook_id":${id}}}`,
      secret: expect.stringMatching(/^[\da-f]{64}$/),
      signature: undefined,
    },
  ]);
});

it('leaves it pending without the echo, until the receiver activates it', async () => {
  respond = (_request, response) => response.writeHead(200).end();
  const { id, secret } = await hook();
  expect(await status(id)).toBe('pending');
  const activate = (own: string): Promise<Reply> =>
    write('PUT', `/webhooks/${id}/activate`, undefined, { headers: { 'x-hook-secret': own } });
  expect([(await activate('other')).status, await status(id)]).toEqual([404, 'pending']);
  expect([(await activate(secret)).status, await status(id)]).toEqual([200, 'enabled']);
});

it('repeats the handshake after a change of the address, and stops for a deleted webhook', async () => {
  const { id, secret } = await hook();
  await write('PATCH', `/webhooks/${id}.json`, { url: `${url()}/new` });
  await sandbox.webhooks.idle();
  expect(received).toHaveLength(2);
  expect(received[1]?.secret).not.toBe(secret);
  expect(await status(id)).toBe('enabled');
  await write('DELETE', `/webhooks/${id}.json`);
  await write('POST', '/contacts.json', company('Unobserved'));
  await sandbox.webhooks.idle();
  expect(events()).toEqual([]);
});

it('sends created, updated and deleted with the selected fields, signed', async () => {
  const { id, secret } = await hook({ fields: 'id,name' });
  const { data } = (await write('POST', '/contacts.json?fields=id', company('First'))).body;
  await write('PATCH', `/contacts/${data.id}.json`, { name: 'Second' });
  await write('PATCH', `/contacts/${data.id}.json`, { title: 'Not watched' });
  await write('DELETE', `/contacts/${data.id}.json`);
  await sandbox.webhooks.idle();
  const sent = received.slice(1);
  const payload = (name: string, event: string): object => ({
    data: { id: data.id, name },
    meta: { event, webhook_id: id },
  });
  expect(sent.map(({ body }) => JSON.parse(body))).toEqual(
    expect.arrayContaining([
      payload('First', 'created'),
      payload('Second', 'updated'),
      payload('Second', 'deleted'),
    ]),
  );
  expect(sent).toHaveLength(3);
  for (const { body, signature } of sent)
    expect(signature).toBe(createHmac('sha256', secret).update(body).digest('hex'));
});

it('sends a matter’s status as an event of its own', async () => {
  await hook({ model: 'matter', fields: 'id,status', events: ['matter_closed', 'updated'] });
  const matter = [...sandbox.records('Matter').values()].find((one) => one.status === 'Open');
  await write('PATCH', `/matters/${matter?.id}.json`, { status: 'closed' });
  await sandbox.webhooks.idle();
  expect(events().sort()).toEqual(['matter_closed', 'updated']);
});

it('sends no event about a contact that the login cannot see', async () => {
  const token = sandbox.tokens.restricted;
  await hook({}, { token });
  const hidden = [...sandbox.records('Contact').values()].find(
    (one) => one.type === 'Company' && sandbox.visible(token, 'Contact', one.id as number) === 'hidden',
  );
  await write('PATCH', `/contacts/${hidden?.id}.json`, { name: 'Renamed' });
  await sandbox.webhooks.idle();
  expect(events()).toEqual([]);
});

it('repeats what the receiver rejects, then suspends the webhook', async () => {
  const { id } = await hook();
  let rejections = 2;
  respond = (request, response) => {
    rejections -= 1;
    if (rejections < 0) echo(request, response);
    else response.writeHead(500).end();
  };
  await write('POST', '/contacts.json', company('Third time'));
  await sandbox.webhooks.idle();
  expect([events().length, await status(id)]).toEqual([3, 'enabled']);
  respond = (_request, response) => response.writeHead(500).end();
  await write('POST', '/contacts.json', company('Never'));
  await sandbox.webhooks.idle();
  expect([events().length, await status(id)]).toEqual([6, 'suspended']);
});

it('suspends after a 410, and sends nothing after the webhook has expired', async () => {
  const { id } = await hook();
  respond = (_request, response) => response.writeHead(410).end();
  await write('POST', '/contacts.json', company('Gone'));
  await sandbox.webhooks.idle();
  expect([events().length, await status(id)]).toEqual([1, 'suspended']);
  respond = echo;
  await hook();
  now += 4 * 86_400_000;
  await write('POST', '/contacts.json', company('Late'));
  await sandbox.webhooks.idle();
  expect(events()).toHaveLength(1);
});

it('loses, doubles and delays events on demand', async () => {
  await hook();
  sandbox.webhooks.lose = 1;
  await write('POST', '/contacts.json', company('Lost'));
  await sandbox.webhooks.idle();
  expect(events()).toEqual([]);
  sandbox.webhooks.double = 1;
  await write('POST', '/contacts.json', company('Twice'));
  await sandbox.webhooks.idle();
  expect(new Set(received.slice(1).map(({ body }) => body)).size).toBe(1);
  expect(events()).toHaveLength(2);
  sandbox.webhooks.delayMs = 20;
  await write('POST', '/contacts.json', company('Later'));
  expect(events()).toHaveLength(2);
  await sandbox.webhooks.idle();
  expect(events()).toHaveLength(3);
  expect(sandbox.webhooks.deliveries.map(({ event }) => event)).toEqual([
    'handshake',
    ...Array(3).fill('created'),
  ]);
});

it('calls only this machine, and rejects fields that the model does not have', async () => {
  const made = await write('POST', '/webhooks.json', {
    url: 'https://hooks.example.com/1',
    model: 'contact',
    fields: 'id',
  });
  await sandbox.webhooks.idle();
  expect(sandbox.webhooks.deliveries).toEqual([
    expect.objectContaining({ event: 'handshake', status: null }),
  ]);
  expect(await status(made.body.data.id)).toBe('pending');
  const plain = await write('POST', '/webhooks.json', {
    url: 'http://hooks.example.com',
    model: 'contact',
    fields: 'id',
  });
  expect(plain.body.error.errors).toEqual({ url: ['must begin with https://'] });
  const wrong = await write('POST', '/webhooks.json', { url: url(), model: 'contact', fields: 'id,colour' });
  expect(wrong.body.error.errors).toEqual({ fields: ['colour is not a valid field'] });
});
