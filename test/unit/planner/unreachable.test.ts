import { expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import type { NestedFact } from '../../../src/catalog/types.ts';
import { planned, planner, prepare, unreachable } from '../../support/plan-query.ts';

// Clio nests one level, and some records have no endpoint: two levels below the last record that can be loaded, only their ids
// are available.
it.each([
  ['{ matters { nodes { customRate { rates { rate } } } } }', 'matters.customRate.rates'],
  ['{ matters { nodes { customRate { rates { user { name } } } } } }', 'matters.customRate.rates'],
  [
    '{ documents { nodes { latestDocumentVersion { creator { name } } } } }',
    'documents.latestDocumentVersion.creator',
  ],
  [
    '{ documents { nodes { latestDocumentVersion { creator { id } } } } }',
    'documents.latestDocumentVersion.creator',
  ],
  [
    '{ medicalRecordsRequests { nodes { medicalBills { liens { amount } } } } }',
    'medicalRecordsRequests.medicalBills.liens',
  ],
  ['{ items { nodes { a: latestDocumentVersion { b: creator { name } } } } }', 'items.a.b'],
])('reports one unreachable position in %s', (query, position) => {
  expect(unreachable(planner.plan(prepare(query)))).toEqual([position]);
});

it.each([
  '{ matters { nodes { customRate { rates { id } } } } }',
  '{ documents { nodes { latestDocumentVersion { creator { clioId } } } } }',
  '{ documents { nodes { latestDocumentVersion { multiparts { putHeaders { name } } } } } }',
  '{ communications { nodes { senders { avatar { id } } } } }',
  '{ communications { nodes { senders { avatar { url } } } } }',
  '{ activities { nodes { subject { id } matter { tasks { nodes { assignee { avatar { url } } } } } } } }',
  '{ users { nodes { avatar { url } } } }',
  '{ activities { nodes { user { avatar { url } } } } }',
])('reports no unreachable position in %s', (query) => {
  expect(unreachable(planner.plan(prepare(query)))).toEqual([]);
});

it('plans the rest as if the position were not selected', () => {
  const rest = '{ documents { nodes { name latestDocumentVersion { size } } } }';
  expect(planned(rest.replace('size', 'size creator { name }'))).toBe(planned(rest));
});

// Below a record that can be loaded, everything within two levels is reachable: only records that cannot be loaded are tried
// here.
it('reports seven positions of the whole schema, each without a call and with a suggestion', () => {
  const catalog = loadCatalog();
  const { entities, operations } = catalog.data;
  const nestedIn = (entity: string): NestedFact[] =>
    Object.values(entities[entity]?.fields ?? {}).flatMap((one) =>
      one.kind === 'one' || one.kind === 'many' ? [one] : [],
    );
  const found: string[] = [];
  let positions = 0;
  for (const { field, entity, response, query } of Object.values(operations)) {
    if (response !== 'list' || entity === undefined || field === undefined) continue;
    if (Object.values(query).some(({ required }) => required)) continue;
    for (const outer of nestedIn(entity)) {
      if (catalog.load(outer.entity)) continue;
      for (const inner of nestedIn(outer.entity)) {
        const { fields } = catalog.entity(inner.entity);
        const [value] = Object.values(fields).filter(({ kind, name }) => kind === 'scalar' && name !== 'id');
        const records = `${field.name} { nodes { ${outer.name} { ${inner.name} { ${value?.name ?? '__typename'} } } } }`;
        const on = `node(id: "${field.on}:1") { ... on ${field.on} { ${records} } }`;
        positions += 1;
        const plan = planner.plan(prepare(`{ ${field.on === 'Query' ? records : on} }`));
        for (const { rejections } of plan.fields.values())
          for (const { message } of rejections)
            found.push(
              `${field.name}.${outer.name}.${inner.name}: ${message.replace(/^.*by themselves\. /, '')}`,
            );
      }
    }
  }
  expect(positions).toBeGreaterThan(40);
  const versions = 'Ask for it in `Document.versions`, which lists records of DocumentVersion themselves.';
  expect(found.sort()).toEqual([
    `activities.documentVersion.creator: ${versions}`,
    `comments.documentVersion.creator: ${versions}`,
    `documents.latestDocumentVersion.creator: ${versions}`,
    `folders.latestDocumentVersion.creator: ${versions}`,
    `items.latestDocumentVersion.creator: ${versions}`,
    'matters.customRate.rates: Ask for `id` and `clioId` only.',
    'medicalRecordsRequests.medicalBills.liens: Ask for `id` and `clioId` only.',
  ]);
});

it('finds only records that have nothing but values through siblings, so no position below them is lost', () => {
  const { entities } = loadCatalog().data;
  const found = Object.values(entities).flatMap(({ fields }) =>
    Object.values(fields).flatMap((one) => (one.kind === 'one' && one.sibling ? [one.entity] : [])),
  );
  expect(found.length).toBeGreaterThan(0);
  for (const entity of found)
    expect(new Set(Object.values(entities[entity]?.fields ?? {}).map(({ kind }) => kind))).toEqual(
      new Set(['scalar']),
    );
});
