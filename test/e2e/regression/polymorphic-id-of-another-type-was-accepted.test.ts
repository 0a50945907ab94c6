import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

it("rejects a global id that contradicts the type beside it, instead of using that type's record of the same number", async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  const assign = (assignee: object): ReturnType<typeof gateway.gql> =>
    gateway.gql(
      'mutation ($input: UpdateTaskInput!) { updateTask(input: $input) { task { assignee { clioId type } } } }',
      { variables: { input: { id: 'Task:1', assignee } } },
    );
  const wrong = await assign({ id: 'Contact:3', type: 'USER' });
  expect(wrong.errors).toMatchObject([
    {
      message: '"input.assignee.id" takes an id of User; this one is of Contact.',
      path: ['updateTask'],
      extensions: { code: 'BAD_USER_INPUT' },
    },
  ]);
  expect((await assign({ id: 'Matter:3' })).errors).toMatchObject([
    { message: '"input.assignee.id" takes an id of User or Contact; this one is of Matter.' },
  ]);
  expect(sandbox.calls).toEqual([]);
  expect((await assign({ id: 'User:3', type: 'USER' })).data).toEqual({
    updateTask: { task: { assignee: { clioId: '3', type: 'USER' } } },
  });
});
