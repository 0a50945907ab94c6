import { expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { errorCodes, type GraphqlResponse, startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const sandbox = forAllTests(() => startSandbox());
const gateway = forAllTests(() => startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner }));

const change = (actorId: string, actorType: string): Promise<GraphqlResponse> =>
  gateway.gql(
    `mutation { changeSafeCustodyRecordState(input: { id: "1", state: REMOVED, actorId: "${actorId}", actorType: ${actorType} }) {
      userErrors { code } } }`,
  );

it.each([
  ['User:1', 'CONTACT'],
  ['Contact:1', 'USER'],
  ['Matter:1', 'USER'],
])('an actor %s is refused beside the type %s: another record would be meant', async (id, type) => {
  sandbox.resetCalls();
  expect(errorCodes(await change(id, type))).toEqual(['BAD_USER_INPUT']);
  expect(sandbox.calls).toEqual([]);
});

it.each([
  ['User:2', 'USER', 1],
  ['Contact:4', 'CONTACT', 2],
  ['4', 'CONTACT', 2],
])('an actor %s is taken beside the type %s', async (id, type, number) => {
  sandbox.resetCalls();
  expect((await change(id, type)).errors).toBeUndefined();
  expect(sandbox.calls[0]?.body).toMatchObject({
    data: { actor_id: Number(id.replace(/\w+:/, '')), actor_type: number },
  });
});

it('a rate table takes a number, and no global id of whatever type', async () => {
  const update = (id: string): Promise<GraphqlResponse> =>
    gateway.gql(
      `mutation { updateMatter(input: { id: "4", rateTableAssignment: { rateTableId: "${id}", rateTableCategoryId: "2" } }) {
        userErrors { code } } }`,
    );
  sandbox.resetCalls();
  const refused = await update('Matter:1');
  expect(errorCodes(refused)).toEqual(['BAD_USER_INPUT']);
  expect(refused.errors?.[0]?.message).toContain("Clio's number alone");
  expect(sandbox.calls).toEqual([]);
  expect((await update('1')).errors).toBeUndefined();
});

it('so does a filter by what this API has no records of', async () => {
  const list = (id: string): Promise<GraphqlResponse> =>
    gateway.gql(`{ contacts(filter: { sharedResourceId: "${id}" }) { nodes { id } } }`);
  sandbox.resetCalls();
  for (const id of ['Matter:1', 'any']) expect(errorCodes(await list(id))).toEqual(['BAD_USER_INPUT']);
  expect(sandbox.calls).toEqual([]);
  expect((await list('1')).errors).toBeUndefined();
});

it('the time of a communication is checked as a time', async () => {
  const answer = await gateway.gql(
    'mutation ($input: UpdateCommunicationInput!) { updateCommunication(input: $input) { userErrors { code } } }',
    { variables: { input: { id: '1', receivedAt: 'yesterday' } } },
  );
  expect(errorCodes(answer)).toEqual(['BAD_USER_INPUT']);
});
