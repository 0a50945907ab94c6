import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges } from 'graphql';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { readSdl } from '../../../src/catalog/read-sdl.ts';
import { parseCorrections } from '../../../src/importer/corrections.ts';
import { listChanges, newFields, newNames } from '../../../src/importer/list-changes.ts';
import { sdl } from '../../support/schema/printed-schema.ts';

const folder = new URL('../../../schema/', import.meta.url);
const releases = readdirSync(new URL('released/', folder)).sort((a, b) =>
  a.localeCompare(b, 'en', { numeric: true }),
);

const releasedSdl = readFileSync(new URL(`released/${releases.at(-1)}`, folder), 'utf8');
const released = buildSchema(releasedSdl);

describe('the last released schema', () => {
  it('is stored', () => {
    expect(releases.length).toBeGreaterThan(0);
  });

  // A change listed here breaks clients. CONTRIBUTING.md explains how it is released.
  it('is not broken by the current one', () => {
    expect(findBreakingChanges(released, sdl)).toEqual([]);
  });

  it('would be broken by a removed field', () => {
    const less = buildSchema(releasedSdl.replace('  displayNumber: String\n', ''));
    const changes = findBreakingChanges(released, less);
    expect(changes).toEqual([expect.objectContaining({ type: 'FIELD_REMOVED' })]);
  });
});

describe('the changelog', () => {
  it('lists the changes that break the previous release', () => {
    const before = readFileSync(new URL('released/0.1.0.graphqls', folder), 'utf8');
    const names = newNames(parseCorrections(readFileSync(new URL('corrections.yml', folder), 'utf8')));
    const changelog = readFileSync(new URL('../CHANGELOG.md', folder), 'utf8').split('\n');
    const rows = listChanges(before, readSdl(folder), names, newFields(loadCatalog().data));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => !changelog.includes(row))).toEqual([]);
  });

  const first = `type Query { book(id: ID!, in: Shelf): Tome, books(filter: TomeFilter): [Tome!] }
    type Tome { title: String, pages: Int } enum Shelf { UPPER LOWER } input TomeFilter { a: Int, b: Int, c: Int }`;
  const current = `type Query { book(id: ID!, in: Shelf): Book, books(filter: BookFilter): [Book!] }
    type Book { title: String } enum Shelf { UPPER } input BookFilter { a: Int }`;

  it.each([
    ['a type by its replacement', '| `Tome` | `Book` |'],
    ['an input', '| `TomeFilter` | `BookFilter` |'],
    ['a field that a renamed type has no longer', '| `Tome.pages` | gone |'],
    ['a field that a renamed input has no longer', '| `TomeFilter.b` | gone |'],
    ['a field that stands elsewhere', '| `TomeFilter.c` | `d: { gt }` |'],
  ])('can name %s', (_, row) => {
    const fields = new Map([['BookFilter.c', 'd: { gt }']]);
    expect(listChanges(first, current, new Map(), fields)).toContain(row);
  });
});
