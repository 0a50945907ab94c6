import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeBody } from '../../../src/rest/decode.ts';

async function decode(body: Buffer, encoding: string | null, maxBytes = 300_000): Promise<Buffer | string> {
  return decodeBody(
    { status: 200, headers: encoding === null ? {} : { 'content-encoding': encoding }, body },
    maxBytes,
  );
}

describe('decodeBody', () => {
  const small = Buffer.from('{"data":[]}');
  // Noise does not compress, so this takes the way of large bodies.
  const large = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7919 + (i >> 3) ** 2) % 251));

  describe.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
  ] as const)('of %s (%o)', (encoding, compress) => {
    it('gives back small and large bodies', async () => {
      for (const body of [small, large]) {
        const decoded = await decode(compress(body), encoding);
        expect(Buffer.isBuffer(decoded) && decoded.equals(body)).toBe(true);
      }
    });

    it.each([small, large])('refuses a body that is cut off (%#)', async (body) => {
      const cut = compress(body).subarray(0, -6);
      expect(await decode(cut, encoding)).toBe('its compressed body is cut off or damaged');
    });

    it('refuses a body that unpacks to more than allowed', async () => {
      const bomb = compress(Buffer.alloc(1_000_000));
      await expect(decode(bomb, encoding, 10_000)).rejects.toMatchObject({ kind: 'too-large' });
    });
  });

  it.each([null, '', 'identity'])('leaves a body without encoding as it is (%j)', async (encoding) => {
    expect(await decode(small, encoding)).toBe(small);
  });

  it.each(['zstd', 'gzip, br'])('refuses %s, which was not asked for', async (encoding) => {
    expect(await decode(small, encoding)).toBe('it is compressed in a way that was not asked for');
  });
});
