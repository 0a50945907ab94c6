import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import {
  bytes,
  type FormPart,
  get,
  halfDocuments,
  map,
  operations,
  post,
  steps,
  uploadParts,
} from '../../support/clients/upload-files.ts';
import { startGateway, type TestGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const mebibyte = 1024 * 1024;

let sandbox: Sandbox;
let gateway: TestGateway;
let url: string;
/** Temporary files of this file's tests only: others may upload at the same time. */
const folder = mkdtempSync(join(tmpdir(), 'upload-test-'));
const { TMPDIR } = process.env;

beforeAll(async () => {
  process.env.TMPDIR = folder;
  sandbox = await startSandbox();
  gateway = await startGateway({
    baseUrl: sandbox.baseUrl,
    token: sandbox.tokens.owner,
    config: { maxUploadBytes: 160 * mebibyte },
  });
  ({ url } = await gateway.listen());
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await sandbox.close();
  rmSync(folder, { recursive: true });
  // Other test files share the process.
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
});
beforeEach(() => {
  sandbox.clearFaults();
  sandbox.resetCalls();
});

/** Folders of uploads that still exist. */
function spoolFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('clio-graphql-'));
}

describe('uploadDocument', () => {
  it('creates the document, stores the file, marks it as stored, and returns any selection', async () => {
    const reply = await post(url, uploadParts('My words'));
    expect(reply.body).toEqual({
      data: {
        uploadDocument: {
          document: {
            id: expect.stringMatching(/^Document:\d+$/),
            name: 'brief.txt',
            size: 8,
            latestDocumentVersion: { fullyUploaded: true },
            matter: { displayNumber: expect.any(String) },
          },
          userErrors: [],
        },
      },
    });
    const { id } = reply.body.data.uploadDocument.document;
    const number = id.split(':')[1];
    expect(steps(sandbox.calls)).toEqual([
      'POST /documents.json',
      'PUT /storage/uploads/UUID',
      `PATCH /documents/${number}.json`,
    ]);
    const [create, put, finish] = sandbox.calls;
    expect(create?.path).toContain('?fields=id,latest_document_version{id,uuid,put_url,put_headers}');
    expect(create?.body).toEqual({
      data: { name: 'brief.txt', filename: 'brief.txt', parent: { id: 3, type: 'Matter' } },
    });
    expect(finish?.path).toContain('?fields=id,latest_document_version{id,fully_uploaded}');
    expect(finish?.body).toEqual({ data: { uuid: expect.any(String), fully_uploaded: true } });
    expect(put?.token).toBeUndefined();
    expect(put?.headers).toMatchObject({
      'content-length': '8',
      'content-type': 'text/plain',
      'x-amz-server-side-encryption': 'AES256',
    });
    expect((await get(url, `/files/documents/${id}`)).text).toBe('My words');
  });

  it('takes the names, the type and the other fields from the input', async () => {
    const query =
      'mutation ($file: File!, $input: UploadDocumentInput!) { uploadDocument(input: $input) { document { name } userErrors { message } } }';
    const input = {
      file: null,
      parent: { id: '1', type: 'FOLDER' },
      name: 'Shown.bin',
      filename: 'stored.bin',
      contentType: 'application/x-own',
      receivedAt: '2026-01-02T03:04:05Z',
      documentCategoryId: 'DocumentCategory:1',
      externalProperties: [{ name: 'case', value: '7' }],
    };
    const reply = await post(url, [
      operations(query.replace('$file: File!, ', ''), { input }),
      { name: 'map', content: '{"a":["variables.input.file"]}' },
      { name: 'a', filename: 'x.y', content: 'x' },
    ]);
    expect(reply.body.errors).toBeUndefined();
    expect(reply.body.data.uploadDocument).toEqual({ document: { name: 'Shown.bin' }, userErrors: [] });
    expect(sandbox.calls[0]?.body).toEqual({
      data: {
        name: 'Shown.bin',
        filename: 'stored.bin',
        content_type: 'application/x-own',
        parent: { id: 1, type: 'Folder' },
        document_category: { id: 1 },
        external_properties: [{ name: 'case', value: '7' }],
        received_at: '2026-01-02T03:04:05Z',
      },
    });
  });

  it('passes on the client’s type if the name has no extension, and keeps names in any script', async () => {
    await post(url, uploadParts('x', { filename: 'Schriftsatz ü 訴状', type: 'application/pdf' }));
    expect(sandbox.calls[0]?.body).toMatchObject({
      data: { name: 'Schriftsatz ü 訴状', content_type: 'application/pdf' },
    });
  });

  it('stores large files in parts of 25 MiB, each with its own headers', async () => {
    const size = 101 * mebibyte;
    const reply = await post(url, uploadParts(bytes(size)));
    expect(reply.body.data.uploadDocument).toMatchObject({ document: { size }, userErrors: [] });
    const names = steps(sandbox.calls);
    expect(names.slice(0, 1)).toEqual(['POST /documents.json']);
    expect(names.slice(1, -1).sort()).toEqual(
      [1, 2, 3, 4, 5].map((part) => `PUT /storage/uploads/UUID/${part}`),
    );
    expect(names.at(-1)).toMatch(/^PATCH/);
    expect(sandbox.calls[0]?.body).toMatchObject({
      data: {
        multiparts: [1, 2, 3, 4, 5].map((part) => ({
          part_number: part,
          content_length: String(part < 5 ? 25 * mebibyte : mebibyte),
        })),
      },
    });
    expect(spoolFolders()).toEqual([]);
  });

  it('uploads several files of one request, in any order', async () => {
    const query = `mutation ($a: File!, $b: File!) {
      first: uploadDocument(input: { file: $a, parent: { id: 3, type: MATTER } }) { document { name size } }
      second: uploadDocument(input: { file: $b, parent: { id: 3, type: MATTER } }) { document { name size } }
    }`;
    const reply = await post(url, [
      { name: 'operations', content: JSON.stringify({ query, variables: { a: null, b: null } }) },
      { name: 'map', content: '{"0":["variables.a"],"1":["variables.b"]}' },
      { name: '1', filename: 'b.txt', content: bytes(mebibyte) },
      { name: '0', filename: 'a.txt', content: 'a' },
    ]);
    expect(reply.body).toEqual({
      data: {
        first: { document: { name: 'a.txt', size: 1 } },
        second: { document: { name: 'b.txt', size: mebibyte } },
      },
    });
    expect(spoolFolders()).toEqual([]);
  });

  it('has a plan, a price and a trace like any other mutation', async () => {
    const trace = await post(url, uploadParts('x'), { headers: { 'x-clio-explain': 'trace' } });
    const { cost, calls } = trace.body.extensions.clio;
    expect(cost).toEqual({ min: 2, expected: 2, max: 2, actual: 2 });
    expect(calls.map(({ method }: { method: string }) => method)).toEqual(['POST', 'PATCH']);
    sandbox.resetCalls();
    const plan = await post(url, uploadParts(bytes(mebibyte)), { headers: { 'x-clio-explain': 'plan' } });
    expect(plan.body.extensions.clio.plan).toMatchObject([
      { method: 'POST', path: '/documents.json', next: [{ method: 'PATCH', path: '/documents/{id}.json' }] },
    ]);
    expect(sandbox.calls).toEqual([]);
  });
});

