import { expect, it } from 'vitest';
import { planned, planner, prepare, unreachable } from '../../support/plan.ts';

// Clio nests one level, and some records can be read nowhere else: what stands two levels below the last record that
// can be loaded is out of reach, but for its id.
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
])('gives up one position of %s', (query, position) => {
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
])('gives up nothing of %s', (query) => {
  expect(unreachable(planner.plan(prepare(query)))).toEqual([]);
});

it('asks for the rest as if the position were not there', () => {
  const rest = '{ documents { nodes { name latestDocumentVersion { size } } } }';
  expect(planned(rest.replace('size', 'size creator { name }'))).toBe(planned(rest));
});
