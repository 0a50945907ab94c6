import type { Base64Fact } from '../catalog/operation-facts.ts';

/** The first bytes of files, by kind. */
const beginnings: Readonly<Record<string, readonly Buffer[]>> = {
  GIF: [Buffer.from('GIF87a'), Buffer.from('GIF89a')],
  JPG: [Buffer.from([0xff, 0xd8, 0xff])],
  PNG: [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
};

const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The problem of a file in base64 text, as the end of a sentence; null without a problem. */
export function base64Problem({ kinds, maxBytes }: Base64Fact, text: string): string | null {
  if (text.startsWith('data:')) return 'takes only the base64 text, without "data:…;base64," in front';
  if (text.length % 4 !== 0 || !base64.test(text)) return 'is not base64';
  const size = (text.length / 4) * 3 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
  if (maxBytes !== undefined && size > maxBytes)
    return `is a file of ${size} bytes; Clio takes at most ${maxBytes}`;
  if (!kinds) return null;
  // The first twelve bytes identify each kind.
  const start = Buffer.from(text.slice(0, 16), 'base64');
  const known = kinds.some((kind) =>
    beginnings[kind]?.some((bytes) => start.subarray(0, bytes.length).equals(bytes)),
  );
  return known ? null : `is not a file of a kind that Clio takes: ${kinds.join(', ')}`;
}
