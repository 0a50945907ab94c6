import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse as parseYaml } from 'yaml';
import type { CatalogData } from '../../../src/catalog/types.ts';
import { type Corrections, parseCorrections } from '../../../src/importer/corrections.ts';
import { importCatalog } from '../../../src/importer/import-catalog.ts';
import { readDocument } from '../../../src/importer/read-document.ts';

export type List = Exclude<keyof Corrections, 'retrieved'>;

export const libraryFile = fileURLToPath(new URL('./library.yml', import.meta.url));

export const library = readDocument(libraryFile);

/** The lists that a file of corrections must have. */
const lists: readonly List[] = Object.keys(
  parseYaml(readFileSync(new URL('../../../schema/corrections.yml', import.meta.url), 'utf8')),
).filter((key): key is List => key !== 'retrieved');

/** Without these the library cannot be imported: some of its operations have no place of their own. */
const entries = `
retrieved: 2026-03-01
operations:
  - { operation: 'OpeningHours#show', response: record, entity: OpeningHours, reason: The envelope is missing. }
places:
  - { operation: 'OpeningHours#show', on: Query, name: openingHours, reason: There is one of it. }
  - { operation: 'Book#scan', on: Book, name: scanUrl, parent: id, reason: It redirects. }
  - { operation: 'Book#preview', on: Book, name: previewHtml, parent: id, reason: It is a page. }
`;

/** A complete file of corrections: all lists, most of them empty. */
export const needed = [
  entries,
  ...lists.filter((list) => !entries.includes(`\n${list}:`)).map((list) => `${list}: []\n`),
].join('');

/** The entries of `list` as they would be in the file, without their reasons. */
export type Additions = { readonly [L in List]?: readonly object[] };

const base = parseCorrections(needed);

export function corrections(additions: Additions = {}): Corrections {
  const merged = Object.entries(additions).map(([list, entries]) => {
    const added = entries.map((entry) => ({ reason: 'The test needs it.', ...entry }));
    return [list, [...base[list as List], ...added]];
  });
  return { ...base, ...Object.fromEntries(merged) };
}

export function importLibrary(additions: Additions = {}): CatalogData {
  return importCatalog(library.document, library.sha256, corrections(additions));
}
