import { expect, it } from 'vitest';
import { startListeningGateway } from '../../support/start-listening-gateway.ts';

const variables = { by: 'DATE_DES' };
const query = 'query ($by: ActivityOrderBy) { activities(first: 1, orderBy: $by) { nodes { id } } }';

it.each([
  ['in one piece', query, {}],
  [
    'in parts',
    query.replace('{ nodes', '{ ... @defer { totalCount } nodes'),
    { accept: 'multipart/mixed;deferSpec=20220824' },
  ],
  ['as a plan', query, { 'x-clio-explain': 'plan' }],
])(
  'with INTROSPECTION=0 an error about a variable names no enum value, in a response %s',
  async (_, text, headers) => {
    await using running = await startListeningGateway({ config: { introspection: false, explain: true } });
    const response = await fetch(`${running.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${running.sandbox.tokens.owner}`,
        ...headers,
      },
      body: JSON.stringify({ query: text, variables }),
    });
    const result = await response.text();
    expect(result).toContain('DATE_DES');
    expect(result).not.toContain('DATE_DESC');
    expect(running.sandbox.calls).toEqual([]);
  },
);
