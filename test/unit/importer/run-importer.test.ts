import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse as parseYaml, stringify } from 'yaml';
import { buildErrors } from '../../../scripts/reference/build-errors.ts';
import type { OperationFact } from '../../../src/catalog/operation-facts.ts';
import type { CatalogData } from '../../../src/catalog/types.ts';
import { codes } from '../../../src/errors.ts';
import { runImporter } from '../../../src/importer/run-importer.ts';
import { filterMaker } from '../../../src/sandbox/filters.ts';
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

/** Writes the descriptions that `schema:build -- --missing` lists, as the recipe says. */
function describeAll(): void {
  const described: Record<string, Record<string, string>> = {};
  for (const line of run('build', '--missing').printed.trim().split('\n')) {
    const [section = '', key = ''] = line.split(' ');
    described[section] = { ...described[section], [key]: `About ${key}.` };
  }
  write('schema/descriptions/all.yml', stringify(described));
}

describe('the command fails with 1 and a line that says what to do, given', () => {
  it.each<[title: string, prepare: () => string[], message: RegExp]>([
    ['a document that is missing', () => ['import', 'nowhere.json'], /^There is no file nowhere\.json\.\n$/],
    [
      'a document that is not an OpenAPI document',
      () => ['import', write('other.json', '{}')],
      /^.*other\.json is not an OpenAPI 3 document: it needs .*\n$/,
    ],
    [
      'a document that is not JSON',
      () => ['import', write('broken.json', '{ "openapi": ')],
      /^.*broken\.json cannot be read: .*\n$/,
    ],
    [
      'corrections that are not YAML',
      () => {
        write('schema/corrections.yml', 'fields: [a');
        return ['import', libraryFile];
      },
      /^schema\/corrections\.yml cannot be read: .* at line 1, column \d+\n$/,
    ],
    [
      'a correction without a subject',
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
      'an unknown release',
      () => ['changes', '9.9.9'],
      /^There is no file schema\/released\/9\.9\.9\.graphqls\.\n$/,
    ],
    ['an unknown command', () => ['wish'], /^error: unknown command 'wish'\n$/],
  ])('%s', (_title, prepare, message) => {
    const { exitCode, printed, errors } = run(...prepare());
    expect([exitCode, printed]).toEqual([1, '']);
    expect(errors).toMatch(message);
  });
});

const recipes = (
  readPage('CONTRIBUTING.md')
    .text.split(/^## /m)
    .find((part) => part.startsWith('Recipes')) ?? ''
).split(/^### /m);

/** What a recipe contains as code: files, commands, and names in those files. */
describe.each(recipes.slice(1).map((text) => [text.split('\n')[0] ?? '', text]))(
  'the recipe "%s"',
  (_, text) => {
    const quoted = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
    const paths = quoted.filter((code) =>
      /^(src|schema|docs|test|scripts)\/[^<>* ]+$|^[\w.]+\.(md|example)$/.test(code),
    );

    it('names files and tests that exist', () => {
      const tested = [...text.matchAll(/npx vitest run ([\w/. -]+)/g)].flatMap(([, files = '']) =>
        files.split(' ').filter((word) => word.includes('/')),
      );
      expect([...paths, ...tested].filter((path) => !existsSync(join(root, path)))).toEqual([]);
    });

    it('names scripts of package.json', () => {
      const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, script = '']) => script);
      expect(named.filter((script) => !(script in scripts))).toEqual([]);
    });

    it('names code that its files contain', () => {
      const all = paths.map(contentOf).join('\n');
      const names = quoted.flatMap(
        (code) => /^(?:new )?([A-Za-z]\w+)(?:$|\()|: ([a-z]\w+)\(/.exec(code)?.slice(1) ?? [],
      );
      const isKnown = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(all);
      // The kinds of blocks have names of GraphQL and Markdown.
      const unknown = names.filter((name) => name && name !== 'yaml' && !isKnown(name));
      expect(unknown).toEqual([]);
    });
  },
);

/** The text of a file, or of all files of a folder. */
function contentOf(path: string): string {
  const full = join(root, path);
  if (!statSync(full).isDirectory()) return readFileSync(full, 'utf8');
  const files = readdirSync(full, { withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ name }) => readFileSync(join(full, name), 'utf8')).join('\n');
}

describe('the recipe for', () => {
  const titles = recipes.map((text) => text.split('\n')[0]);

  it('correcting a fact about Clio works', () => {
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

  it('adding an endpoint of Clio works', () => {
    expect(titles).toContain('Add an endpoint of Clio');
    const { paths, components } = library.document;
    const response = (name: string) => ({
      '200': { content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } },
    });
    const newer = {
      ...library.document,
      paths: {
        ...paths,
        '/attics.json': {
          get: { operationId: 'Attic#index', tags: ['Attics'], responses: response('Attic_List') },
        },
        '/attics/{id}/plan.json': {
          get: { operationId: 'Attic#plan', tags: ['Attics'], responses: response('Attic_List') },
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
    // None of the document's groups contains its tag.
    expect(read('schema/general.graphql')).toContain('About Attic.dust.');
    expect(run('build', '--missing').printed.trim()).toBe('');
  });

  it('correcting a filter works: the sandbox compares a parameter with the field of its name by default', () => {
    expect(titles).toContain('Correct a filter');
    run('import', libraryFile);
    const operation = catalog().operations['Book#index'] as OperationFact;
    const filter = filterMaker(catalog(), operation, 'genre')?.('novel', undefined as never);
    expect([filter?.({ genre: 'novel' }), filter?.({ genre: 'poetry' })]).toEqual([true, false]);
    expect(() => filterMaker(catalog(), operation, 'minimum_pages')).toThrow(/filter Book by minimum_pages/);
    correct({ parameters: [{ parameter: 'Book#index genre', drop: true, reason: 'It is not applied.' }] });
    expect(run('import', libraryFile)).toMatchObject(done);
    expect(catalog().operations['Book#index']?.query).not.toHaveProperty('genre');
  });

  it('adding an error code works: code and a test use it', () => {
    expect(titles).toContain('Add an error code');
    const row = { ...codes.NOT_FOUND, meaning: 'The shelf is empty.', action: 'Ask for another one.' };
    const before = buildErrors().split('\n');
    const after = buildErrors({ ...codes, YOUR_CODE: row }).split('\n');
    expect(after.filter((line) => !before.includes(line))).toEqual([
      '| `YOUR_CODE` | 404 | no | The shelf is empty. | Ask for another one. |',
    ]);
    const [source, tests] = ['src', 'test'].map((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && file !== 'errors.ts')
        .map((file) => readFileSync(join(root, folder, file), 'utf8'))
        .join('\n'),
    );
    const unused = Object.keys(codes).filter(
      (code) => !source?.includes(`'${code}'`) || !tests?.includes(code),
    );
    expect(unused).toEqual([]);
  });
});
