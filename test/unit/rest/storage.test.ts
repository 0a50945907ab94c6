import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { Cancellation } from '../../../src/rest/cancellation.ts';
import { StorageClient, storageError } from '../../../src/rest/storage.ts';
import { checkStorageUrl, PrivateAddress, publicLookup } from '../../../src/rest/storage-url.ts';
import { reply, startTestServer } from '../../support/rest/test-client.ts';

const clio = 'https://app.clio.com/api/v4';
const sandbox = 'http://127.0.0.1:4000/api/v4';

describe('a file address from Clio', () => {
  it.each([
    'https://localhost/',
    'https://localhost./',
    'https://LOCALHOST/',
    'https://files.localhost/',
    'https://files.localhost./',
    'https://metadata.google.internal./',
    'https://printer.local/',
    'https://intranet/',
    'https://0.0.0.0/',
    'https://10.1.2.3/',
    'https://100.64.0.1/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://169.254.169.254/',
    'https://172.16.0.1/',
    'https://192.0.0.192/',
    'https://192.168.1.1/',
    'https://198.18.0.1/',
    'https://198.19.255.255/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[2001:db8::1]/',
    'http://s3.example.com/',
  ])('is rejected: %s', (address) => {
    expect(() => checkStorageUrl(address, clio)).toThrow('unsafe address');
  });

  it.each([
    ['https://s3.amazonaws.com/bucket/key?signature=a', clio],
    ['https://s3.amazonaws.com./', clio],
    ['https://8.8.8.8/', clio],
    ['https://192.0.1.1/', clio],
    ['https://198.20.0.1/', clio],
    ['http://127.0.0.1:9999/files/1', sandbox],
    ['http://localhost:9999/files/1', sandbox],
  ])('is accepted: %s', (address, baseUrl) => {
    expect(checkStorageUrl(address, baseUrl).href).toBe(address);
  });
});

it.each([
  ['10.0.0.1', true],
  ['::ffff:10.0.0.1', true],
  ['::7f00:1', true],
  ['64:ff9b::10.0.0.1', true],
  ['64:ff9b::7f00:1', true],
  ['64:ff9b::808:808', false],
  ['8.8.8.8', false],
  ['2600:1fa0::1', false],
])('a host name that resolves to %s is private: %j', async (address, isPrivate) => {
  // An address resolves to itself.
  const resolved = new Promise((resolve) => {
    publicLookup(address, {}, (error, found) => resolve(error ?? found));
  });
  expect(await resolved).toEqual(isPrivate ? expect.any(PrivateAddress) : address);
});

describe('a storage host that resolves to this machine', () => {
  it('is rejected at the connection, and nothing is sent', async () => {
    await using server = await startTestServer(reply(200, {}, 'secret'));
    const url = new URL(server.origin.replace('127.0.0.1', 'localhost'));
    const storage = new StorageClient({ timeoutMs: 5000, allowPrivate: false });
    const signal = new Cancellation();
    const error = await storage.get(url, {}, signal).catch((reason: unknown) => reason);
    expect(storageError(error, signal)).toMatchObject({
      code: 'UPSTREAM_ERROR',
      message: expect.stringContaining('resolves to a private address'),
    });
    expect(server.connections()).toBe(0);
    await storage.close();
  });

  it('is accepted if Clio is on this machine too', async () => {
    await using server = await startTestServer(reply(200, {}, 'a file'));
    const url = new URL(server.origin.replace('127.0.0.1', 'localhost'));
    const storage = new StorageClient({ timeoutMs: 5000, allowPrivate: true });
    const { body } = await storage.get(url, {}, new Cancellation());
    expect((await buffer(body)).toString()).toBe('a file');
    await storage.close();
  });
});
