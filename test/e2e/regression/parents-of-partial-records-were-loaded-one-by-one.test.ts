import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Where a filter leaves values out of records, what the lists below them ask of these records is loaded by id. Each list's answer
// sent a batch of its own: more calls than the price allowed.

it('asks in one batch for records that a filter leaves values out of', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  const clients = 'bankTransactions { nodes { client { primaryWorkAddress { id } } } }';
  const query = `{ contacts(filter: { customFieldIds: [36, 17] }, first: 25) { nodes { ${clients} } } }`;
  const { errors, extensions } = await gateway.gql(query, { headers: { 'x-clio-explain': 'trace' } });
  expect(errors).toBeUndefined();
  expect(extensions?.clio).toMatchObject({ cost: { max: 27, actual: 27 } });
});
