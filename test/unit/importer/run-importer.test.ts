import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse as parseYaml, stringify } from 'yaml';
import { buildErrors } from '../../../scripts/reference/build-errors.ts';
import type { CatalogData } from '../../../src/catalog/types.ts';
import { codes } from '../../../src/errors.ts';
import { runImporter } from '../../../src/importer/run-importer.ts';
import { type Additions, library, libraryFile, needed } from '../../support/importer/import-library.ts';
import { readPage } from '../../support/read-markdown.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const done = { exitCode: 0, errors: '' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'importer-'));
  mkdirSync(join(folder, 'schema/descriptions'), { recursive: true });
  correct({});
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Ran {
  readonly exitCode: number;
  readonly printed: string;
  readonly errors: string;
}

function run(...args: string[]): Ran {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const schemaFolder = pathToFileURL(join(folder, 'schema/'));
  const exitCode = runImporter(args, { schemaFolder, stdout, stderr });
  return { exitCode, printed: String(stdout.read() ?? ''), errors: String(stderr.read() ?? '') };
}

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const catalog = (): CatalogData => JSON.parse(read('schema/catalog.json'));

/** Adds entries to the corrections that the library needs. */
function correct(additions: Additions): void {
  const parsed: Record<string, unknown> = parseYaml(needed);
  const merged = Object.entries(additions).map(([list, entries]) => [
    list,
    [...(parsed[list] as object[]), ...entries],
  ]);
  write('schema/corrections.yml', stringify({ ...parsed, ...Object.fromEntries(merged) }));
}

/** Writes what `schema:build -- --missing` lists, as the recipe says. */
function describeAll(): void {
  const described: Record<string, Record<string, string>> = {};
  for (const line of run('build', '--missing').printed.trim().split('\n')) {
    const [section = '', key = ''] = line.split(' ');
    described[section] = { ...described[section], [key]: `About ${key}.` };
  }
  write('schema/descriptions/all.yml', stringify(described));
}

describe('a mistake ends the command with 1 and a line that says what to do', () => {
  it.each<[title: string, prepare: () => string[], message: RegExp]>([
    ['a document that is missing', () => ['import', 'nowhere.json'], /^There is no file nowhere\.json\.\n$/],
    [
      'a document that is no OpenAPI document',
      () => ['import', write('other.json', '{}')],
      /^.*other\.json is not an OpenAPI 3 document: it needs .*\n$/,
    ],
    [
      'a document that is no JSON',
      () => ['import', write('broken.json', '{ "openapi": ')],
      /^.*broken\.json cannot be read: .*\n$/,
    ],
    [
      'corrections that are no YAML',
      () => {
        write('schema/corrections.yml', 'fields: [a');
        return ['import', libraryFile];
      },
      /^schema\/corrections\.yml cannot be read: .* at line 1, column \d+\n$/,
    ],
    [
      'a correction that lacks what it is about',
      () => {
        correct({ parameters: [{ drop: true, reason: 'It is gone.' }] });
        return ['import', libraryFile];
      },
      /^corrections: parameters: \{.*\} lacks parameter\n$/,
    ],
    [
      'a correction that changes nothing',
      () => {
        correct({ fields: [{ field: 'Book.keywords', list: true, reason: 'It is a list.' }] });
        return ['import', libraryFile];
      },
      /^The import failed:\n- fields: Book\.keywords is right already\nChange these entries of schema\/corrections\.yml\.\n$/,
    ],
    [
      'a build without a catalog',
      () => ['build'],
      /^There is no schema\/catalog\.json\. Make it: npm run schema:import -- FILE\n$/,
    ],
    [
      'a description in an unknown section',
      () => {
        run('import', libraryFile);
        write('schema/descriptions/a.yml', 'wishes: { a: b }');
        return ['build'];
      },
      /^a\.yml: unknown section "wishes" \(there are types, .*\)\n$/,
    ],
    [
      'a release that there is not',
      () => ['changes', '9.9.9'],
      /^There is no file schema\/released\/9\.9\.9\.graphqls\.\n$/,
    ],
    ['a command that there is not', () => ['wish'], /^error: unknown command 'wish'\n$/],
  ])('%s', (_title, prepare, message) => {
    const { exitCode, printed, errors } = run(...prepare());
    expect([exitCode, printed]).toEqual([1, '']);
    expect(errors).toMatch(message);
  });
});

