import { expect, it } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// `customFieldIds` selects the values that a list returns, not its records. Such records were cached as complete.

/** A list of matters without values: matters have none for a field of contacts. */
function emptied(sandbox: Sandbox): string {
  const field = [...sandbox.records('CustomField').values()].find((one) => one.parent_type === 'Contact');
  return `matters(filter: { customFieldIds: [${field?.id}] }, first: 20) { nodes { customFieldValues { fieldName } } }`;
}

function someMatter(sandbox: Sandbox): string {
  const holds = (values: unknown): boolean => Array.isArray(values) && values.length > 0;
  const matter = [...sandbox.records('Matter').values()].find((one) => holds(one.custom_field_values));
  return `matter(id: ${matter?.id}) { customFieldValues { fieldName } }`;
}

it('returns nothing from the cache that such a list left incomplete', async () => {
  await using sandbox = await startSandbox();
  const { baseUrl, tokens } = sandbox;
  await using cached = await startGateway({ baseUrl, token: tokens.owner, config: { cacheTtlMs: 60_000 } });
  await using plain = await startGateway({ baseUrl, token: tokens.owner });
  await cached.gql(`{ ${emptied(sandbox)} }`);
  const query = `{ ${someMatter(sandbox)} }`;
  expect((await cached.gql(query)).data).toEqual((await plain.gql(query)).data);
});

it('loads the values that another part of the operation selects', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  // The tasks arrive with the matters' ids when the matters' list has already arrived.
  const tasks = 'tasks(first: 30) { nodes { matter { customFieldValues { fieldName } } } }';
  const together = await gateway.gql(`{ ${emptied(sandbox)} ${tasks} }`);
  const apart = await gateway.gql(`{ ${tasks} }`);
  expect(together.data?.tasks).toEqual(apart.data?.tasks);
});
