import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import type { BodyFact } from '../../../src/catalog/operation-facts.ts';
import { spelledValues } from '../../../src/catalog/spelled-values.ts';
import { parseCorrections } from '../../../src/importer/corrections.ts';
import { formatCatalog } from '../../../src/importer/format-catalog.ts';
import { importCatalog } from '../../../src/importer/import-catalog.ts';
import { readDocument } from '../../../src/importer/read-document.ts';
import {
  correctionsOf,
  hasClioDocument,
  readClioDocument,
  type Schema,
  skipNote,
} from '../../support/openapi/clio-document.ts';

describe.skipIf(!hasClioDocument)(`the catalog against Clio's document${skipNote}`, () => {
  // Vitest collects the tests of a skipped suite too.
  const document = hasClioDocument ? readClioDocument() : undefined!;
  const { entities, enums, operations, source } = loadCatalog().data;
  const { schemas = {}, operations: clioOperations = [] } = document ?? {};

  const dropped = new Set(
    correctionsOf('entities')
      .filter(({ drop }) => drop)
      .map(({ entity }) => String(entity)),
  );
  const bases = Object.keys(schemas)
    .filter((name) => name.endsWith('_base'))
    .map((name) => name.slice(0, -'_base'.length));
  const composed = bases.filter((name) => schemas[name]?.allOf);
  const embedded = bases.filter((name) => !schemas[name]);

  it('is exactly what an import of the document produces', () => {
    const corrections = readFileSync(new URL('../../../schema/corrections.yml', import.meta.url), 'utf8');
    const read = readDocument(fileURLToPath(document.file));
    const imported = importCatalog(read.document, read.sha256, parseCorrections(corrections));
    const checkedIn = readFileSync(new URL('../../../schema/catalog.json', import.meta.url), 'utf8');
    expect(firstDifference(formatCatalog(imported), checkedIn)).toBeUndefined();
  });

  it('has all paths and operations', () => {
    expect(new Set(Object.values(operations).map(({ path }) => path)).size).toBe(document.paths);
    expect(Object.keys(operations).sort()).toEqual(clioOperations.map(({ id }) => id).sort());
    expect(source).toMatchObject({ paths: document.paths, operations: clioOperations.length });
  });

  it('has all composed and embedded types except those that a correction drops', () => {
    expect(Object.keys(entities).sort()).toEqual(bases.filter((name) => !dropped.has(name)).sort());
  });

  // ---- fields ----------------------------------------------------------------------------------

  const fieldCorrections = new Map(correctionsOf('fields').map((entry) => [String(entry.field), entry]));

  /** Every property of a type, from its flat and its nested half; the nested half's value where both have one. */
  function properties(entity: string): [string, Schema, boolean][] {
    const flat = schemas[`${entity}_base`]?.properties ?? {};
    const nested = Object.assign({}, ...(schemas[entity]?.allOf ?? []).map((half) => half.properties ?? {}));
    return Object.entries({ ...flat, ...nested } as Record<string, Schema>).map(([key, schema]) => [
      key,
      schema,
      key in nested,
    ]);
  }

  it.each(composed.concat(embedded).filter((name) => !dropped.has(name)))(
    'has every field of %s, and no other',
    (name) => {
      const { fields, id } = entities[name]!;
      const expected: Record<string, unknown> = {};
      const found: Record<string, unknown> = {};
      for (const [key, schema, nested] of properties(name)) {
        const correction = fieldCorrections.get(`${name}.${key}`);
        if (correction?.drop) continue;
        const value = schema.items ?? schema;
        const fact = fields[key];
        if (nested && !correction?.json) {
          const to = value.$ref?.replace(/^#\/components\/schemas\/|_base$/g, '');
          expected[key] = [schema.items ? 'many' : 'one', to];
          found[key] = fact && 'entity' in fact ? [fact.kind, fact.entity] : fact;
        } else {
          expected[key] = {
            format: correction?.json ? 'object' : (value.format ?? value.type),
            list: schema.type === 'array' || correction?.list === true,
            values: correction?.type
              ? undefined
              : ((correction?.values as readonly string[] | undefined) ?? value.enum)?.slice().sort(),
          };
          found[key] =
            fact?.kind === 'scalar'
              ? {
                  format: fact.format,
                  list: fact.list === true,
                  values: fact.enum ? Object.values(enums[fact.type]?.values ?? {}).sort() : undefined,
                }
              : fact;
        }
      }
      expect(found).toEqual(expected);
      // The document lists nothing for these.
      const given = (correctionsOf('entities').find(({ entity }) => entity === name)?.given ?? {}) as object;
      // A field without a place in Clio's API is marked: Clio cannot have a field of that name.
      expect(
        Object.keys(fields)
          .filter((key) => !key.startsWith('~'))
          .sort(),
      ).toEqual([...Object.keys(expected), ...Object.keys(given)].sort());
      if (!('id' in given)) expect(id).toBe(schemas[`${name}_base`]?.properties?.id?.type);
    },
  );

  // ---- operations ------------------------------------------------------------------------------

  const operationCorrections = new Map(
    correctionsOf('operations').map((entry) => [String(entry.operation), entry]),
  );
  const parameterCorrections = new Map(
    correctionsOf('parameters').map((entry) => [String(entry.parameter), entry]),
  );
  const paging = ['fields', 'limit', 'page_token', 'order'];

  describe.each(clioOperations.map((operation) => [operation.id, operation] as const))('%s', (id, clio) => {
    const fact = operations[id]!;
    const inQuery = clio.parameters.filter((parameter) => parameter.in === 'query');
    const find = (name: string) => inQuery.find((parameter) => parameter.name === name);

    it('has its path, method and statuses', () => {
      expect([fact.method, fact.path]).toEqual([clio.method, clio.path]);
      expect([...fact.statuses]).toEqual([...clio.statuses].sort((a, b) => a - b));
      const placeholders = clio.path.match(/(?<=\{)\w+(?=\})/g) ?? [];
      expect(fact.pathParameters).toEqual(placeholders);
      const declared = clio.parameters.filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name).sort()).toEqual([...placeholders].sort());
    });

    it('has its response', () => {
      const correction = operationCorrections.get(id);
      const kind = clio.responseSchema?.endsWith('_List') ? 'list' : 'record';
      const other = clio.statuses.includes(303) ? 'redirect' : clio.method === 'GET' ? 'text' : 'empty';
      expect(fact.response).toBe(correction?.response ?? (clio.responseSchema ? kind : other));
      if (clio.responseSchema) expect(fact.entity).toBe(clio.responseSchema.replace(/_(List|Show)$/, ''));
    });

    it('has every query parameter with its type, values and demand', () => {
      const expected: Record<string, unknown> = {};
      const found: Record<string, unknown> = {};
      for (const { name, schema, required } of inQuery) {
        if (paging.includes(name)) continue;
        const correction = parameterCorrections.get(`${id} ${name}`);
        if (correction?.drop) continue;
        const day = schema.format === 'date' || schema.format === 'date-time' ? schema.format : undefined;
        const values =
          (correction?.values as string[] | undefined) ?? (correction?.type ? undefined : schema.enum);
        expected[name] = {
          type: correction?.type ?? (correction?.values ? 'string' : (day ?? schema.type)),
          values: values && [...values].sort(),
          required: required === true,
          list: name.endsWith('[]') ? 'repeat' : correction?.list,
        };
        const own = fact.query[name];
        found[name] = own && {
          type: own.type,
          values:
            own.enum === undefined
              ? undefined
              : Object.values(spelledValues(loadCatalog().data, own.enum, own)).sort(),
          required: own.required === true,
          list: own.list,
        };
      }
      expect(found).toEqual(expected);
      expect(Object.keys(fact.query).sort()).toEqual(Object.keys(expected).sort());
    });

    it('has its paging, order and headers', () => {
      const headers = clio.parameters
        .filter((parameter) => parameter.in === 'header')
        .map(({ name }) => name.toUpperCase());
      const limit = find('limit')?.description.match(/\d+/g)?.map(Number);
      const prose = find('order')?.description.match(/`([a-z_]+\((?:asc|desc)\))`/)?.[1];
      const keys = operationCorrections.get(id)?.order as string[] | undefined;
      const order = keys
        ? keys.flatMap((key) => [`${key}(asc)`, `${key}(desc)`])
        : find('order')?.schema.enum;
      expect({
        fields: fact.fields === true,
        limit: fact.limit,
        pageToken: fact.pageToken === true,
        order: fact.order && Object.values(fact.order.values).sort(),
        defaultOrder: fact.order?.default,
        apiVersion: fact.apiVersion === true,
        ifMatch: fact.ifMatch === true,
        ifNoneMatch: fact.ifNoneMatch === true,
      }).toEqual({
        fields: find('fields') !== undefined,
        // "… between 1 and 200. Default: `200`."
        limit: limit?.[1],
        pageToken: find('page_token') !== undefined,
        order: order && [...order].sort(),
        defaultOrder: order ? (prose ?? 'id(asc)') : undefined,
        apiVersion: headers.includes('X-API-VERSION'),
        ifMatch: headers.includes('IF-MATCH'),
        ifNoneMatch: headers.includes('IF-NONE-MATCH'),
      });
      if (limit) expect(limit).toEqual([1, fact.limit, fact.limit]);
    });

    it('has its body', () => {
      const [first, ...others] = clio.bodies;
      for (const other of others) expect(other).toEqual(first);
      const taken = operationCorrections.get(id)?.body === false ? undefined : first;
      const expected = taken && plainBody(taken);
      for (const correction of correctionsOf('bodies')) {
        const [operation, path = ''] = String(correction.body).split(' ');
        if (operation === id && expected) correctBody(expected, path.split('.'), correction);
      }
      expect(fact.body && plainBody(fact.body)).toEqual(expected);
    });
  });
});

