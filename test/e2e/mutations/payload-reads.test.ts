import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const payload = 'task { matter { client { company { name } } } }';
const input = '{ name: "T", description: "D", assignee: { id: "1", type: USER }, matterId: "1" }';

async function callsOf(mutation: string): Promise<string[]> {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  const { errors } = await gateway.gql(mutation);
  expect(errors).toBeUndefined();
  return sandbox.calls.map(({ method, path }) => `${method} ${path.split('?')[0]}`);
}

it('reads once what the writes of the operation do not change', async () => {
  const calls = await callsOf(`mutation {
    a: createTask(input: ${input}) { ${payload} }
    b: createTask(input: ${input}) { ${payload} }
    c: createTask(input: ${input}) { ${payload} }
  }`);
  // Minimum 4: three writes, and the client with its company.
  expect(calls.filter((call) => call.startsWith('POST'))).toHaveLength(3);
  expect(calls.filter((call) => call.startsWith('GET'))).toHaveLength(1);
});

it('reads again what a write may have changed', async () => {
  const calls = await callsOf(`mutation {
    a: createTask(input: ${input}) { ${payload} }
    b: updateMatter(input: { id: "1", location: "Attic" }) { matter { client { company { name addresses { city } } } } }
    c: createTask(input: ${input}) { ${payload} }
  }`);
  expect(calls.filter((call) => call.startsWith('GET')).length).toBeGreaterThan(1);
});
