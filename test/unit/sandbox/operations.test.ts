import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import type { OperationFact, ParameterFact } from '../../../src/catalog/operation-facts.ts';
import { spelledValues } from '../../../src/catalog/spelled-values.ts';
import type { FieldFact } from '../../../src/catalog/types.ts';
import { filterMaker } from '../../../src/sandbox/filters.ts';
import { orderAccessor } from '../../../src/sandbox/order.ts';
import { isRef, type RawValue } from '../../../src/sandbox/record.ts';
import { ask } from '../../support/ask-sandbox.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const sandbox = forAllTests(() => startSandbox());

const { data } = loadCatalog();
const reads = Object.entries(data.operations).filter(([, { method }]) => method === 'GET');

/** The fields of a shape that Clio has too. */
function sentFields(entity: string): [string, FieldFact][] {
  return Object.entries(data.entities[entity]?.fields ?? {}).filter(([, { kind }]) =>
    ['scalar', 'one', 'many'].includes(kind),
  );
}

/** Every name of a shape, and every name of the shapes nested in it. */
function allFields(entity: string): string {
  return sentFields(entity)
    .map(([key, fact]) =>
      (fact.kind === 'one' || fact.kind === 'many') && !data.entities[fact.entity]?.whole
        ? `${key}{${sentFields(fact.entity).map(([inner]) => inner)}}`
        : key,
    )
    .join(',');
}

/** Values for the path and the required parameters. */
const NEEDED: Readonly<Record<string, string>> = {
  type: 'Matter',
  conversation_id: '1',
  region: 'London',
  start_date: '2026-03-02T09:00:00Z',
  start_time: '2026-03-02T09:00:00Z',
  'jurisdiction[id]': '1',
  'service_type[id]': '1',
  'trigger[id]': '1',
};

