import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// The error took the place of the record, and was answered as a record without fields.
it.each([
  ['none of its arguments', ''],
  ['both of its arguments', '(name: "Referral source", id: 1)'],
])('answers an error to customFieldValue with %s', async (_title, args) => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  const { data, errors } = await gateway.gql(`{ matter(id: 1) { customFieldValue${args} { fieldName } } }`);
  expect(data).toEqual({ matter: { customFieldValue: null } });
  expect(errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
    [['matter', 'customFieldValue'], 'BAD_USER_INPUT'],
  ]);
});
