import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { completeConfig } from '../../../src/config/complete-config.ts';
import { createServedSchema } from '../../../src/federation/served-schema.ts';
import { createPlanner } from '../../../src/planner/planner.ts';
import { PreparedDocuments } from '../../../src/request/prepared-documents.ts';
import type { PreparedOperation } from '../../../src/request/prepared-operation.ts';
import { otherNames } from '../../../src/request/suggest-names.ts';

const catalog = loadCatalog();
const served = createServedSchema(catalog);
const planner = createPlanner(catalog, served.planned);

function createDocuments(maxBytes?: number, introspection = true): PreparedDocuments {
  const config = completeConfig({ introspection });
  return new PreparedDocuments({ schema: served.schema, config }, maxBytes);
}

/** Does for an operation what a request does. */
function use(operation: PreparedOperation, variables: Readonly<Record<string, unknown>>): void {
  const variant = operation.variant(variables);
  operation.compiledFields(variables);
  operation.adapted ??= served.adapt(operation.operation, operation.fragments);
  variant.plan ??= planner.plan({ ...operation.adapted, variables });
}

describe('a prepared document', () => {
  const query = 'query ($on: Boolean!, $id: ID!) { matter(id: $id) { id number @include(if: $on) } }';

  it('is prepared once, and so are its operations', () => {
    const documents = createDocuments();
    const document = documents.prepare(query);
    expect(documents.prepare(query)).toBe(document);
    const operation = document.operation(undefined);
    expect(operation).not.toBeNull();
    expect(document.operation(null)).toBe(operation);
  });

  it('is planned and compiled once for all arguments, and again for other values of @include and @skip', () => {
    const operation = createDocuments().prepare(query).operation(undefined);
    if (!operation) throw new Error('The query is valid.');
    const on = operation.variant({ on: true, id: '1' });
    expect(operation.variant({ on: true, id: '2' })).toBe(on);
    const off = operation.variant({ on: false, id: '1' });
    expect(off).not.toBe(on);
    expect(operation.compiledFields({ on: true, id: '1' })).toBe(
      operation.compiledFields({ on: true, id: '2' }),
    );
  });

  it('has no operation if it is invalid or has none of that name', () => {
    const documents = createDocuments();
    expect(documents.prepare('{ nothing }').operation(undefined)).toBeNull();
    expect(documents.prepare('{').operation(undefined)).toBeNull();
    expect(documents.prepare('query A { __typename }').operation('B')).toBeNull();
  });

  it('keeps @defer only for clients that accept results in parts', () => {
    const document = createDocuments().prepare('{ matter(id: 1) { id ... @defer { number } } }');
    expect(document.errors).toEqual([]);
    expect(document.operation(undefined, true)?.isIncremental).toBe(true);
    expect(document.operation(undefined)?.isIncremental).toBe(false);
  });
});

describe('the memory of prepared documents', () => {
  /** In a call of its own, so that nothing but `kept` leads to the documents afterwards. */
  function keepMany(kept: Set<PreparedDocuments>): void {
    const documents = createDocuments(8_000_000);
    kept.add(documents);
    for (let index = 0; index < 4_000; index += 1) {
      const query = `query Q${index}($id: ID!) { matter(id: $id) { a${index}: displayNumber status client { id name } } }`;
      const operation = documents.prepare(query).operation(undefined);
      if (!operation) throw new Error('The query is valid.');
      use(operation, { id: '1' });
      // The next lookup counts what the first request has added.
      documents.prepare(query);
    }
  }

  it('stays within its limit for any number of distinct documents', { timeout: 60_000 }, () => {
    const kept = new Set<PreparedDocuments>();
    keepMany(kept);
    // Earlier test files leave code in the process, which V8 drops only after several collections.
    for (let turn = 0; turn < 10; turn += 1) globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    kept.clear();
    globalThis.gc?.();
    const keptBytes = before - process.memoryUsage().heapUsed;
    expect(keptBytes).toBeLessThan(10_000_000);
    // A much too high estimate would waste memory.
    expect(keptBytes).toBeGreaterThan(6_000_000);
  });
});