/** A catalog is long: a failure shows only the first difference. */
function firstDifference(a: string, b: string): string | undefined {
  if (a === b) return undefined;
  let at = 0;
  while (a[at] === b[at]) at += 1;
  const around = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
  return `line ${a.slice(0, at).split('\n').length}: ${around(a)} ≠ ${around(b)}`;
}

/** What the document, or the catalog, states about a body. */
interface PlainBody {
  type: string;
  format?: string;
  values?: unknown;
  fallback?: unknown;
  required: readonly string[];
  properties: Record<string, PlainBody>;
  items?: PlainBody;
}

function plainBody(body: Schema | BodyFact): PlainBody {
  const inner = Object.entries(body.properties ?? {}).map(([key, property]) => [key, plainBody(property)]);
  return {
    type: body.type ?? 'object',
    format: body.format,
    values: body.enum,
    fallback: body.default,
    required: [...(body.required ?? [])].sort(),
    properties: Object.fromEntries(inner),
    items: body.items && plainBody(body.items),
  };
}

function correctBody(
  body: PlainBody,
  path: readonly string[],
  correction: Readonly<Record<string, unknown>>,
) {
  const [key = '', ...rest] = path;
  const property = body.properties[key];
  if (!property) throw new Error(`${String(correction.body)}: there is no ${key}`);
  if (rest.length > 0) {
    correctBody(property.items ?? property, rest, correction);
    return;
  }
  const { drop, required, type, format, values, label, reference } = correction;
  const others = body.required.filter((one) => one !== key);
  if (drop) delete body.properties[key];
  if (drop || required === false) body.required = others;
  if (required === true) body.required = [...others, key].sort();
  if (type) Object.assign(property, { type, format });
  if (format) property.format = String(format);
  if (values) property.values = values;
  if (label) property.values = undefined;
  if (reference) property.properties = { id: plainBody({ type: 'integer', format: 'int64' }) };
}
