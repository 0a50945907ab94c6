import { expect, it } from 'vitest';
import { printVariable } from '../../../src/config/print-variable.ts';
import { type Variable, type VariableName, variables } from '../../../src/config/variables.ts';

const table: readonly (readonly [string, Variable<unknown>])[] = Object.entries(variables);
const secrets = table.flatMap(([name, { secret }]) => (secret ? [name as VariableName] : []));

it('masks every secret', () => {
  expect(secrets).toEqual(
    expect.arrayContaining(['CLIO_ACCESS_TOKEN', 'CLIO_CLIENT_SECRET', 'SESSION_SECRET']),
  );
  for (const name of secrets) expect(printVariable(name, 'hunter2'), name).toBe('***');
});

it('shows what is not secret', () => {
  expect(printVariable('CLIO_REGION', 'eu')).toBe('eu');
});

it.each([
  ['redis://127.0.0.1:6379', 'redis://127.0.0.1:6379'],
  ['rediss://:hunter2@cache:6380/2', 'rediss://***@cache:6380/2'],
  ['redis://me:hunter2@cache', 'redis://***@cache'],
  ['redis://cache/0?password=hunter2', 'redis://cache/0?***'],
])('shows %s as %s', (given, shown) => {
  expect(printVariable('REDIS_URL', given)).toBe(shown);
});
