import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeBody } from '../../../src/rest/decode.ts';

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
        const decoded = await decodeBody(compress(body), encoding, 300_000);
        expect(decoded.equals(body)).toBe(true);
      }
    });

    it.each([small, large])('refuses a body that is cut off (%#)', async (body) => {
      const cut = compress(body).subarray(0, -6);
      await expect(async () => decodeBody(cut, encoding, 300_000)).rejects.toMatchObject({ code: 'corrupt' });
    });

    it('refuses a body that unpacks to more than allowed', async () => {
      const bomb = compress(Buffer.alloc(1_000_000));
      await expect(async () => decodeBody(bomb, encoding, 10_000)).rejects.toMatchObject({
        code: 'too-large',
      });
    });
  });

  it.each([null, '', 'identity'])('leaves a body without encoding as it is (%j)', async (encoding) => {
    expect(await decodeBody(small, encoding, 1000)).toBe(small);
  });

  it.each(['zstd', 'gzip, br'])('refuses %s, which was not asked for', async (encoding) => {
    await expect(async () => decodeBody(small, encoding, 1000)).rejects.toMatchObject({
      code: 'unknown-encoding',
    });
  });
});
