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
])('rejects the actor %s beside the type %s, because another record would be used', async (id, type) => {
  sandbox.resetCalls();
  expect(errorCodes(await change(id, type))).toEqual(['BAD_USER_INPUT']);
  expect(sandbox.calls).toEqual([]);
});

it.each([
  ['User:2', 'USER', 1],
  ['Contact:4', 'CONTACT', 2],
  ['4', 'CONTACT', 2],
])('accepts the actor %s beside the type %s', async (id, type, number) => {
  sandbox.resetCalls();
  expect((await change(id, type)).errors).toBeUndefined();
  expect(sandbox.calls[0]?.body).toMatchObject({
    data: { actor_id: Number(id.replace(/\w+:/, '')), actor_type: number },
  });
});

it('accepts a number for a rate table, and no global id of any type', async () => {
  const update = (id: string): Promise<GraphqlResponse> =>
    gateway.gql(
      `mutation { updateMatter(input: { id: "4", rateTableAssignment: { rateTableId: "${id}", rateTableCategoryId: "2" } }) {
        userErrors { code } } }`,
    );
  sandbox.resetCalls();
  const rejected = await update('Matter:1');
  expect(errorCodes(rejected)).toEqual(['BAD_USER_INPUT']);
  expect(rejected.errors?.[0]?.message).toContain("only Clio's number");
  expect(sandbox.calls).toEqual([]);
  expect((await update('1')).errors).toBeUndefined();
});

it('accepts a number for a filter by something that has no type in this API, and no global id', async () => {
  const list = (id: string): Promise<GraphqlResponse> =>
    gateway.gql(`{ contacts(filter: { sharedResourceId: "${id}" }) { nodes { id } } }`);
  sandbox.resetCalls();
  for (const id of ['Matter:1', 'any']) expect(errorCodes(await list(id))).toEqual(['BAD_USER_INPUT']);
  expect(sandbox.calls).toEqual([]);
  expect((await list('1')).errors).toBeUndefined();
});

it('checks that the time of a communication is a time', async () => {
  const response = await gateway.gql(
    'mutation ($input: UpdateCommunicationInput!) { updateCommunication(input: $input) { userErrors { code } } }',
    { variables: { input: { id: '1', receivedAt: 'yesterday' } } },
  );
  expect(errorCodes(response)).toEqual(['BAD_USER_INPUT']);
});
