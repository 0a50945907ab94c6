import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { buildReference } from '../../../scripts/reference/build-reference.ts';
import { buildEnvExample } from '../../../scripts/reference/build-settings.ts';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { createServedSchema } from '../../../src/federation/served-schema.ts';
import { buildCoverage } from '../../../src/importer/build-coverage.ts';
import { isRootType } from '../../../src/resolvers/schema-names.ts';
import { anchorsOf, isGenerated, linksOf, readPage } from '../../support/read-markdown.ts';
import { ownTypes, sdl } from '../../support/schema/printed-schema.ts';

const folder = new URL('../../../docs/reference/', import.meta.url);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const files = readdirSync(folder).sort();
const pages = new Map(files.map((name) => [name, readPage(`docs/reference/${name}`)]));
const anchors = new Map([...pages].map(([name, page]) => [name, new Set(anchorsOf(page))]));
const names = [...pages].flatMap(([name, page]) => (isGenerated(page) ? [name] : []));
const built = buildReference();
const { data } = loadCatalog();

/** Whether a link from `docs/reference/` has a target. */
function leadsSomewhere(file: string, anchor: string | undefined): boolean {
  const path = fileURLToPath(new URL(file, folder));
  if (!existsSync(path)) return false;
  return anchor === undefined || anchorsOf(readPage(relative(root, path))).includes(anchor);
}

/** The rows below a heading, up to the next heading of its level. */
const sections = new Map<string, { readonly page: string; readonly rows: string[]; readonly text: string }>();
for (const [page, { text }] of pages) {
  for (const section of text.split(/^### /m).slice(1)) {
    const [heading = '', ...lines] = section.split('\n');
    const end = lines.findIndex((line) => line.startsWith('## '));
    const own = end < 0 ? lines : lines.slice(0, end);
    sections.set(heading, {
      page,
      rows: own.filter((line) => line.startsWith('| `')),
      text: own.join('\n'),
    });
  }
}

const types = ownTypes(sdl).filter(({ name }) => !isRootType(name));
const roots = [sdl.getQueryType(), sdl.getMutationType(), sdl.getSubscriptionType()].flatMap((root) =>
  Object.values(root?.getFields() ?? {}).map((field) => ({ path: `${root?.name}.${field.name}`, field })),
);
const firstName = (row: string): string => row.match(/^\| `(\w+)/)?.[1] ?? '';

describe('docs/reference', () => {
  it('has the files that `npm run docs:reference` writes, and no others', () => {
    expect(names).toEqual([...built.keys()].sort());
  });

  it.each(names)('%s is what `npm run docs:reference` writes', (name) => {
    expect(readFileSync(new URL(name, folder), 'utf8')).toBe(built.get(name));
  });

  it('.env.example is what `npm run docs:reference` writes', () => {
    expect(readFileSync(join(root, '.env.example'), 'utf8')).toBe(buildEnvExample());
  });

  it('is the same each time', () => {
    expect(buildReference()).toEqual(built);
  });

  // GitHub shows no Markdown above 512 kB.
  it.each(names)('%s is small enough for GitHub to show', (name) => {
    expect(Buffer.byteLength(built.get(name) ?? '')).toBeLessThan(400_000);
  });

  it.each(names)('the links of %s have targets', (name) => {
    const page = pages.get(name);
    const links = page ? linksOf(page) : [];
    expect(links.length).toBeGreaterThan(0);
    const lost = links.filter((target) => {
      const [file = '', anchor] = target.split('#');
      if (file.startsWith('../')) return !leadsSomewhere(file, anchor);
      const own = anchors.get(file === '' ? name : file);
      return !own || (anchor !== undefined && !own.has(anchor));
    });
    expect(lost).toEqual([]);
  });

  it.each(names)('the headings of %s are distinct', (name) => {
    const anchors = anchorsOf(pages.get(name) as NonNullable<ReturnType<typeof pages.get>>);
    expect(anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index)).toEqual([]);
  });
});

describe('docs/coverage.md', () => {
  const page = readPage('docs/coverage.md');

  it('is what `npm run schema:build` writes', () => {
    expect(page.text).toBe(buildCoverage(data));
  });

  it('has a row for each operation, with a link to its field in the reference', () => {
    const rows = page.text.split('\n').filter((line) => /^\| `(GET|POST|PATCH|DELETE) /.test(line));
    expect(rows).toHaveLength(Object.keys(data.operations).length);
    for (const { method, path, field } of Object.values(data.operations)) {
      const [row = '', ...more] = rows.filter((line) =>
        line.startsWith(`| \`${method} ${path.replace('.json', '')}\` |`),
      );
      expect(more).toEqual([]);
      const isRoot = field?.on === 'Query' || field?.on === 'Mutation';
      const heading = isRoot ? `${field.on}.${field.name}` : (field?.on ?? '');
      const section = sections.get(heading);
      const anchor = heading.toLowerCase().replace('.', '');
      expect(row).toContain(`| [\`${field?.on}.${field?.name}\`](reference/${section?.page}#${anchor}) |`);
      if (!isRoot) expect(section?.rows.map(firstName), row).toContain(field?.name);
    }
  });

  it('links only to headings that exist', () => {
    for (const target of linksOf(page).filter((one) => one.startsWith('reference/'))) {
      const [file = '', anchor = ''] = target.replace('reference/', '').split('#');
      expect(anchors.get(file)?.has(anchor), target).toBe(true);
    }
  });
});

