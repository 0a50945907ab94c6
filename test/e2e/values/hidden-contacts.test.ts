import { expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Clio shows the id, asterisks for the name, and the type of a contact that the firm hides, wherever the contact is nested.

const { data, entity } = loadCatalog();
const sandbox = forAllTests(() => startSandbox());
const gateway = forAllTests(() =>
  startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.restricted }),
);

/** Filters without which a list cannot be read. */
const required: Readonly<Record<string, string>> = {
  notes: 'filter: { type: CONTACT }',
  conversationMessages: 'filter: { conversationId: 1 }',
};

/** Every list, with the fields of its records that can hold a contact. */
const lists = Object.values(data.operations).flatMap((operation) => {
  if (operation.field?.on !== 'Query' || operation.response !== 'list' || !operation.entity) return [];
  const fields = Object.values(entity(operation.entity).fields).flatMap((fact) => {
    if (fact.kind !== 'one' && fact.kind !== 'many') return [];
    const { redactable, fields: own } = entity(fact.entity);
    return redactable === true && own.name && own.type ? [fact.name] : [];
  });
  return fields.length > 0 ? [{ list: operation.field.name, fields }] : [];
});

const hidden = {
  clioId: expect.stringMatching(/^\d+$/),
  name: '********',
  type: expect.stringMatching(/^(person|company|contact)$/i),
  redacted: true,
};

interface Person {
  readonly clioId: string;
  readonly name: string | null;
  readonly type: string | null;
  readonly redacted: boolean;
}

it('shows what Clio shows of hidden contacts in every list', { timeout: 60_000 }, async () => {
  const found = new Set<string>();
  for (const { list, fields } of lists) {
    const selected = fields.map((field) => `${field} { clioId name type redacted }`).join(' ');
    const window = ['first: 200', required[list]].filter(Boolean).join(', ');
    const response = await gateway.gql(`{ ${list}(${window}) { nodes { ${selected} } } }`);
    expect([list, response.errors]).toEqual([list, undefined]);
    const page = response.data?.[list] as { nodes: Record<string, Person | Person[] | null>[] };
    for (const field of fields) {
      for (const person of page.nodes.flatMap((node) => node[field] ?? []).filter((one) => one.redacted)) {
        found.add(`${list}.${field}`);
        expect([list, field, person]).toEqual([list, field, hidden]);
      }
    }
  }
  expect([...found]).toEqual(
    expect.arrayContaining([
      'bills.client',
      'calendarEntries.attendees',
      'communications.senders',
      'contacts.company',
      'documents.contact',
      'matters.client',
      'notes.contact',
      'tasks.assignee',
    ]),
  );
});

it('shows the same of the participants of conversations', async () => {
  const response = await gateway.gql(
    '{ conversations(first: 200) { nodes { memberships { member { clioId name type redacted } } } } }',
  );
  expect(response.errors).toBeUndefined();
  const page = response.data?.conversations as { nodes: { memberships: { member: Person | null }[] }[] };
  const members = page.nodes.flatMap(({ memberships }) => memberships.flatMap(({ member }) => member ?? []));
  const redacted = members.filter((one) => one.redacted);
  expect(redacted.length).toBeGreaterThan(0);
  for (const member of redacted) expect(member).toEqual(hidden);
});
