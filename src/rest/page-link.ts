import type { PageLink } from './types.ts';

/** Clio pages by offset through this many records and refuses offsets beyond. */
export const offsetWindow = 10_000;

/** Longer ones would not fit into a request line with the rest of a call, nor into a cursor. */
const maxTokenLength = 4096;

/**
 * Takes the place to go on from out of a `meta.paging` URL. Host and path are not looked at, because the
 * URL is never followed: a forged one could otherwise carry the token elsewhere.
 *
 * @returns null when there is no such page, and `'malformed'` when there is a value but nothing usable in it.
 */
export function readPageLink(value: unknown): PageLink | null | 'malformed' {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') return 'malformed';
  const [, search] = /^https?:\/\/[^?#]+\?([^#]*)/.exec(value) ?? [];
  if (search === undefined) return 'malformed';
  const query = new URLSearchParams(search);

  const pageToken = query.get('page_token');
  const offset = query.get('offset');
  const link: { pageToken?: string; offset?: number } = {};
  if (pageToken && pageToken.length <= maxTokenLength) link.pageToken = pageToken;
  if (offset !== null && /^\d{1,9}$/.test(offset)) link.offset = Number(offset);
  return link.pageToken === undefined && link.offset === undefined ? 'malformed' : link;
}
