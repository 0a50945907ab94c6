import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/catalog/catalog.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { prepareWrites, writeCase, writes } from '../support/write-cases.ts';
import { ask } from './support.ts';

const { data } = loadCatalog();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ limit: 1e6 });
  await prepareWrites(sandbox);
});
afterAll(() => sandbox.close());

describe('every operation that writes', () => {
  it('is in the catalog', () => {
    const count = (method: string): number => writes.filter((one) => one.method === method).length;
    expect({ POST: count('POST'), PATCH: count('PATCH'), DELETE: count('DELETE') }).toEqual({
      POST: 55,
      PATCH: 51,
      DELETE: 45,
    });
  });

  it.each(writes.map((operation) => [operation.id, operation] as const))(
    '%s takes its whole body and answers as documented',
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
      if (operation.answer === 'empty') expect(reply.text).toBe('');
      else if (operation.fields) expect(Object.keys(reply.body.data)).toEqual(fields.map(([key]) => key));
    },
  );
});
