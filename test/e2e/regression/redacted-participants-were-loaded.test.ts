import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// A participant that is marked as redacted is a contact that the login cannot see: requesting it cost a call that returns
// nothing.

interface Assignee {
  readonly clioId: string;
  readonly redacted: boolean;
  readonly node: Readonly<Record<string, unknown>> | null;
}

it('requests only the contacts that the login can see', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.restricted });
  const { data } = await gateway.gql(`{
    tasks(first: 200, filter: { assigneeType: CONTACT }) {
      nodes { assignee { clioId redacted node { ... on Contact { clioId redacted name title } } } }
    }
  }`);
  const tasks = data?.tasks as { nodes: { assignee: Assignee }[] } | undefined;
  const nodes = tasks?.nodes ?? [];
  const hidden = nodes.map(({ assignee }) => assignee).filter(({ redacted }) => redacted);
  expect(hidden.length).toBeGreaterThan(0);
  for (const { clioId, node } of hidden)
    expect(node).toEqual({ clioId, redacted: true, name: '********', title: null });
  const asked = sandbox.calls.flatMap(({ query }) => query.filter(([name]) => name === 'ids[]'));
  const seen = nodes.filter(({ assignee }) => !assignee.redacted).map(({ assignee }) => assignee.clioId);
  expect(asked.map(([, id]) => id).sort()).toEqual([...new Set(seen)].sort());
});
