import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Only Clio's own number was accepted as the second id of a path.
it.each(['Trigger:ID', 'ID'])('finds a trigger of a jurisdiction by %s', async (form) => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  const [trigger] = [...sandbox.records('JurisdictionsToTrigger').values()];
  const { data, errors } = await gateway.gql(
    'query ($jurisdiction: ID!, $id: ID!) { jurisdiction(id: $jurisdiction) { trigger(id: $id) { clioId description } } }',
    {
      variables: {
        jurisdiction: String(trigger?.$jurisdiction_id),
        id: form.replace('ID', String(trigger?.id)),
      },
    },
  );
  expect(errors).toBeUndefined();
  expect(data?.jurisdiction).toEqual({
    trigger: { clioId: String(trigger?.id), description: trigger?.description },
  });
});
