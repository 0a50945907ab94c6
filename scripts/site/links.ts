import { statSync } from 'node:fs';
import { posix } from 'node:path';
import { pageNames } from './page-names.ts';

const root = new URL('../../', import.meta.url);
const pages = new Set(pageNames());

/** A page's path in the site, without its extension: `docs/guides/paging.md` → `guides/paging`. */
export function sitePath(name: string): string {
  if (name === 'docs/README.md') return 'contents';
  return name
    .replace(/^docs\//, '')
    .replace(/README\.md$/, 'index.md')
    .replace(/\.md$/, '')
    .toLowerCase();
}

/** The target of a link in the repository, as a link in the site. */
export interface SiteLink {
  readonly href: string;
  /** A file to copy that is not a page: path in the repository → path in the site. */
  readonly copy?: readonly [from: string, to: string];
}

/**
 * @param extension `html` for HTML pages, `md` for their Markdown.
 * @throws Error for a link to nothing, or to a folder.
 */
export function siteLink(from: string, target: string, extension: 'html' | 'md'): SiteLink {
  if (/^([a-z]+:|#)/.test(target)) return { href: target };
  const [path = '', anchor] = target.split('#');
  const hash = anchor === undefined ? '' : `#${anchor}`;
  const name = posix.join(posix.dirname(from), path);
  const here = posix.dirname(sitePath(from));
  if (pages.has(name)) return { href: `${posix.relative(here, sitePath(name))}.${extension}${hash}` };
  if (!statSync(new URL(name, root)).isFile()) throw new Error(`${from} links to a folder: ${target}`);
  // As .txt, because servers send a .ts file as a video, and hide a file whose name starts with a dot.
  const to = /\.(png|svg)$/.test(name) ? sitePath(name) : `files/${name.replace(/^\./, '')}.txt`;
  return { href: posix.relative(here, to) + hash, copy: [name, to] };
}