describe('uploadDocumentVersion', () => {
  const query = `mutation ($file: File!, $id: ID!, $name: String) {
    uploadDocumentVersion(input: { file: $file, documentId: $id, name: $name }) {
      document { id name size }
      userErrors { code message field }
    }
  }`;
  const version = (id: string, name?: string): ReturnType<typeof uploadParts> => [
    operations(query, { id, name }),
    map,
    { name: '0', filename: 'second.txt', content: 'The second version' },
  ];

  it("keeps the document's name", async () => {
    const { name } = sandbox.records('Document').get(1) ?? {};
    const reply = await post(url, version('Document:1'));
    expect(reply.body.data.uploadDocumentVersion).toEqual({
      document: { id: 'Document:1', name, size: 18 },
      userErrors: [],
    });
    expect(steps(sandbox.calls)).toEqual([
      'GET /documents/1.json',
      'POST /documents.json',
      'PUT /storage/uploads/UUID',
      'PATCH /documents/1.json',
    ]);
    expect(sandbox.calls[1]?.body).toEqual({
      data: { name, filename: 'second.txt', parent: { id: 1, type: 'Document' } },
    });
    expect((await get(url, '/files/documents/1')).text).toBe('The second version');
  });

  it('renames the document if a name is passed, and reads nothing', async () => {
    const reply = await post(url, version('2', 'New name.txt'));
    expect(reply.body.data.uploadDocumentVersion.document.name).toBe('New name.txt');
    expect(steps(sandbox.calls)[0]).toBe('POST /documents.json');
  });

  it('reports a missing document at its field, before it waits for the file', async () => {
    expect((await post(url, version('999999'))).body.data.uploadDocumentVersion).toEqual({
      document: null,
      userErrors: [{ code: 'NOT_FOUND', message: expect.any(String), field: ['input', 'documentId'] }],
    });
    expect(steps(sandbox.calls)).toEqual(['GET /documents/999999.json']);
  });

  it('rejects an id of another type without a call', async () => {
    const reply = await post(url, version('Matter:1'));
    expect(reply.body.errors[0]).toMatchObject({
      message: expect.stringContaining('"input.documentId" takes an id of Document'),
      extensions: { code: 'BAD_USER_INPUT' },
    });
    expect(sandbox.calls).toEqual([]);
  });

  it('leaves the document unchanged if the storage fails', async () => {
    const before = (await get(url, '/files/documents/5')).text;
    sandbox.fault({ match: '/storage/uploads', kind: 'status', status: 403 });
    const reply = await post(url, version('Document:5'));
    expect(reply.body.errors[0].extensions.code).toBe('UPSTREAM_ERROR');
    expect(sandbox.calls.some(({ method }) => method === 'DELETE')).toBe(false);
    expect(sandbox.records('Document').get(5)?.deleted_at).toBeNull();
    sandbox.clearFaults();
    expect((await get(url, '/files/documents/5')).text).toBe(before);
  });

  it('does not delete the document that was passed as parent', async () => {
    sandbox.fault({ match: '/storage/uploads', kind: 'status', status: 403 });
    const parts = uploadParts('x').map((part) =>
      part.name === 'operations'
        ? {
            ...part,
            content: String(part.content).replace('\\"Matter:3\\", type: MATTER', '6, type: DOCUMENT'),
          }
        : part,
    );
    const reply = await post(url, parts);
    expect(reply.body.errors[0].extensions.code).toBe('UPSTREAM_ERROR');
    expect(sandbox.records('Document').get(6)?.deleted_at).toBeNull();
  });
});

