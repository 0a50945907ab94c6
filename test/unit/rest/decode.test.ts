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
  // Random bytes do not compress, so the body stays large.
  const large = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7919 + (i >> 3) ** 2) % 251));

  describe.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
  ] as const)('with %s (%o)', (encoding, compress) => {
    it('decodes small and large bodies', async () => {
      for (const body of [small, large]) {
        const decoded = await decode(compress(body), encoding);
        expect(Buffer.isBuffer(decoded) && decoded.equals(body)).toBe(true);
      }
    });

    it.each([small, large])('rejects a truncated body (%#)', async (body) => {
      const cut = compress(body).subarray(0, -6);
      expect(await decode(cut, encoding)).toBe('its compressed body is cut off or damaged');
    });

    it('rejects a body that decompresses to more than the limit', async () => {
      const bomb = compress(Buffer.alloc(1_000_000));
      await expect(decode(bomb, encoding, 10_000)).rejects.toMatchObject({ kind: 'too-large' });
    });
  });

  it.each([null, '', 'identity'])('leaves a body without an encoding unchanged (%j)', async (encoding) => {
    expect(await decode(small, encoding)).toBe(small);
  });

  it.each(['zstd', 'gzip, br'])(
    'rejects the encoding %s, which the gateway does not accept',
    async (encoding) => {
      expect(await decode(small, encoding)).toBe('it is compressed in a way that was not requested');
    },
  );
});
