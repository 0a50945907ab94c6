import { beforeEach, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Clio shows asterisks for the name, and the type, of a hidden contact if the same call requests them, and otherwise only the
// id. So the name changed from asterisks to null if the operation selected more elsewhere.

const sandbox = forAllTests(() => startSandbox());
const gateway = forAllTests(() =>
  startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.restricted }),
);

beforeEach(() => sandbox.resetCalls());

interface Client {
  readonly clioId: string;
  readonly redacted: boolean;
  readonly name: string | null;
  readonly type: string | null;
}

async function clients(below: string): Promise<Client[]> {
  const { data } = await gateway.gql(
    `{ matters(first: 60) { nodes { client { clioId redacted name type ${below} } } } }`,
  );
  const list = data?.matters as { nodes: readonly { client: Client | null }[] } | undefined;
  return (list?.nodes ?? []).flatMap(({ client }) => client ?? []);
}

it('shows the same of a hidden contact whether it is nested or loaded', async () => {
  const nested = await clients('');
  // The avatar is two levels down: the clients themselves are loaded.
  const loaded = await clients('avatar { url }');
  expect(loaded.map(({ clioId, redacted, name, type }) => ({ clioId, redacted, name, type }))).toEqual(
    nested,
  );
  const hidden = nested.filter(({ redacted }) => redacted);
  expect(hidden.length).toBeGreaterThan(0);
  for (const { name, type } of hidden)
    expect([name, type]).toEqual(['********', expect.stringMatching(/^(PERSON|COMPANY)$/)]);
  for (const { name, type } of nested.filter(({ redacted }) => !redacted))
    expect([name, type]).toEqual([expect.any(String), expect.any(String)]);
});

const nodesOf = (fields: string): string =>
  `{ tasks(first: 200, filter: { assigneeType: CONTACT }) { nodes { assignee { redacted node { ... on Contact { ${fields} } } } } } }`;

interface Assignee {
  readonly redacted: boolean;
  readonly node: { readonly clioId: string; readonly redacted: boolean } | null;
}

it.each([
  ['its id alone', 'clioId redacted', 1],
  ['the fields of the participant', 'clioId redacted name', 1],
  ['more than that', 'clioId redacted title', 2],
])(
  'reports that the contact behind a redacted participant is redacted, selected with %s',
  async (_, fields, calls) => {
    const { data } = await gateway.gql(nodesOf(fields));
    const list = data?.tasks as { nodes: readonly { assignee: Assignee }[] } | undefined;
    const nodes = list?.nodes ?? [];
    expect(nodes.some(({ assignee }) => assignee.redacted)).toBe(true);
    for (const { assignee } of nodes) expect(assignee.node?.redacted).toBe(assignee.redacted);
    expect(sandbox.calls).toHaveLength(calls);
  },
);

it('reports it of the contact behind a hidden client too', async () => {
  const hidden = (await clients('')).find(({ redacted }) => redacted)?.clioId ?? '';
  const { data } = await gateway.gql(
    `{ matters(first: 1, filter: { clientId: "${hidden}" }) { nodes { clientDetails { redacted name contact { clioId redacted name } } } } }`,
  );
  const contact = { clioId: hidden, redacted: true, name: '********' };
  expect(data).toEqual({
    matters: { nodes: [{ clientDetails: { redacted: true, name: '********', contact } }] },
  });
});

it('checks whether a contact of which only the id is known may be seen, if that is selected', async () => {
  const query = (fields: string) => `{ activityRates(first: 200) { nodes { contact { ${fields} } } } }`;
  await gateway.gql(query('clioId'));
  expect(sandbox.calls).toHaveLength(1);
  await gateway.gql(query('clioId redacted'));
  expect(sandbox.calls).toHaveLength(3);
});