describe('the reference', () => {
  it('lists each type with its fields and values', () => {
    for (const type of types) {
      const rows = sections.get(type.name)?.rows.map(firstName);
      const members =
        isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
          ? Object.keys(type.getFields())
          : isEnumType(type)
            ? type.getValues().map(({ name }) => name)
            : [];
      expect(rows?.sort(), type.name).toEqual(members.sort());
    }
  });

  it('lists each query and mutation with its result and its arguments', () => {
    expect(roots.length).toBeGreaterThan(280);
    for (const { path, field } of roots) {
      const { text = '', rows = [] } = sections.get(path) ?? {};
      expect(text, path).toContain(`**Returns** [\`${field.type}\`]`);
      const shown = [
        ...rows.map(firstName),
        ...(text.match(/^- \*\*Pages\*\* by ([^.]*)/m)?.[1] ?? '').matchAll(/\w+/g),
      ].map(String);
      expect(shown.sort(), path).toEqual(field.args.map(({ name }) => name).sort());
    }
  });

  it('lists the access permissions of each operation for which Clio states them', () => {
    const operations = Object.values(data.operations).filter(({ permissions }) => permissions);
    expect(operations.length).toBeGreaterThan(100);
    const all = pages.get('permissions.md')?.text.split('\n') ?? [];
    for (const { method, field, permissions = [] } of operations) {
      for (const name of permissions) {
        const permission = `${name} (${method === 'GET' ? 'read' : 'write'})`;
        const place = `${field?.on}.${field?.name}`;
        const own =
          sections.get(place)?.text ??
          sections.get(field?.on ?? '')?.rows.find((row) => firstName(row) === field?.name);
        expect(own?.match(/\*\*Permission\*\* (.*?)\.?( \||$)/m)?.[1]?.split(', '), place).toContain(
          permission,
        );
        expect(all.find((row) => row.startsWith(`| ${permission} |`))).toContain(`[\`${place}\`]`);
      }
    }
  });

  it("names each of Clio's operations", () => {
    const all = [...built.values()].join('\n');
    for (const { method, path } of Object.values(data.operations))
      expect(all).toMatch(
        new RegExp(`\`${method} ${path.replace('.json', '').replace(/[{}]/g, '\\$&')}[\`?]`),
      );
  });

  it('states that a field costs a call only at the fields that cost one in the subgraph’s schema', () => {
    const { definitions } = parse(createServedSchema(loadCatalog(), { nodeFields: true }).subgraphSdl());
    const costly = definitions.flatMap((one) =>
      one.kind === 'ObjectTypeDefinition' || one.kind === 'ObjectTypeExtension'
        ? (one.fields ?? [])
            .filter(({ directives }) => directives?.some(({ name }) => name.value === 'cost'))
            .map(({ name }) => `${one.name.value}.${name.value}`)
        : [],
    );
    const shown: string[] = [];
    for (const [heading, { rows, text }] of sections) {
      if (/^- \*\*Calls\*\* (?!none)/m.test(text)) shown.push(heading);
      for (const row of rows) if (row.includes('**Calls**')) shown.push(`${heading}.${firstName(row)}`);
    }
    expect(costly.length).toBeGreaterThan(400);
    expect(shown.sort()).toEqual(costly.sort());
  });

  it.each([
    ['Matter', '| `displayNumber` | `String` | `display_number` |'],
    ['Matter', 'Loaded by id** with `GET /matters/{id}` or `GET /matters?ids[]=…`: a call for each 200 ids'],
    ['Matter', '`GET /tasks?matter_id=…`'],
    ['Matter', '`Activity.matter`'],
    ['MatterFilter', '| `clientId` | `ID` | `client_id` |'],
    ['ActivityType', '| `TIME_ENTRY` | `TimeEntry` |'],
    ['ActivityOrderBy', '| `DATE_DESC` | `date(desc)` |'],
    ['CreateTaskInput', '| `matterId` | `ID` | `matter.id` |'],
    ['UpdateTaskInput', '| `ifMatch` | `String` | `If-Match` |'],
    ['Query.billableClients', 'at most 25 records. A page of Clio has 25'],
    ['Query.matters', 'at most 50 records. A page of Clio has 200'],
    ['Query.contact', '- **REST** `GET /contacts/{id}`\n- **Calls** one'],
    ['Mutation.deleteTask', '- **REST** `DELETE /tasks/{id}`'],
  ])('says about %s: %s', (heading, words) => {
    expect(sections.get(heading)?.text).toContain(words);
  });
});
