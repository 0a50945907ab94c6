import { get as httpGet, type IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpGateway, startHttpGateway } from '../../support/gateways/start-http-gateway.ts';

const large = '{ contacts(first: 100) { nodes { id name title createdAt primaryEmailAddress } } }';
const larger =
  '{ contacts(first: 300) { nodes { id name title createdAt updatedAt primaryEmailAddress prefix initials clioId etag } } }';
const small = '{ matter(id: 1) { id } }';

let gateway: HttpGateway;
beforeAll(async () => {
  gateway = await startHttpGateway({ corsOrigins: ['https://app.example.com'] });
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** Not `fetch`, which requests compression and decompresses silently. */
async function ask(query: string, acceptEncoding: string | null, url = gateway.url) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    httpGet(
      `${url}/graphql?query=${encodeURIComponent(query)}`,
      {
        agent: false,
        headers: {
          authorization: `Bearer ${gateway.sandbox.tokens.owner}`,
          ...(acceptEncoding === null ? {} : { 'accept-encoding': acceptEncoding }),
        },
      },
      resolve,
    ).once('error', reject);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { headers: response.headers, bytes: Buffer.concat(chunks) };
}

describe('a large response', () => {
  it.each([
    ['br', 'gzip, deflate, br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['br', '*', brotliDecompressSync],
    ['gzip', 'br;q=0, gzip;q=0.5', gunzipSync],
  ])('is sent as %s to clients that accept %s', async (encoding, accepted, decompress) => {
    const plain = await ask(large, null);
    expect(plain.headers['content-encoding']).toBeUndefined();
    const { headers, bytes } = await ask(large, accepted);
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers.vary).toBe('accept-encoding, origin');
    expect(Number(headers['content-length'])).toBe(bytes.length);
    expect(decompress(bytes).toString()).toBe(plain.bytes.toString());
    expect(bytes.length).toBeLessThan(plain.bytes.length / 3);
  });

  it('may be even larger', async () => {
    const plain = await ask(larger, null);
    expect(plain.bytes.length).toBeGreaterThan(65_536);
    for (const [encoding, decompress] of [
      ['br', brotliDecompressSync],
      ['gzip', gunzipSync],
    ] as const) {
      const { headers, bytes } = await ask(larger, encoding);
      expect(headers['content-encoding']).toBe(encoding);
      expect(decompress(bytes).equals(plain.bytes)).toBe(true);
    }
  });

  it.each(['identity', 'deflate', 'gzip;q=0, br;q=0.0', ''])(
    'is sent uncompressed to clients that accept %o',
    async (accepted) => {
      expect((await ask(large, accepted)).headers['content-encoding']).toBeUndefined();
    },
  );

  it('is sent uncompressed if compression is off', async () => {
    await using plain = await startHttpGateway({ compression: false });
    expect((await ask(large, 'gzip', plain.url)).headers['content-encoding']).toBeUndefined();
  });
});

it('does not compress small responses', async () => {
  expect((await ask(small, 'gzip')).headers['content-encoding']).toBeUndefined();
});