describe('a failed step', () => {
  const create = 'POST /documents.json';
  const put = 'PUT /storage/uploads/UUID';

  interface Case {
    readonly title: string;
    readonly fault: Parameters<Sandbox['fault']>[0];
    readonly code: string;
    readonly calls: readonly (string | RegExp)[];
  }
  const patch = /^PATCH \/documents\/\d+\.json$/;
  const remove = /^DELETE \/documents\/\d+\.json$/;
  const read = /^GET \/documents\/\d+\.json$/;
  const isPatch = { match: (call: { method: string }) => call.method === 'PATCH' };

  it.each<Case>([
    {
      title: 'Clio forbids the document',
      fault: { match: '/documents.json', kind: 'status', status: 403 },
      code: 'FORBIDDEN',
      calls: [create],
    },
    {
      title: 'Clio is unavailable when the document is created',
      fault: { match: '/documents.json', kind: 'status', status: 503 },
      code: 'UNKNOWN_OUTCOME',
      calls: [create],
    },
    {
      title: 'the connection breaks while the document is created',
      fault: { match: '/documents.json', kind: 'drop-before' },
      code: 'UNKNOWN_OUTCOME',
      calls: [create],
    },
    {
      title: 'the storage rejects the file',
      fault: { match: '/storage/uploads', kind: 'status', status: 403 },
      code: 'UPSTREAM_ERROR',
      calls: [create, put, remove],
    },
    {
      title: 'the storage fails every time',
      fault: { match: '/storage/uploads', kind: 'status', status: 500 },
      code: 'UPSTREAM_ERROR',
      calls: [create, put, put, remove],
    },
    {
      title: 'the connection to the storage breaks in the middle, twice',
      fault: { match: '/storage/uploads', kind: 'drop-receiving' },
      code: 'UPSTREAM_UNAVAILABLE',
      calls: [create, put, put, remove],
    },
    {
      title: 'Clio rejects the mark',
      fault: {
        ...isPatch,
        kind: 'status',
        status: 422,
        body: '{"error":{"type":"UploadNotFoundError","message":"Not found."}}',
      },
      code: 'UPSTREAM_ERROR',
      calls: [create, put, patch, remove],
    },
    {
      title: 'Clio does not see the file in time, three times',
      fault: {
        ...isPatch,
        kind: 'status',
        status: 422,
        body: '{"error":{"type":"UploadTimeoutError","message":"Timeout."}}',
      },
      code: 'UPSTREAM_ERROR',
      calls: [create, put, patch, patch, patch, remove],
    },
    {
      title: 'Clio is unavailable when the document is marked',
      fault: { ...isPatch, kind: 'status', status: 503 },
      code: 'UPSTREAM_UNAVAILABLE',
      calls: [create, put, patch, read, remove],
    },
    {
      title: 'the connection breaks before the document is marked',
      fault: { ...isPatch, kind: 'drop-before' },
      code: 'UPSTREAM_UNAVAILABLE',
      calls: [create, put, patch, read, remove],
    },
  ])('leaves no incomplete document: $title', async ({ fault, code, calls }) => {
    const before = halfDocuments(sandbox);
    sandbox.fault(fault);
    const reply = await post(url, uploadParts(bytes(mebibyte)));
    expect(reply.body.data).toEqual({ uploadDocument: null });
    expect(reply.body.errors).toMatchObject([{ path: ['uploadDocument'], extensions: { code } }]);
    const made = steps(sandbox.calls);
    expect(made).toEqual(
      calls.map((call) => (typeof call === 'string' ? call : expect.stringMatching(call))),
    );
    expect(halfDocuments(sandbox)).toBe(before);
    expect(spoolFolders()).toEqual([]);
  });

  it('does not matter if the second attempt succeeds', async () => {
    sandbox.fault({ match: '/storage/uploads', kind: 'drop-receiving', times: 1 });
    const reply = await post(url, uploadParts(bytes(mebibyte)));
    expect(reply.body.data.uploadDocument).toMatchObject({ document: { size: mebibyte }, userErrors: [] });
    expect(steps(sandbox.calls).filter((call) => call === put)).toHaveLength(2);
  });

  it('does not matter if Clio had executed it before the connection broke', async () => {
    sandbox.fault({ ...isPatch, kind: 'drop-mid-body' });
    const reply = await post(url, uploadParts('done'));
    expect(reply.body.data.uploadDocument).toMatchObject({
      document: { size: 4, latestDocumentVersion: { fullyUploaded: true } },
      userErrors: [],
    });
    expect(sandbox.calls.some(({ method }) => method === 'DELETE')).toBe(false);
  });

  it('has an unknown outcome only if Clio cannot be asked', async () => {
    sandbox.fault({ ...isPatch, kind: 'drop-mid-body' });
    sandbox.fault({ match: (call) => call.method === 'GET', kind: 'status', status: 500 });
    const reply = await post(url, uploadParts('done'));
    expect(reply.body.errors[0].extensions.code).toBe('UNKNOWN_OUTCOME');
    expect(reply.body.errors[0].message).toMatch(/Document:\d+ may or may not be complete/);
    expect(sandbox.calls.some(({ method }) => method === 'DELETE')).toBe(false);
  });

  it('names what could not be deleted', async () => {
    sandbox.fault({ match: '/storage/uploads', kind: 'status', status: 403 });
    sandbox.fault({ match: (call) => call.method === 'DELETE', kind: 'status', status: 403 });
    const reply = await post(url, uploadParts('x'));
    expect(reply.body.errors[0].message).toMatch(/rejected the file \(403\).*Document:\d+, begun/);
    expect(steps(sandbox.calls).filter((call) => call.startsWith('DELETE'))).toHaveLength(2);
  });

  it("returns Clio's objections to the input as user errors", async () => {
    const parts = uploadParts('x').map((part) =>
      part.name === 'operations'
        ? { ...part, content: String(part.content).replace('Matter:3', '999999') }
        : part,
    );
    const reply = await post(url, parts);
    expect(reply.body.data.uploadDocument).toEqual({
      document: null,
      userErrors: [{ code: 'INVALID', message: expect.any(String), field: ['input', 'parent', 'id'] }],
    });
    expect(steps(sandbox.calls)).toEqual([create]);
  });
});

