import type { PageLink } from './types.ts';

/** Clio pages by offset through this many records and rejects offsets beyond. */
export const offsetWindow = 10_000;

/** Longer ones, percent-encoded, would not fit into a request line with the rest of a call, nor three of them into a cursor. */
const maxTokenLength = 1024;

/** A page that exists, but cannot be reached: Clio's link to it is malformed or too long. */
export const unreadableLink: PageLink = {};

/**
 * Takes the place to go on from out of a `meta.paging` URL. Host and path are not looked at, because the
 * URL is never followed: a forged one could otherwise carry the token elsewhere.
 *
 * @returns null when there is no such page, and {@link unreadableLink} when there is a value but nothing usable in it.
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
