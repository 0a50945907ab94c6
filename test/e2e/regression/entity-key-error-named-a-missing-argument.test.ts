import { expect, it } from 'vitest';
import { codesOf, startListeningGateway } from '../../support/start-listening-gateway.ts';

const query = 'query ($all: [_Any!]!) { _entities(representations: $all) { ... on Contact { id } } }';

it.each([
  [{ clioId: '007' }, '"representations" takes an id such as "Contact:101" or "101".'],
  [{ id: 'Contact:one' }, '"representations" takes an id such as "Contact:101" or "101".'],
  [{ id: 'Matter:1' }, '"representations" takes an id of Contact; this one is of Matter.'],
])('names the key that is wrong in a representation of a contact: %j', async (key, message) => {
  await using running = await startListeningGateway();
  const all = [
    { __typename: 'Contact', ...key },
    { __typename: 'Contact', clioId: 3 },
  ];
  const response = await running.ask(query, { variables: { all } });
  expect(response.data?._entities).toEqual([null, { id: 'Contact:3' }]);
  expect(codesOf(response)).toEqual([{ path: '_entities.0', code: 'BAD_USER_INPUT' }]);
  expect(response.errors?.[0]?.message).toBe(message);
});

it('rejects a representation whose keys name two records', async () => {
  await using running = await startListeningGateway();
  const all = [
    { __typename: 'Contact', id: 'Contact:3', clioId: '4' },
    { __typename: 'Contact', id: '3', clioId: 3 },
  ];
  const response = await running.ask(query, { variables: { all } });
  expect(response.data?._entities).toEqual([null, { id: 'Contact:3' }]);
  expect(codesOf(response)).toEqual([{ path: '_entities.0', code: 'BAD_USER_INPUT' }]);
});