describe('a subscription', () => {
  it.each([
    ['{ matterChanged { id } taskChanged { id } }', 'must select only one top level field'],
    [
      '{ ...F } fragment F on Subscription { a: matterChanged { id } b: matterChanged { id } }',
      'must select only one',
    ],
    ['{ __typename }', 'must not select an introspection top level field'],
    ['{ matterChanged @skip(if: true) { id } }', 'must not use `@skip` or `@include` directives'],
    [
      '($w: Boolean!) { matterChanged @include(if: $w) { id } }',
      'must not use `@skip` or `@include` directives',
    ],
    [
      '($w: Boolean!) { ... on Subscription { ...F } } fragment F on Subscription { matterChanged @include(if: $w) { id } }',
      'must not use `@skip` or `@include` directives',
    ],
    ['($w: Boolean!) { ...F @include(if: $w) } fragment F on Subscription { ...F }', 'must not use `@skip`'],
  ])('is invalid: %s', (text, message) => {
    const { errors } = createDocuments().prepare(`subscription ${text}`);
    expect(errors[0]?.message).toContain(message);
  });
});

describe('an error about a name that the schema does not have', () => {
  const messagesOf = (query: string, introspection = true): readonly string[] =>
    createDocuments(undefined, introspection)
      .prepare(query)
      .errors.map(({ message }) => message);

  it.each([
    ['{ me { id } }', '"viewer"?'],
    ['{ invoices { nodes { id } } }', '"bills"?'],
    ['{ matters(limit: 5) { nodes { id } } }', '"first"?'],
    ['{ contacts(filter: { name: "a" }) { nodes { id } } }', '"query"?'],
    ['{ contact(id: 1) { email } }', '"primaryEmailAddress" or "emailAddresses"?'],
    [
      '{ user(id: 1) { tasks { nodes { id } } } }',
      '"tasksAsAssignee", "tasksAsAssigner", or "tasksAsResponsibleAttorney"?',
    ],
    [
      '{ bankAccounts(filter: { type: TRUST }) { nodes { id } } }',
      'the enum value "OPERATING_ACCOUNT" or "TRUST_ACCOUNT"?',
    ],
    ['mutation { createNote(input: { matterId: 1, subject: "a", body: "b" }) { note { id } } }', '"detail"?'],
    // As graphql-js suggests.
    ['{ matterz { nodes { id } } }', '"matter" or "matters"?'],
  ])('suggests a name: %s', (query, names) => {
    expect(messagesOf(query)).toEqual([expect.stringMatching(/ Did you mean .*\?$/)]);
    expect(messagesOf(query)[0]).toContain(names);
    expect(messagesOf(query, false)[0]).not.toContain('Did you mean');
  });

  it('suggests names for variables too, and hides the schema if introspection is off', () => {
    const query = 'mutation ($input: CreateNoteInput!) { createNote(input: $input) { note { id } } }';
    const input = { matterId: 1, subject: 'a', body: 'b', dat: '2026-01-01' };
    const messages = (introspection: boolean): readonly string[] => {
      const operation = createDocuments(undefined, introspection).prepare(query).operation(undefined);
      return operation?.coerceVariables({ input }).errors?.map(({ message }) => message) ?? [];
    };
    expect(messages(true)).toEqual([
      expect.stringMatching(/"body" is not defined by type "CreateNoteInput". Did you mean "detail"\?$/),
      expect.stringMatching(/"dat" is not defined by type "CreateNoteInput". Did you mean "date"\?$/),
    ]);
    expect(messages(false)).toEqual([
      expect.stringMatching(/"body" is not defined by type "CreateNoteInput".$/),
      expect.stringMatching(/"dat" is not defined by type "CreateNoteInput".$/),
    ]);
  });

  it('suggests nothing if no name is similar', () => {
    expect(messagesOf('{ contact(id: 1) { quux } }')).toEqual([
      'Cannot query field "quux" on type "Contact".',
    ]);
  });
});

it('only suggests names that exist in the schema', () => {
  const names = new Set(
    Object.values(served.schema.getTypeMap()).flatMap((type) => {
      if (!('getFields' in type)) return [];
      const fields = Object.values(type.getFields());
      return [...fields, ...fields.flatMap((field) => ('args' in field ? field.args : []))].map(
        ({ name }) => name,
      );
    }),
  );
  expect(
    Object.values(otherNames)
      .flat()
      .filter((name) => !names.has(name)),
  ).toEqual([]);
});
