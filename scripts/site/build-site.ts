import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { transformSync } from 'esbuild';
import createParser, { type MarkdownIt } from 'markdown-it';
import { escapeHtml } from '../../src/html-page.ts';
import type { SearchEntry } from './find.ts';
import { highlight } from './highlight.ts';
import { siteLink, sitePath } from './links.ts';
import { anchorOf, pageNames } from './page-names.ts';

const root = new URL('../../', import.meta.url);

interface SitePage {
  readonly name: string;
  readonly path: string;
  readonly title: string;
  /** The first sentence of the page. */
  readonly summary: string;
  readonly source: string;
}

/** Groups of the navigation, each with the page whose links have its order. */
const groups: readonly (readonly [title: string, folder: string, order: string])[] = [
  ['Guides', 'docs/guides/', 'docs/README.md'],
  ['Cookbook', 'docs/cookbook/', 'docs/cookbook/README.md'],
  ['Reference', 'docs/reference/', 'docs/reference/README.md'],
  ['Decisions', 'docs/decisions/', 'docs/README.md'],
];

/** The documentation as a site, which loads nothing from other hosts: path → content. */
export function buildSite(): ReadonlyMap<string, string | Buffer> {
  const files = new Map<string, string | Buffer>();
  const pages = pageNames().map(readPage);
  const entries: SearchEntry[] = [];
  for (const page of pages) {
    const markdown = createMarkdown(page, ([from, to]) => files.set(to, readFileSync(new URL(from, root))));
    files.set(`${page.path}.html`, layOut(page, markdown.render(page.source), pages));
    files.set(`${page.path}.md`, rewriteLinks(page));
    entries.push(...searchEntries(page));
  }
  files.set('llms.txt', listForModels(pages));
  files.set('search.json', JSON.stringify(entries));
  for (const asset of ['site.css', 'site.js', 'icon.svg'])
    files.set(asset, readFileSync(new URL(`assets/${asset}`, import.meta.url)));
  const find = readFileSync(new URL('find.ts', import.meta.url), 'utf8');
  files.set('find.js', transformSync(find, { loader: 'ts' }).code);
  return files;
}

