import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// If a filter leaves values out of records, the fields that lists below them select of these records are loaded by id. Each
// list's response caused its own batch: more calls than the price allowed.

it('loads records from which a filter leaves values out in one batch', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  const clients = 'bankTransactions { nodes { client { primaryWorkAddress { id } } } }';
  const query = `{ contacts(filter: { customFieldIds: [36, 17] }, first: 25) { nodes { ${clients} } } }`;
  const { errors, extensions } = await gateway.gql(query, { headers: { 'x-clio-explain': 'trace' } });
  expect(errors).toBeUndefined();
  expect(extensions?.clio).toMatchObject({ cost: { max: 27, actual: 27 } });
});
