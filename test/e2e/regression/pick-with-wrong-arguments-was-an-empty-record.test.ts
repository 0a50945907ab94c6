import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// The error took the place of the record, and was returned as a record without fields.
it.each([
  ['none of its choices', '{}'],
  ['both of its choices', '{ name: "Referral source", id: 1 }'],
])('rejects customFieldValue with %s', async (_title, by) => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  const { data, errors } = await gateway.gql(
    `{ matter(id: 1) { customFieldValue(by: ${by}) { fieldName } } }`,
  );
  expect(data).toBeUndefined();
  expect(errors?.map(({ message, extensions }) => [message, extensions?.code])).toEqual([
    [
      'Argument "by" got an invalid value at "by"; OneOf Input Object "CustomFieldValueByInput" must specify exactly one key.',
      'GRAPHQL_VALIDATION_FAILED',
    ],
  ]);
});