describe('the recipe', () => {
  const recipes = readPage('CONTRIBUTING.md')
    .text.split(/^## /m)
    .find((part) => part.startsWith('Recipes'));
  const titles = [...(recipes ?? '').matchAll(/^### (.*)$/gm)].map(([, title]) => title);

  it('names files, scripts and lists that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const named = [...(recipes ?? '').matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
    const paths = named.filter((text) => /^(src|schema|docs|test|scripts)\/[^<>* ]+$/.test(text));
    expect(paths.length).toBeGreaterThan(15);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const run = [...(recipes ?? '').matchAll(/npm run ([\w:]+)/g)].map(([, script = '']) => script);
    expect(run.filter((script) => !(script in scripts))).toEqual([]);
    const lists = parseYaml(readFileSync(join(root, 'schema/corrections.yml'), 'utf8'));
    for (const list of ['places', 'parameters']) {
      expect(named).toContain(list);
      expect(lists).toHaveProperty(list);
    }
  });

  it('corrects a fact about Clio', () => {
    expect(titles).toContain('Correct a fact about Clio');
    expect(run('import', libraryFile)).toMatchObject(done);
    describeAll();
    expect(run('build')).toMatchObject(done);
    expect(read('schema/shelves.graphql')).toContain('coverUrl: ');
    const before = read('docs/coverage.md');
    write(
      'schema/corrections.yml',
      read('schema/corrections.yml').replace(
        'fields: []',
        "fields:\n  - { field: Book.cover_url, drop: true, reason: 'Answered by no account, whatever is asked.' }",
      ),
    );
    expect(run('import', libraryFile)).toMatchObject(done);
    const { errors } = run('build');
    expect(errors).toContain('1 describe nothing');
    expect(run('build', '--missing').printed).toBe('UNUSED typeFields Book.coverUrl\n');
    expect(read('schema/shelves.graphql')).not.toContain('coverUrl');
    expect(read('docs/coverage.md')).toBe(before);
  });

  it('adds an endpoint of Clio', () => {
    expect(titles).toContain('Add an endpoint of Clio');
    const { paths, components } = library.document;
    const answer = (name: string) => ({
      '200': { content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } },
    });
    const newer = {
      ...library.document,
      paths: {
        ...paths,
        '/attics.json': {
          get: { operationId: 'Attic#index', tags: ['Attics'], responses: answer('Attic_List') },
        },
        '/attics/{id}/plan.json': {
          get: { operationId: 'Attic#plan', tags: ['Attics'], responses: answer('Attic_List') },
        },
      },
      components: {
        schemas: {
          ...components.schemas,
          Attic_base: {
            type: 'object',
            properties: { id: { type: 'integer', format: 'int64' }, dust: { type: 'string' } },
          },
          Attic: { allOf: [{ $ref: '#/components/schemas/Attic_base' }] },
          Attic_List: { properties: { data: { type: 'array' } } },
        },
      },
    };
    const file = write('newer.json', JSON.stringify(newer));
    const { exitCode, errors } = run('import', file);
    expect(exitCode).toBe(1);
    expect(errors).toContain('- Attic#plan has no place in the schema: add it to places\n');
    correct({
      places: [{ operation: 'Attic#plan', on: 'Attic', name: 'plan', parent: 'id', reason: 'It is of one.' }],
    });
    expect(run('import', file)).toMatchObject(done);
    expect(Object.keys(catalog().operations)).toEqual(expect.arrayContaining(['Attic#index', 'Attic#plan']));
    expect(run('build', '--missing').printed).toMatch(/^types Attic$/m);
    describeAll();
    expect(run('build')).toMatchObject(done);
    // Its tag is in none of the document's groups.
    expect(read('schema/general.graphql')).toContain('About Attic.dust.');
    expect(run('build', '--missing').printed.trim()).toBe('');
  });

  it('corrects a filter of the sandbox that the gateway sends otherwise', () => {
    expect(titles).toContain('Correct a filter');
    run('import', libraryFile);
    expect(catalog().operations['Book#index']?.query.genre).toMatchObject({ name: 'genre' });
    correct({ parameters: [{ parameter: 'Book#index genre', drop: true, reason: 'It is not applied.' }] });
    expect(run('import', libraryFile)).toMatchObject(done);
    expect(catalog().operations['Book#index']?.query).not.toHaveProperty('genre');
  });

  it('adds an error code', () => {
    expect(titles).toContain('Add an error code');
    const row = { ...codes.NOT_FOUND, meaning: 'The shelf is empty.', action: 'Ask for another one.' };
    const before = buildErrors();
    const after = buildErrors({ ...codes, YOUR_CODE: row });
    expect(after).toContain('| `YOUR_CODE` |');
    expect(after.split('\n').filter((line) => !before.includes(line))).toEqual([
      expect.stringMatching(
        /^\| `YOUR_CODE` \| 404 \| no \| The shelf is empty\. \| Ask for another one\. \|$/,
      ),
    ]);
  });
});
