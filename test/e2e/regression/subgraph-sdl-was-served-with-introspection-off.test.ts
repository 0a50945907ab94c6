import { expect, it } from 'vitest';
import { startListeningGateway } from '../../support/start-listening-gateway.ts';

it.each([
  '{ _service { sdl } }',
  '{ _service { __typename } }',
  'query { ...Served } fragment Served on Query { served: _service { sdl } }',
])('INTROSPECTION=0 rejects %s', async (query) => {
  await using running = await startListeningGateway({ config: { introspection: false } });
  const { status, data, errors } = await running.ask(query, { token: null });
  expect(status).toBe(400);
  expect(data).toBeUndefined();
  expect(errors).toMatchObject([
    { message: expect.stringContaining('_service'), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
  ]);
});

it('INTROSPECTION=0 allows what routers need to run', async () => {
  await using running = await startListeningGateway({ config: { introspection: false } });
  const { data, errors } = await running.ask(
    '{ _entities(representations: [{ __typename: "Contact", clioId: "3" }]) { __typename ... on Contact { id } } }',
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({ _entities: [{ __typename: 'Contact', id: 'Contact:3' }] });
});
