import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completeConfig } from '../../../src/config/complete-config.ts';
import { readTrustedDocuments } from '../../../src/config/read-trusted-documents.ts';
import { createLogger } from '../../../src/server/create-logger.ts';
import { PersistedDocuments } from '../../../src/server/graphql/persisted-documents.ts';
import {
  type HttpGateway,
  persisted,
  sha256,
  startHttpGateway,
} from '../../support/gateways/start-http-gateway.ts';
import { startGateway } from '../../support/start-gateway.ts';

const query = 'query One($id: ID!) { matter(id: $id) { id } }';
const variables = { id: '1' };
const data = { matter: { id: 'Matter:1' } };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trusted-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function listOf(content: unknown): Promise<string> {
  const file = join(folder, `${sha256(JSON.stringify(content))}.json`);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('an automatic persisted query', () => {
  let gateway: HttpGateway;
  beforeAll(async () => {
    gateway = await startHttpGateway();
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  it.each(['get', 'post'] as const)('is registered and used by %s', async (method) => {
    const own = `${query} # ${method}`;
    const extensions = persisted(sha256(own));

    const unknown = await gateway[method]({ variables, extensions });
    expect(unknown).toMatchObject({ status: 400, calls: 0 });
    expect(unknown.body).toEqual({
      errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
    expect(unknown.headers.get('cache-control')).toBe('private, no-store');

    const registered = await gateway[method]({ query: own, variables, extensions });
    expect(registered).toMatchObject({ status: 200, body: { data }, calls: 1 });
    for (const way of ['get', 'post'] as const) {
      const found = await gateway[way]({ variables, extensions });
      expect(found).toMatchObject({ status: 200, body: { data }, calls: 1 });
    }
  });

  it('is unknown with status 200 for clients that accept only application/json', async () => {
    const response = await gateway.post(
      { extensions: persisted(sha256('x')) },
      { accept: 'application/json' },
    );
    expect(response.status).toBe(200);
    expect(response.body.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('must have the hash of its query', async () => {
    const response = await gateway.post({ query, variables, extensions: persisted(sha256('another')) });
    expect(response).toMatchObject({ status: 400, calls: 0 });
    expect(response.body.errors[0]).toMatchObject({ extensions: { code: 'BAD_REQUEST' } });
    expect((await gateway.post({ extensions: persisted(sha256('another')) })).status).toBe(400);
  });

  it.each([{ version: 2, sha256Hash: sha256(query) }, { version: 1 }, 'text', { version: 1, sha256Hash: 7 }])(
    'is rejected in another form: %o',
    async (persistedQuery) => {
      const response = await gateway.post({ query, variables, extensions: { persistedQuery } });
      expect(response).toMatchObject({ status: 400, calls: 0 });
      expect(response.body.errors[0].extensions.code).toBe('BAD_REQUEST');
    },
  );

  it('does not execute a mutation by GET', async () => {
    const mutation = 'mutation { deleteTask(input: { id: 1 }) { userErrors { code } } }';
    const extensions = persisted(sha256(mutation));
    const response = await gateway.get({ query: mutation, extensions });
    expect(response).toMatchObject({ status: 405, calls: 0 });
    expect((await gateway.get({ extensions })).status).toBe(405);
  });

  it('can be turned off', async () => {
    await using off = await startHttpGateway({ automaticPersistedQueries: false });
    const extensions = persisted(sha256(query));
    expect((await off.post({ query, variables, extensions })).body).toEqual({ data });
    expect((await off.post({ variables, extensions })).body.errors[0].extensions.code).toBe(
      'PERSISTED_QUERY_NOT_FOUND',
    );
  });

  it('is kept only within a limit of memory', () => {
    const documents = new PersistedDocuments(completeConfig({}));
    const register = (text: string) => {
      documents.resolve({ query: text, extensions: persisted(sha256(text)) });
      return { extensions: persisted(sha256(text)) };
    };
    const first = register('first');
    expect(documents.resolve(first).query).toBe('first');
    for (let count = 0; count < 5; count += 1) register(`${count}`.padEnd(1_000_000));
    expect(() => documents.resolve(first)).toThrow('PersistedQueryNotFound');
  });
});

describe('a trusted document', () => {
  const ways = {
    documentId: (id: string) => ({ documentId: id }),
    'documentId with its algorithm': (id: string) => ({ documentId: `sha256:${id}` }),
    'the extension': (id: string) => ({ extensions: persisted(id) }),
  };

  describe.each(['optional', 'the only ones'])('as %s', (mode) => {
    let gateway: HttpGateway;
    beforeAll(async () => {
      gateway = await startHttpGateway({
        trustedDocuments: await listOf({ [sha256(query)]: query, plain: '{ viewer { id } }' }),
        trustedDocumentsOnly: mode === 'the only ones',
      });
    });
    afterAll(() => gateway[Symbol.asyncDispose]());

    it.each(Object.entries(ways))('is found by %s', async (_way, name) => {
      for (const method of ['get', 'post'] as const) {
        const response = await gateway[method]({ ...name(sha256(query)), variables });
        expect(response).toMatchObject({ status: 200, body: { data }, calls: 1 });
      }
    });

    it('may have any id', async () => {
      expect((await gateway.post({ documentId: 'plain' })).body.data.viewer.id).toBe('User:1');
    });

    it('is not found by other ids', async () => {
      const response = await gateway.post({ documentId: 'other' });
      expect(response).toMatchObject({ status: 400, calls: 0 });
      expect(response.body.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
    });

    it('is not sent together with its id', async () => {
      const response = await gateway.post({ documentId: 'plain', query: '{ viewer { id } }' });
      expect(response.body.errors[0].extensions.code).toBe('BAD_REQUEST');
    });

    it('may be sent as text', async () => {
      expect((await gateway.post({ query, variables })).body).toEqual({ data });
    });

    it(`${mode === 'optional' ? 'does not affect' : 'excludes'} other documents`, async () => {
      const other = `${query} # other`;
      for (const sent of [
        { query: other },
        { query: other, extensions: persisted(sha256(other)) },
        { query: other, documentId: null },
      ]) {
        const response = await gateway.post({ ...sent, variables });
        if (mode === 'optional') expect(response.body).toEqual({ data });
        else {
          expect(response).toMatchObject({ status: 400, calls: 0 });
          expect(response.body.errors[0].extensions.code).toBe('PERSISTED_QUERY_ONLY');
        }
      }
    });
  });

  it('may come from a manifest of Apollo', async () => {
    const file = await listOf({
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id: 'abc', name: 'One', type: 'query', body: query }],
    });
    expect(readTrustedDocuments(file)).toEqual(new Map([['abc', query]]));
  });

  it.each([
    'not json',
    [],
    {},
    { a: 1 },
    null,
    { format: 'apollo-persisted-query-manifest', operations: [{}] },
  ])('cannot come from a file with %o, which prevents the start', async (content) => {
    await expect(startHttpGateway({ trustedDocuments: await listOf(content) })).rejects.toThrow(
      /is not JSON|must contain/,
    );
  });

  it('that does not fit the schema is named in the log at the start, and prevents nothing else', async () => {
    const trusted = {
      fits: '{ viewer { id } }',
      gone: '{ viewer { shoeSize } }',
      torn: '{ viewer {',
      'no operation': 'fragment Name on User { name }',
    };
    await using served = await startHttpGateway();
    const lines: string[] = [];
    await using gateway = await startGateway({
      baseUrl: served.sandbox.baseUrl,
      token: served.sandbox.tokens.owner,
      config: { trustedDocuments: await listOf(trusted), trustedDocumentsOnly: true },
      logger: createLogger('warn', { write: (line) => lines.push(line) }),
    });
    const warnings = lines.map((line) => JSON.parse(line));
    expect(warnings).toMatchObject([
      { level: 40, id: 'gone', problem: expect.stringContaining('Cannot query field "shoeSize"') },
      { level: 40, id: 'torn', problem: expect.stringContaining('Syntax Error') },
      { level: 40, id: 'no operation', problem: expect.stringContaining('"Name" is never used') },
    ]);
    expect(new Set(warnings.map(({ msg }) => msg))).toEqual(
      new Set(['a trusted document does not fit the schema']),
    );

    const { url } = await gateway.listen();
    const ask = async (documentId: string) => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ documentId }),
      });
      return (await response.json()) as Record<string, unknown>;
    };
    expect(await ask('fits')).toEqual({ data: { viewer: { id: 'User:1' } } });
    expect(await ask('gone')).toMatchObject({
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    expect(await ask('torn')).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] });
  });

  it('cannot come from a missing file, which prevents the start', async () => {
    await expect(startHttpGateway({ trustedDocuments: join(folder, 'none.json') })).rejects.toThrow(
      'cannot be read',
    );
  });
});
