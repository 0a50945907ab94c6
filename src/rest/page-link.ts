import type { PageLink } from './types.ts';

/** Clio pages by offset through this many records, and rejects larger offsets. */
export const offsetWindow = 10_000;

/**
 * Longer tokens, percent-encoded, would not fit into a request line with the rest of a call, and three of
 * them would not fit into a cursor.
 */
const maxTokenLength = 1024;

/** A page that exists but cannot be reached: Clio's link to it is malformed or too long. */
export const unreadableLink: PageLink = {};

/**
 * Reads the start of a page from a `meta.paging` URL. Host and path are ignored, because the URL is never
 * followed: a forged one could send the token elsewhere.
 *
 * @returns Null if there is no such page, {@link unreadableLink} for an unusable value.
 */
export function readPageLink(value: unknown): PageLink | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') return unreadableLink;
  const [, search] = /^https?:\/\/[^?#]+\?([^#]*)/.exec(value) ?? [];
  if (search === undefined) return unreadableLink;
  const query = new URLSearchParams(search);

  const pageToken = query.get('page_token');
  const offset = query.get('offset');
  const link: { pageToken?: string; offset?: number } = {};
  if (pageToken && encodeURIComponent(pageToken).length <= maxTokenLength) link.pageToken = pageToken;
  if (offset !== null && /^\d{1,9}$/.test(offset)) link.offset = Number(offset);
  return link;
}