describe('a client that disconnects', () => {
  it('while it sends the file has cost no call', async () => {
    const reply = post(url, uploadParts(bytes(100 * mebibyte)), {
      onRequest: (request) => {
        request.once('socket', (socket) =>
          socket.once('drain', () => {
            request.destroy();
          }),
        );
      },
    });
    await expect(reply).rejects.toThrow();
    await expect.poll(spoolFolders).toEqual([]);
    expect(sandbox.calls).toEqual([]);
  });

  it('while the file is stored leaves no incomplete document', async () => {
    const stored = createServer(() => {
      // Never responds, so the file stays in transfer.
      client?.destroy();
    });
    stored.listen(0, '127.0.0.1');
    await once(stored, 'listening');
    const address = `http://127.0.0.1:${(stored.address() as AddressInfo).port}/`;
    let client: { destroy(): void } | undefined;
    redirectUploads(address);
    const reply = post(url, uploadParts('x'), {
      onRequest: (request) => {
        client = request;
      },
    });
    await expect(reply).rejects.toThrow();
    await expect.poll(() => steps(sandbox.calls).at(-1)).toMatch(/^DELETE/);
    stored.closeAllConnections();
    stored.close();
  });
});

/** Makes Clio return another address for files. */
function redirectUploads(address: string): void {
  sandbox.fault({
    match: (call) => call.method === 'POST',
    kind: 'status',
    status: 201,
    body: JSON.stringify({
      data: { id: 1, latest_document_version: { id: 1, uuid: 'u', put_url: address, put_headers: [] } },
    }),
  });
  // The document that Clio claims to have created does not exist, so it cannot be deleted.
  sandbox.fault({ match: (call) => call.method === 'DELETE', kind: 'status', status: 204, body: '' });
}

