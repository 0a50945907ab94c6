import { afterEach, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const sandbox = forAllTests(() => startSandbox());
const gateway = forAllTests(() =>
  startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.noBilling }),
);

afterEach(() => sandbox.clearFaults());

/** Clio's response for a missing permission, for areas that every login of the sandbox has. */
const rejection = {
  kind: 'status',
  status: 403,
  body: JSON.stringify({ error: { type: 'ForbiddenError', message: 'No.' } }),
} as const;

const errorOf = async (query: string) => (await gateway.gql(query)).errors?.[0];

it('names the permission that a list needs', async () => {
  expect(await errorOf('{ bills { nodes { number } } viewer { name } }')).toMatchObject({
    path: ['bills'],
    message: expect.stringContaining('the access permission Billing (read)'),
    extensions: {
      code: 'FORBIDDEN',
      permissions: [{ name: 'Billing', access: 'read' }],
      clio: { status: 403, type: 'ForbiddenError' },
    },
  });
});

it('names the permission that a write needs', async () => {
  sandbox.fault(rejection);
  expect((await errorOf('mutation { deleteTask(input: { id: 1 }) { id } }'))?.extensions).toMatchObject({
    permissions: [{ name: 'Tasks', access: 'write' }],
  });
});

it('names all permissions if there are several', async () => {
  sandbox.fault(rejection);
  expect(await errorOf('{ relationships { nodes { description } } }')).toMatchObject({
    message: expect.stringContaining('the access permissions Matters (read), Contacts (read)'),
    extensions: {
      permissions: [
        { name: 'Matters', access: 'read' },
        { name: 'Contacts', access: 'read' },
      ],
    },
  });
});

it('names none if Clio does not say which', async () => {
  sandbox.fault(rejection);
  const error = await errorOf('{ calendars { nodes { name } } }');
  expect(error?.extensions?.code).toBe('FORBIDDEN');
  expect(error?.extensions).not.toHaveProperty('permissions');
});

it('names none for errors of the gateway itself, and none for other errors', async () => {
  sandbox.fault({ kind: 'status', status: 422, times: 1, match: '/bills' });
  expect((await errorOf('{ bills { nodes { number } } }'))?.extensions).not.toHaveProperty('permissions');
  await using closed = await startGateway({
    baseUrl: sandbox.baseUrl,
    token: sandbox.tokens.owner,
    config: { explain: false },
  });
  const { errors } = await closed.gql('{ viewer { name } }', { headers: { 'x-clio-explain': 'plan' } });
  expect(errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
});

it('names the permission that a file needs', async () => {
  sandbox.fault(rejection);
  const response = await gateway.fetch(new Request('http://localhost/files/documents/1'));
  expect(response.status).toBe(403);
  expect(await response.text()).toContain('Documents (read)');
});
