import { readdirSync, readFileSync } from 'node:fs';

/** A page of the documentation. */
export interface Page {
  /** Path from the project's root. */
  readonly name: string;
  readonly url: URL;
  readonly text: string;
  /** Without what stands between code fences. */
  readonly prose: string;
  readonly blocks: readonly Block[];
}

/** What stands between code fences. */
export interface Block {
  readonly language: string;
  /** The other words of the fence's first line. */
  readonly words: readonly string[];
  readonly text: string;
  readonly line: number;
}

const root = new URL('../../', import.meta.url);
/** Fences may be indented, inside lists. */
const fenced = /^( *)```(\S*)([^\n]*)\n([\s\S]*?)^\1```$/gm;

/** Every hand-written page: those at the root and beside what they are about, and all below `docs/`. */
export function readPages(): Page[] {
  const below = readdirSync(new URL('docs/', root), { recursive: true, encoding: 'utf8' });
  const names = [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    'deploy/README.md',
    'examples/README.md',
    'examples/apollo-react/README.md',
    ...below.sort().map((name) => `docs/${name}`),
  ];
  return names.filter((name) => name.endsWith('.md') && !isGenerated(name)).map(readPage);
}

function isGenerated(name: string): boolean {
  return name === 'docs/coverage.md' || name.startsWith('docs/reference/');
}

export function readPage(name: string): Page {
  const url = new URL(name, root);
  const text = readFileSync(url, 'utf8');
  const blocks = [...text.matchAll(fenced)].map(
    ({ index, 1: indent = '', 2: language = '', 3: words = '', 4: body = '' }): Block => ({
      language,
      words: words.split(' ').filter((word) => word !== ''),
      text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      line: text.slice(0, index).split('\n').length,
    }),
  );
  return { name, url, text, prose: text.replace(fenced, ''), blocks };
}

/** Nothing but `NAME=value`: settings, for the environment or a `.env` file. */
export function isSettings({ language, text }: Block): boolean {
  return (
    language === 'sh' &&
    /^(\w+=[^\n]*\n)+$/.test(text) &&
    !/^\w+=\S+ +\S/m.test(text.replaceAll(/\$\([^)]*\)/g, ''))
  );
}

/** The answer to a command right before it. */
export function isPrinted({ language, words }: Block, before: Block): boolean {
  return language === 'json' && words.length === 0 && before.language === 'sh' && !isSettings(before);
}

/** What is typed, after `$ `, with what is printed then. */
export function isTranscript({ language, words, text }: Block): boolean {
  return language === 'text' && words.length === 0 && text.startsWith('$ ');
}

/** Targets of links and pictures. */
export function linksOf({ prose }: Page): string[] {
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);
}

/** Names under which a page's headings are linked to. */
export function anchorsOf({ prose }: Page): string[] {
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Rows of the first table below a heading, without its head: the cells' text, without code marks. */
export function tableBelow({ prose }: Page, heading: string): string[][] {
  const section = prose.split(new RegExp(`^#+ ${heading}$`, 'm'))[1]?.split(/^#+ /m)[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim().replaceAll('`', '')));
}
