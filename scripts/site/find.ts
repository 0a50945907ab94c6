/** A part of a page that a search can find. */
export type SearchEntry = readonly [title: string, page: string, href: string, text: string];

/**
 * Sections that contain every word, best first. A word in the title counts most, then one in the page's title, then one in the
 * text. Guides and recipes come before the reference, which mentions everything.
 */
export function find(entries: readonly SearchEntry[], words: string, most = 12): readonly SearchEntry[] {
  const wanted = words.toLowerCase().match(/[\p{L}\p{N}_@]+/gu) ?? [];
  if (wanted.length === 0) return [];
  const found: { readonly entry: SearchEntry; readonly score: number }[] = [];
  for (const entry of entries) {
    const scores = wanted.map((word) => scoreOf(entry, word));
    if (scores.includes(0)) continue;
    const extra = entry[2].startsWith('reference/') ? 0 : 3;
    found.push({ entry, score: scores.reduce((sum, score) => sum + score, extra) });
  }
  return found
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ entry }) => entry);
}

function scoreOf([title, page, , text]: SearchEntry, word: string): number {
  const own = title.toLowerCase();
  if (own === word) return 16;
  if (own.includes(word)) return 8;
  if (page.toLowerCase().includes(word)) return 4;
  return text.toLowerCase().includes(word) ? 1 : 0;
}