function readPage(name: string): SitePage {
  const source = readFileSync(new URL(name, root), 'utf8').replace(/^<!--.*-->\n+/, '');
  const title = plain(/^# (.*)$/m.exec(source)?.[1] ?? name);
  const paragraph = source.split(/\n{2,}/).find((part) => /^(\w|`@?\w|\[\w)/.test(part)) ?? '';
  const summary = /^.*?[.!?:](?=$| [A-Z`])/.exec(plain(paragraph))?.[0].replace(/:$/, '.') ?? '';
  return { name, path: sitePath(name), title, summary, source };
}

function createMarkdown(page: SitePage, copy: (file: readonly [string, string]) => void): MarkdownIt {
  const markdown = createParser({ html: true });
  const { rules } = markdown.renderer;
  const rewrite = (target: string): string => {
    const link = siteLink(page.name, target, 'html');
    if (link.copy) copy(link.copy);
    return link.href;
  };
  rules.heading_open = (tokens, index) => {
    const text = plain(tokens[index + 1]?.content ?? '');
    return `<${tokens[index]?.tag} id="${anchorOf(text)}">`;
  };
  rules.link_open = (tokens, index) =>
    `<a href="${escapeHtml(rewrite(String(tokens[index]?.attrGet('href') ?? '')))}">`;
  rules.image = (tokens, index) => {
    const src = rewrite(String(tokens[index]?.attrGet('src') ?? ''));
    return `<img src="${escapeHtml(src)}" alt="${escapeHtml(tokens[index]?.content ?? '')}">`;
  };
  rules.table_open = () => '<div class="table"><table>';
  rules.table_close = () => '</table></div>';
  // A header cell without a text is no header.
  rules.th_open = (tokens, index) => (tokens[index + 1]?.content === '' ? '<td>' : '<th>');
  rules.th_close = (tokens, index) => (tokens[index - 1]?.content === '' ? '</td>' : '</th>');
  rules.fence = (tokens, index) => {
    const { info = '', content = '' } = tokens[index] ?? {};
    const [language = '', word = ''] = info.split(' ');
    const label = { calls: 'Calls to Clio', variables: 'Variables', log: 'Log' }[word] ?? language;
    return `<pre data-label="${label}"><code>${highlight(content, language)}</code></pre>\n`;
  };
  return markdown;
}

function layOut(
  { name, path, title, summary }: SitePage,
  content: string,
  pages: readonly SitePage[],
): string {
  const up = posix.relative(posix.dirname(path), '.') || '.';
  const link = (one: SitePage): string => {
    const current = one.name === name ? ' aria-current="page"' : '';
    return `<li><a href="${up}/${one.path}.html"${current}>${escapeHtml(one.title)}</a></li>`;
  };
  const sections = groups.map(([group, folder, order]) => {
    const own = inOrder(folder, order, pages);
    const open = name.startsWith(folder) || group === 'Guides' ? ' open' : '';
    return `<details${open}><summary>${group}</summary><ul>${own.map(link).join('')}</ul></details>`;
  });
  const [first, ...others] = pages.filter(isInNoGroup);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${escapeHtml(summary)}">
<title>${escapeHtml(title)} · clio-graphql</title>
<link rel="icon" href="${up}/icon.svg">
<link rel="stylesheet" href="${up}/site.css">
<link rel="alternate" type="text/markdown" href="${posix.basename(path)}.md">
<script type="module" src="${up}/site.js"></script>
</head>
<body data-root="${up}/">
<header>
<a class="home" href="${up}/index.html">clio-graphql</a>
<a class="to-pages" href="#pages">Pages</a>
<search><input type="search" placeholder="Search" aria-label="Search the documentation" autocomplete="off"><ol hidden></ol></search>
</header>
<nav id="pages" aria-label="Pages">
<ul>${first ? link(first) : ''}</ul>${sections.join('')}<details><summary>Project</summary><ul>${others.map(link).join('')}</ul></details>
</nav>
<main>
${content}<footer><a href="${posix.basename(path)}.md">This page as Markdown</a></footer>
</main>
</body>
</html>
`;
}

/** The pages of a folder, in the order in which another page links them; those that it does not link come last. */
function inOrder(folder: string, order: string, pages: readonly SitePage[]): SitePage[] {
  const index = pages.find(({ name }) => name === order);
  const linked = [...(index?.source.matchAll(/\]\(([^()\s#]+\.md)/g) ?? [])].map(([, target = '']) =>
    posix.join(posix.dirname(order), target),
  );
  const rank = ({ name }: SitePage): number => {
    if (name === order) return -1;
    const place = linked.indexOf(name);
    return place < 0 ? linked.length : place;
  };
  return pages.filter(({ name }) => name.startsWith(folder)).sort((a, b) => rank(a) - rank(b));
}

function rewriteLinks({ name, source }: SitePage): string {
  return source.replace(/^( *)```[\s\S]*?^\1```$|\]\(([^()\s]+)\)/gm, (whole, _indent, target?: string) =>
    target === undefined ? whole : `](${siteLink(name, target, 'md').href})`,
  );
}

/** See https://llmstxt.org. */
function listForModels(pages: readonly SitePage[]): string {
  const line = ({ title, path, summary }: SitePage): string =>
    `- [${title}](${path}.md)${summary === '' ? '' : `: ${summary}`}`;
  const project = pages.filter(isInNoGroup);
  const [home] = project;
  return [
    `# ${home?.title}`,
    `> ${home?.summary}`,
    ...groups.map(
      ([group, folder, order]) => `## ${group}\n\n${inOrder(folder, order, pages).map(line).join('\n')}`,
    ),
    `## Project\n\n${project.map(line).join('\n')}\n`,
  ].join('\n\n');
}

function isInNoGroup({ name }: SitePage): boolean {
  return !groups.some(([, folder]) => name.startsWith(folder));
}

/** Characters of a section that can be searched; the reference is twenty times as long as the guides. */
const searchedText = 3000;

function searchEntries({ title, path, source }: SitePage): SearchEntry[] {
  const sections = source.replace(/^( *)```[\s\S]*?^\1```$/gm, '').split(/^(?=#{1,3} )/m);
  return sections.flatMap((section): SearchEntry[] => {
    const [, heading = ''] = /^#+ (.*)\n/.exec(section) ?? [];
    if (heading === '') return [];
    const own = plain(heading);
    const text = plain(section.slice(section.indexOf('\n'))).slice(0, searchedText);
    return [[own, title, `${path}.html${own === title ? '' : `#${anchorOf(own)}`}`, text]];
  });
}

/** Markdown without its marks. */
function plain(text: string): string {
  return text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|`|<[^>]*>|^#+ /gm, '')
    .replace(/\\?\||---/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