function address(operation: OperationFact): string {
  const path = operation.path.replace(/\{(\w+)\}/g, '1');
  const required = Object.entries(operation.query)
    .filter(([, fact]) => fact.required)
    .map(([name, { type }]) => {
      const value = type === 'date' ? '2026-03-02' : (NEEDED[name] ?? '');
      return `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
    });
  if (operation.fields && operation.entity) required.push(`fields=${allFields(operation.entity)}`);
  return `${path}?${required.join('&')}`;
}

describe('each of the operations that read', () => {
  it.each(reads.map(([id]) => id))('%s returns every field', async (id) => {
    const operation = data.operations[id] as OperationFact;
    const reply = await ask(sandbox, address(operation));
    expect([reply.status, reply.status >= 400 ? reply.text : '']).toEqual([
      operation.response === 'redirect' ? 303 : 200,
      '',
    ]);
    if (operation.response === 'list') {
      expect(reply.body.data.length).toBeGreaterThan(0);
      const keys = sentFields(operation.entity ?? '');
      expect(Object.keys(reply.body.data[0] ?? {}).sort()).toEqual(keys.map(([key]) => key).sort());
    }
    if (operation.response === 'redirect') expect(reply.headers.location).toContain('/storage/');
  });

  it('billable_matters/ids returns plain ids', async () => {
    const reply = await ask(sandbox, '/billable_matters/ids.json?limit=4');
    expect(reply.body.data).toEqual([
      expect.any(Number),
      expect.any(Number),
      expect.any(Number),
      expect.any(Number),
    ]);
  });
});

const lists = reads.filter(([, { response }]) => response === 'list');

describe('every order of every list', () => {
  it.each(lists.filter(([, { order }]) => order).map(([id]) => id))(
    '%s orders by values that exist',
    (id) => {
      const operation = data.operations[id] as OperationFact;
      const entity = operation.entity ?? '';
      const store = {
        table: (name: string) => sandbox.records(name),
        find: (value: RawValue) => (isRef(value) ? sandbox.records(value.entity).get(value.id) : undefined),
      };
      for (const value of Object.values(operation.order?.values ?? {})) {
        const read = orderAccessor(entity, value.replace(/\(.*/, ''));
        const values = [...sandbox.records(entity).values()].map((record) => read(record, store as never));
        expect([value, values.some((one) => one !== undefined && one !== null)]).toEqual([value, true]);
        expect([value, values.every((one) => typeof one !== 'object' || one === null)]).toEqual([
          value,
          true,
        ]);
      }
    },
  );
});

/** Filters that find all or no records of the sample data with any value, each with its reason. */
const UNDECIDED: ReadonlySet<string> = new Set([
  // The only value that Clio documents is the name of the field that it searches.
  'DocumentCategory#index query',
]);

const DAY = /^\d{4}-\d\d-\d\d/;

/** Values of parameters that belong to no field. */
const SPECIAL_VALUES: Readonly<Record<string, readonly string[]>> = {
  'LaukExpenseCategory.practice_area': ['civil', 'certificated', 'criminal'],
};

describe('every filter of every list', () => {
  it.each(lists.map(([id]) => id))('%s: each finds some records and leaves out others', async (id) => {
    const operation = data.operations[id] as OperationFact;
    const entity = operation.entity ?? '';
    const plain = address({ ...operation, fields: undefined });
    const count = async (query: string): Promise<number> => {
      // Notes of one type have no parent of the other.
      const base = query.startsWith('&contact_id') ? plain.replace('type=Matter', 'type=Contact') : plain;
      const reply = await ask(sandbox, `${base}&limit=1${query}`);
      expect([query, reply.status]).toEqual([query, 200]);
      return reply.body.meta.records;
    };
    const total = await count('');
    for (const [name, fact] of Object.entries(operation.query)) {
      if (fact.type === 'customField' || fact.required || filterMaker(data, operation, name) === undefined)
        continue;
      if (UNDECIDED.has(`${id} ${name}`)) continue;
      const counts: number[] = [];
      // One value must leave something out, and one must find something; often one value does both.
      const isDecided = (): boolean => counts.some((one) => one !== total) && counts.some((one) => one > 0);
      for (const value of candidates(fact, entity, name)) {
        counts.push(await count(`&${encodeURIComponent(name)}=${encodeURIComponent(value)}`));
        if (isDecided()) break;
      }
      expect([name, isDecided()]).toEqual([name, true]);
    }
  });

  /** Values that occur in the records, or certainly divide them. */
  function candidates(fact: ParameterFact, entity: string, name: string): string[] {
    if (fact.enum) return Object.values(spelledValues(data, fact.enum, fact));
    const found = values(entity);
    switch (fact.type) {
      case 'boolean':
        return ['true', 'false'];
      case 'date':
        return [
          '2026-02-10',
          '2025-03-01',
          ...found.filter((value) => DAY.test(value)).map((value) => value.slice(0, 10)),
        ];
      case 'date-time':
        return [
          '2000-01-01T00:00:00Z',
          '2026-04-01T00:00:00Z',
          ...found.filter((value) => /^\d{4}-\d\d-\d\dT.*Z$/.test(value)),
        ];
      case 'operand':
        return ['>=2025-06-01'];
      case 'integer':
        return [...(fact.nullable ? ['null'] : []), ...found.filter((value) => /^\d{1,9}$/.test(value))];
      default:
        return [...found.filter((_, place) => place < 400), ...(SPECIAL_VALUES[`${entity}.${name}`] ?? [])];
    }
  }

  /** Plain values of an entity's first records, two levels deep. */
  function values(entity: string): string[] {
    const found = new Set<string>();
    const collect = (value: unknown, depth: number): void => {
      if (typeof value === 'string' || typeof value === 'number') found.add(String(value));
      else if (typeof value === 'object' && value !== null && depth < 3) {
        for (const inner of Object.values(value)) collect(inner, depth + 1);
      }
    };
    let left = 40;
    for (const record of sandbox.records(entity).values()) {
      if (left-- === 0) break;
      collect(record, 0);
    }
    return [...found];
  }
});