describe('an address of the storage', () => {
  it.each([
    'http://evil.example/upload',
    'https://localhost.evil@127.0.0.1/',
    'https://169.254.169.254/latest',
    'https://user:secret@s3.example.com/',
    'ftp://s3.example.com/',
    'file:///etc/passwd',
    'https://10.0.0.1/',
    'https://[fd00::1]/',
    'https://metadata.google.internal/',
    'nonsense',
  ])('is rejected: %s', async (address) => {
    redirectUploads(address);
    const reply = await post(url, uploadParts('secret words'));
    expect(reply.body.errors[0]).toMatchObject({
      message: expect.stringContaining('unsafe address'),
      extensions: { code: 'UPSTREAM_ERROR' },
    });
    expect(JSON.stringify(reply.body)).not.toContain('secret');
    expect(steps(sandbox.calls)).toEqual(['POST /documents.json', 'DELETE /documents/1.json']);
  });
});

describe('a multipart request', () => {
  const file = { name: '0', filename: 'x.txt', content: 'x' };
  const operation = uploadParts('x')[0] as { name: string; content: string };

  it.each<[string, readonly FormPart[], RegExp, Record<string, string | undefined>?]>([
    [
      'brings no preflight header',
      [operation, map, file],
      /"GraphQL-Require-Preflight: 1"/,
      { 'graphql-require-preflight': undefined },
    ],
    ['names no boundary', [operation, map, file], /no boundary/, { 'content-type': 'multipart/form-data' }],
    ['has map without operations', [map, file], /"operations" must come before "map"/],
    ['has operations after map', [map, operation, file], /"operations" must come before "map"/],
    ['has the file first', [file, operation, map], /comes before "map"/],
    ['has no map', [operation], /"map" is missing/],
    ['has the file in place of map', [operation, file], /comes before "map"/],
    ['is empty', [], /malformed|"operations" is missing/],
    [
      'has operations that are not JSON',
      [{ name: 'operations', content: '{' }, map, file],
      /"operations" is not valid JSON/,
    ],
    [
      'has operations that are not object',
      [{ name: 'operations', content: '7' }, map, file],
      /must be a JSON object/,
    ],
    [
      'has a map that is not JSON',
      [operation, { name: 'map', content: '{' }, file],
      /"map" is not valid JSON/,
    ],
    [
      'has a map that is a list',
      [operation, { name: 'map', content: '[]' }, file],
      /"map" must be a JSON object/,
    ],
    [
      'has a map without lists',
      [operation, { name: 'map', content: '{"0":"variables.file"}' }, file],
      /list of paths/,
    ],
    [
      'names an unknown variable',
      [operation, { name: 'map', content: '{"0":["variables.other"]}' }, file],
      /"variables.other"/,
    ],
    [
      'names a place outside the variables',
      [operation, { name: 'map', content: '{"0":["query"]}' }, file],
      /"query"/,
    ],
    [
      'reaches for the prototype',
      [operation, { name: 'map', content: '{"0":["variables.__proto__.x"]}' }, file],
      /__proto__/,
    ],
    [
      'names a place with a name as long as a book',
      [operation, { name: 'map', content: `{"0":["variables${'.x'.repeat(100_000)}"]}` }, file],
      /^"map" names "variables(\.x){130,150}…?$/,
    ],
    ['does not hold the file', [operation, map], /names the file "0", which is missing/],
    [
      'holds a file that map does not name',
      [operation, map, { ...file, name: '7' }],
      /does not name the file "7"/,
    ],
    [
      'names too many files',
      [
        operation,
        {
          name: 'map',
          content: JSON.stringify(
            Object.fromEntries(Array.from({ length: 21 }, (_, n) => [n, ['variables.file']])),
          ),
        },
        file,
      ],
      /at most 20 files/,
    ],
    ['is compressed', [operation, map, file], /uncompressed/, { 'content-encoding': 'gzip' }],
  ])('is rejected if it %s', async (_title, parts, message, headers = {}) => {
    const reply = await post(url, parts, { headers });
    expect([reply.status, reply.body.errors[0].extensions.code]).toEqual([
      'content-encoding' in headers ? 415 : 400,
      'BAD_REQUEST',
    ]);
    expect(reply.body.errors[0].message).toMatch(message);
    expect(reply.body.data).toBeUndefined();
    expect(sandbox.calls).toEqual([]);
  });

  it('is rejected by its Content-Length if that is too large', async () => {
    const reply = await post(url, uploadParts('x'), {
      headers: { 'content-length': String(1e12), expect: '100-continue' },
    });
    expect([reply.status, reply.body.errors[0].extensions.code]).toEqual([413, 'REQUEST_ENTITY_TOO_LARGE']);
  });

  it('returns a user error if a file turns out to be too large, and sends nothing to Clio', async () => {
    const reply = await post(url, uploadParts(bytes(161 * mebibyte)));
    expect(reply.body.data.uploadDocument).toEqual({
      document: null,
      userErrors: [
        {
          code: 'INVALID',
          message: expect.stringContaining('at most 167772160 bytes'),
          field: ['input', 'file'],
        },
      ],
    });
    expect(sandbox.calls).toEqual([]);
    expect(spoolFolders()).toEqual([]);
  });

  it('returns a user error for an empty file, and for one without a name', async () => {
    const empty = await post(url, uploadParts(''));
    expect(empty.body.data.uploadDocument.userErrors).toMatchObject([
      { code: 'INVALID', field: ['input', 'file'] },
    ]);
    const nameless = await post(url, uploadParts('x', { filename: '' }));
    expect(nameless.body.data.uploadDocument.userErrors).toMatchObject([
      { code: 'REQUIRED', field: ['input', 'name'] },
    ]);
    expect(sandbox.calls).toEqual([]);
  });

  it('is read no further than is necessary to reject the operation', async () => {
    const invalid = [operations('mutation ($file: File!) { nothing(file: $file) }'), map];
    const reply = await post(url, [...invalid, { ...file, content: bytes(20 * mebibyte) }]);
    expect(reply.body.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(spoolFolders()).toEqual([]);
  });

  it('requires a login before its file is read', async () => {
    await using closed = await startGateway({ baseUrl: sandbox.baseUrl, token: null });
    const { url: other } = await closed.listen();
    const reply = await post(other, uploadParts(bytes(20 * mebibyte)));
    expect([reply.status, reply.body.errors[0].extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(sandbox.calls).toEqual([]);
  });

  it('can contain any operation', async () => {
    const reply = await post(url, [
      { name: 'operations', content: JSON.stringify({ query: '{ viewer { id } }' }) },
      { name: 'map', content: '{}' },
    ]);
    expect(reply.body).toEqual({ data: { viewer: { id: 'User:1' } } });
  });

  it('is the only way to send a file', async () => {
    const query =
      'mutation ($file: File!) { uploadDocument(input: { file: $file, parent: { id: 1, type: MATTER } }) { document { id } } }';
    const response = await gateway.gql(query, { variables: { file: 'text' } });
    expect(response.errors?.[0]?.message).toContain('multipart');
    expect(sandbox.calls).toEqual([]);
  });

  it('works through fetch with FormData too', async () => {
    const form = new FormData();
    for (const { name, content } of uploadParts('').slice(0, 2)) form.append(name, String(content));
    form.append('0', new Blob(['By fetch']), 'fetch.txt');
    const request = new Request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'x-requested-with': 'test', accept: 'application/json' },
      body: form,
    });
    const response = await (await gateway.fetch(request)).json();
    expect(response).toMatchObject({
      data: { uploadDocument: { document: { name: 'fetch.txt', size: 8 } } },
    });
  });
});
