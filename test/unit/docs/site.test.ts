import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildSite } from '../../../scripts/site/build-site.ts';
import { find, type SearchEntry } from '../../../scripts/site/find.ts';
import { sitePath } from '../../../scripts/site/links.ts';
import { pageNames } from '../../../scripts/site/page-names.ts';

const site = buildSite();
const pages = pageNames().map(sitePath);
const htmlPages = [...site]
  .filter(([path]) => path.endsWith('.html'))
  .map(([path, html]) => ({ path, html: String(html) }));
const idsOf = new Map(
  htmlPages.map(({ path, html }) => [
    path,
    new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)),
  ]),
);

describe('the documentation site', () => {
  it('has each page as HTML and as Markdown, and lists it once in llms.txt', () => {
    expect(pages.length).toBeGreaterThan(80);
    expect(new Set(pages).size).toBe(pages.length);
    const listed = [...String(site.get('llms.txt')).matchAll(/^- \[[^\]]+\]\((\S+)\)/gm)].map(
      ([, target]) => target,
    );
    for (const path of pages) {
      expect(site.has(`${path}.html`), path).toBe(true);
      expect(site.has(`${path}.md`), path).toBe(true);
    }
    expect(listed.sort()).toEqual(pages.map((path) => `${path}.md`).sort());
  });

  it.each(htmlPages)('$path links only to what exists', ({ path, html }) => {
    const lost = [...html.matchAll(/ (?:href|src)="([^"]+)"/g)]
      .map(([, target = '']) => target)
      .filter((target) => !target.startsWith('https://'))
      .filter((target) => {
        const [file = '', anchor] = target.split('#');
        const to = file === '' ? path : posix.join(posix.dirname(path), file);
        return !site.has(to) || (anchor !== undefined && !idsOf.get(to)?.has(decodeURIComponent(anchor)));
      });
    expect(lost).toEqual([]);
  });

  it('loads nothing from other hosts', () => {
    for (const { path, html } of htmlPages)
      expect(html.match(/(<link|<script|<img)[^>]*(href|src)="(https?:)?\/\//g), path).toBeNull();
  });

  it('shows the calls and the variables of a recipe under a heading', () => {
    const html = String(site.get('cookbook/log-time.html'));
    expect(html).toContain('<pre data-label="Calls to Clio">');
    expect(html).toContain('<pre data-label="Variables">');
    expect(html).toContain('<i class="keyword">mutation</i> LogTime(<i class="variable">$input</i>');
  });
});

describe('search', () => {
  const entries = JSON.parse(String(site.get('search.json'))) as SearchEntry[];

  it.each([
    ['unbilled', 'cookbook/bill-unbilled-work.html'],
    ['conflicts', 'cookbook/conflicts-search.html'],
    ['rate limit', 'guides/limits.html'],
    ['CACHE_TTL_MS', 'guides/caching.html'],
    ['UNKNOWN_OUTCOME', 'reference/errors.html'],
    ['BillableMatter', 'reference/billing.html#billablematter'],
  ])('for %s finds %s', (words, href) => {
    const found = find(entries, words).map(([, , target]) => target);
    expect(
      found.some((target) => target.startsWith(href)),
      found.join(' '),
    ).toBe(true);
  });

  it('requires every word, and finds nothing for an empty search', () => {
    expect(find(entries, 'unbilled qwertz')).toEqual([]);
    expect(find(entries, '  ')).toEqual([]);
  });
});
