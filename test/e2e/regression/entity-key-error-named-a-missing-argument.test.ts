import { expect, it } from 'vitest';
import { codesOf, startListeningGateway } from '../../support/start-listening-gateway.ts';

const query = 'query ($all: [_Any!]!) { _entities(representations: $all) { ... on Contact { id } } }';

it.each([
  [{ clioId: '007' }, '"representations" takes an id such as "Contact:101" or "101".'],
  [{ id: 'Contact:one' }, '"representations" takes an id such as "Contact:101" or "101".'],
  [{ id: 'Matter:1' }, '"representations" takes an id of Contact; this one is of Matter.'],
])('a representation of a contact with %j', async (key, message) => {
  await using running = await startListeningGateway();
  const all = [
    { __typename: 'Contact', ...key },
    { __typename: 'Contact', clioId: 3 },
  ];
  const answer = await running.ask(query, { variables: { all } });
  expect(answer.data?._entities).toEqual([null, { id: 'Contact:3' }]);
  expect(codesOf(answer)).toEqual([{ path: '_entities.0', code: 'BAD_USER_INPUT' }]);
  expect(answer.errors?.[0]?.message).toBe(message);
});

it('a representation whose keys name two records', async () => {
  await using running = await startListeningGateway();
  const all = [
    { __typename: 'Contact', id: 'Contact:3', clioId: '4' },
    { __typename: 'Contact', id: '3', clioId: 3 },
  ];
  const answer = await running.ask(query, { variables: { all } });
  expect(answer.data?._entities).toEqual([null, { id: 'Contact:3' }]);
  expect(codesOf(answer)).toEqual([{ path: '_entities.0', code: 'BAD_USER_INPUT' }]);
});
