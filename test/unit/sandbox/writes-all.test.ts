import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import type { ScalarFact } from '../../../src/catalog/types.ts';
import { isRecord, isRef, type RawRecord, type RawValue } from '../../../src/sandbox/record.ts';
import { ask } from '../../support/ask-sandbox.ts';
import { fitsFormat } from '../../support/fits-format.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startSandbox } from '../../support/start-sandbox.ts';
import { prepareWrites, writeCase, writes } from '../../support/writes/write-cases.ts';

const { data } = loadCatalog();

const sandbox = forAllTests(() => startSandbox());
beforeAll(async () => {
  await prepareWrites(sandbox);
});

describe('every operation that writes', () => {
  it.each(writes.map((operation) => [operation.id, operation] as const))(
    '%s accepts its whole body and responds as documented',
    async (_id, operation) => {
      const { path, body, token } = writeCase(sandbox, operation);
      const fields = Object.entries(data.entities[operation.entity ?? '']?.fields ?? {}).filter(
        ([, { kind }]) => ['scalar', 'one', 'many'].includes(kind),
      );
      const query = operation.fields ? `?fields=${fields.map(([key]) => key).join(',')}` : '';
      const reply = await ask(sandbox, path + query, {
        method: operation.method,
        token,
        body: body === undefined ? undefined : { data: body },
      });
      expect(reply.text).not.toContain('"error"');
      expect(reply.status).toBe(operation.statuses.find((status) => status < 300));
      if (operation.response === 'empty') expect(reply.text).toBe('');
      else if (operation.fields) expect(Object.keys(reply.body.data)).toEqual(fields.map(([key]) => key));
    },
  );
});

describe('the store after every write', () => {
  it('contains complete records whose values have the formats of the catalog', async () => {
    await using own = await startSandbox();
    await prepareWrites(own);
    for (const operation of writes) {
      const { path, body, token } = writeCase(own, operation);
      const reply = await ask(own, path, {
        method: operation.method,
        token,
        body: body === undefined ? undefined : { data: body },
      });
      expect(reply.status, `${operation.id} ${reply.text}`).toBeLessThan(300);
    }
    const wrong: string[] = [];
    const inspect = (entity: string, record: RawRecord, at: string): void => {
      for (const [key, fact] of Object.entries(data.entities[entity]?.fields ?? {})) {
        if (!['scalar', 'one', 'many'].includes(fact.kind) || key === 'etag') continue;
        const value = record[key];
        if (value === undefined) wrong.push(`${at}.${key} is missing`);
        else if (fact.kind === 'scalar') {
          if (!fitsOrEmpty(fact, value))
            wrong.push(`${at}.${key} is ${JSON.stringify(value)}, not ${fact.format}`);
        } else if (fact.kind === 'one' || fact.kind === 'many') {
          if (Array.isArray(value) !== (fact.kind === 'many') && value !== null)
            wrong.push(`${at}.${key} is no list`);
          for (const one of (Array.isArray(value) ? value : [value]) as readonly RawValue[]) {
            if (isRef(one) && one.entity !== (data.entities[fact.entity]?.viewOf ?? fact.entity))
              wrong.push(`${at}.${key} points at ${one.entity}`);
            if (isRecord(one)) inspect(fact.entity, one, `${at}.${key}`);
          }
        }
      }
    };
    const entities = new Set(writes.map(({ id }) => id.split('#')[0] as string));
    for (const entity of [...entities, 'EmailAddress', 'PhoneNumber', 'PicklistOption'])
      for (const [key, record] of own.records(entity)) inspect(entity, record, `${entity} ${key}`);
    expect(wrong).toEqual([]);
  });
});

function fitsOrEmpty(fact: ScalarFact, value: RawValue): boolean {
  if (value === null || fact.format === 'object') return true;
  return fact.list ? Array.isArray(value) : fitsFormat(fact, value);
}
