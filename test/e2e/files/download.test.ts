import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { bytes, get, open, steps } from '../../support/clients/upload-files.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

let url: string;

const sandbox = forAllTests(() => startSandbox());
const gateway = forAllTests(() => startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner }));
beforeAll(async () => {
  ({ url } = await gateway.listen());
});
beforeEach(() => {
  sandbox.clearFaults();
  sandbox.resetCalls();
});

describe('GET /files', () => {
  it('streams a document with its name and type, and prevents it from running in a browser', async () => {
    const { filename, content_type, size } = sandbox.records('Document').get(1) ?? {};
    const reply = await get(url, '/files/documents/Document:1');
    expect(reply.status).toBe(200);
    expect(reply.headers).toMatchObject({
      'content-type': content_type,
      'content-length': String(size),
      'content-disposition': `attachment; filename="${filename}"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-store',
      'accept-ranges': 'bytes',
      'x-request-id': expect.any(String),
    });
    expect(Buffer.byteLength(reply.text)).toBe(size);
    expect(steps(sandbox.calls)).toEqual([
      'GET /documents/1/download.json',
      expect.stringMatching(/^GET \/storage\/versions\/\d+$/),
    ]);
    const [clio, storage] = sandbox.calls;
    expect([clio?.token, storage?.token]).toEqual(['owner', undefined]);
    expect(storage?.headers).not.toHaveProperty('cookie');
  });

  const downloads = Object.values(loadCatalog().data.operations).filter(
    ({ response, path }) => response === 'redirect' && path.includes('{id}'),
  );
  it.each(downloads.map(({ path }) => path))('serves %s', async (path) => {
    const reply = await get(url, `/files${path.replace(/\{id\}.*/, '1')}`);
    expect(reply.status).toBe(200);
    expect(reply.text.length).toBeGreaterThan(0);
  });

  it('serves an earlier version', async () => {
    const [first] = [...sandbox.records('DocumentVersion').values()].filter((one) => one.document_id === 6);
    const newest = await get(url, '/files/documents/6');
    const reply = await get(url, `/files/documents/6?documentVersionId=DocumentVersion:${first?.id}`);
    expect(reply.status).toBe(200);
    expect(reply.text).not.toBe(newest.text);
    expect(sandbox.calls.map(({ path }) => path)).toContain(
      `/documents/6/download.json?document_version_id=${first?.id}`,
    );
  });

  it('passes on ranges and their responses', async () => {
    const whole = await get(url, '/files/documents/1');
    const size = whole.headers['content-length'];
    const part = await get(url, '/files/documents/1', { range: 'bytes=3-6' });
    expect([part.status, part.text]).toEqual([206, whole.text.slice(3, 7)]);
    expect(part.headers).toMatchObject({ 'content-range': `bytes 3-6/${size}`, 'content-length': '4' });
    const etag = String(whole.headers.etag);
    const same = await get(url, '/files/documents/1', { range: 'bytes=3-6', 'if-range': etag });
    expect(same.status).toBe(206);
    const changed = await get(url, '/files/documents/1', { range: 'bytes=3-6', 'if-range': '"old"' });
    expect([changed.status, changed.text]).toEqual([200, whole.text]);
    const beyond = await get(url, '/files/documents/1', { range: 'bytes=9999999-' });
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, `bytes */${size}`]);
  });

  it('responds to HEAD with the headers only', async () => {
    const reply = await get(url, '/files/documents/1', {}, 'HEAD');
    expect([reply.status, reply.text]).toEqual([200, '']);
    expect(reply.headers['content-length']).toBe(String(sandbox.records('Document').get(1)?.size));
  });

  it('works through fetch', async () => {
    const response = await gateway.fetch(new Request('http://localhost/files/documents/1'));
    expect(await response.text()).toBe((await get(url, '/files/documents/1')).text);
  });

  it.each([
    ['a missing document', '/files/documents/999999', 404, 'NOT_FOUND'],
    ['an unknown folder', '/files/matters/1', 404, 'NOT_FOUND'],
    ['no id', '/files/documents', 404, 'NOT_FOUND'],
    ['more than an id', '/files/documents/1/x', 404, 'NOT_FOUND'],
    ['a broken escape', '/files/documents/%zz', 404, 'NOT_FOUND'],
    ['an id that leaves the path', '/files/documents/..%2F..%2Fmatters', 400, 'BAD_USER_INPUT'],
    ['an id of another type', '/files/documents/Matter:1', 400, 'BAD_USER_INPUT'],
    ['an unknown parameter', '/files/documents/1?x=1', 400, 'BAD_USER_INPUT'],
  ])('rejects %s', async (_title, path, status, code) => {
    const reply = await get(url, path);
    expect([reply.status, reply.body.errors[0].extensions.code]).toEqual([status, code]);
  });

  it('allows only GET and HEAD', async () => {
    const reply = await get(url, '/files/documents/1', { 'content-length': '0' }, 'POST');
    expect([reply.status, reply.headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  it.each([
    ['a login that Clio does not know', { authorization: 'Bearer nonsense' }, 401, 'UNAUTHENTICATED'],
    ['a header that is not a bearer token', { authorization: 'Basic x' }, 401, 'UNAUTHENTICATED'],
    ['a region in front of a fixed address', { 'x-clio-region': 'eu' }, 400, 'BAD_USER_INPUT'],
  ])('rejects %s', async (_title, headers, status, code) => {
    const reply = await get(url, '/files/documents/1', headers);
    expect([reply.status, reply.body.errors[0].extensions.code]).toEqual([status, code]);
    if (status === 401) expect(reply.headers['www-authenticate']).toBe('Bearer');
  });

  it('requires a login if there is no default token', async () => {
    await using closed = await startGateway({ baseUrl: sandbox.baseUrl, token: null });
    const { url: other } = await closed.listen();
    expect((await get(other, '/files/documents/1')).status).toBe(401);
    const { owner } = sandbox.tokens;
    expect((await get(other, '/files/documents/1', { authorization: `Bearer ${owner}` })).status).toBe(200);
  });

  it('reports that a report is not ready', async () => {
    const queued = [...sandbox.records('Report').values()].find(({ state }) => state === 'queued');
    const reply = await get(url, `/files/reports/${queued?.id}`);
    expect(reply.status).toBe(400);
    expect(reply.body.errors[0].message).toContain('"state"');
  });

  it.each([
    ['a storage that rejects the request', { kind: 'status', status: 403 } as const, 502, 'UPSTREAM_ERROR'],
    ['a storage that closes the connection', { kind: 'drop-before' } as const, 503, 'UPSTREAM_UNAVAILABLE'],
  ])('reports %s', async (_title, fault, status, code) => {
    sandbox.fault({ match: '/storage', ...fault });
    const reply = await get(url, '/files/documents/1');
    expect([reply.status, reply.body.errors[0].extensions.code]).toEqual([status, code]);
  });

  it('closes the connection if the storage does, so that a part is not taken for the whole', async () => {
    sandbox.fault({ match: '/storage', kind: 'drop-mid-body' });
    await expect(get(url, '/files/documents/1')).rejects.toThrow('aborted');
  });
});

describe('an address to which Clio redirects', () => {
  const sendTo = (location: string): void => {
    sandbox.fault({ match: '/documents/1/download', kind: 'status', status: 303, headers: { location } });
  };

  /** A storage server that keeps the requests that it got. */
  async function storage(response: RequestListener): Promise<{ readonly url: string; close(): void }> {
    const server: Server = createServer(response);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close: () => {
        server.closeAllConnections();
        server.close();
      },
    };
  }

  it.each([
    'http://evil.example/x',
    'https://10.1.2.3/x',
    'https://a:b@s3.example.com/',
    'ftp://s3.example.com/',
  ])('is rejected: %s', async (location) => {
    sendTo(location);
    const reply = await get(url, '/files/documents/1');
    expect([reply.status, reply.body.errors[0].extensions.code]).toEqual([502, 'UPSTREAM_ERROR']);
    expect(reply.text).not.toContain('a:b');
  });

  it('is rejected if the storage redirects to it', async () => {
    const mine = await storage((_request, response) => {
      response.writeHead(302, { location: 'http://evil.example/' }).end();
    });
    sendTo(mine.url);
    const reply = await get(url, '/files/documents/1');
    expect(reply.body.errors[0].message).toContain('http://evil.example');
    mine.close();
  });

  it('may redirect a few times, and never gets the token', async () => {
    const seen: (string | undefined)[] = [];
    const mine = await storage((request, response) => {
      seen.push(request.headers.authorization);
      if (request.url === '/2') response.end('found');
      else response.writeHead(307, { location: request.url === '/1' ? '/2' : '/1' }).end();
    });
    sendTo(`${mine.url}/0`);
    expect((await get(url, '/files/documents/1')).text).toBe('found');
    expect(seen).toEqual([undefined, undefined, undefined]);
    mine.close();
  });

  it('may not redirect endlessly', async () => {
    const mine = await storage((_request, response) => {
      response.writeHead(307, { location: '/again' }).end();
    });
    sendTo(mine.url);
    expect((await get(url, '/files/documents/1')).body.errors[0].message).toContain('too often');
    mine.close();
  });

  it('may leave the name to the document, and can set nothing but the file', async () => {
    const mine = await storage((_request, response) => {
      response
        .writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'a=b', 'x-own': '1' })
        .end('<script>');
    });
    sendTo(mine.url);
    const reply = await get(url, '/files/documents/1');
    const { filename } = sandbox.records('Document').get(1) ?? {};
    expect(reply.headers['content-disposition']).toBe(`attachment; filename="${filename}"`);
    expect(reply.headers).not.toHaveProperty('set-cookie');
    expect(reply.headers).not.toHaveProperty('x-own');
    mine.close();
  });

  it('cannot add to the Content-Disposition header by its name', async () => {
    const mine = await storage((_request, response) => {
      response
        .writeHead(200, {
          'content-disposition': `attachment; filename*=UTF-8''..%2F%0D%0Aa%22b%E2%80%AE%C3%BC.txt`,
        })
        .end('x');
    });
    sendTo(mine.url);
    const reply = await get(url, '/files/documents/1');
    expect(reply.headers['content-disposition']).toBe(
      `attachment; filename="a_b_.txt"; filename*=UTF-8''a%22b%C3%BC.txt`,
    );
    mine.close();
  });

  it('is disconnected when the client disconnects', async () => {
    let leave = (): void => undefined;
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const mine = await storage((_request, response) => {
      response.once('close', leave);
      response.writeHead(200);
      // No end: more would follow for as long as somebody reads.
      response.write('x'.repeat(100_000));
    });
    sendTo(mine.url);
    const response = await open(url, '/files/documents/1');
    await once(response, 'data');
    response.destroy();
    await left;
    mine.close();
  });

  it('is read no faster than the client reads', async () => {
    let sent = 0;
    let paused = false;
    const mine = await storage((_request, response) => {
      const chunks = bytes(64 * 1024 * 1024);
      const more = (): void => {
        for (const chunk of chunks) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            paused = true;
            response.once('drain', more);
            return;
          }
        }
        response.end();
      };
      more();
    });
    sendTo(mine.url);
    const response = await open(url, '/files/documents/1');
    response.pause();
    // What the sockets in between hold, and no more, however long nobody reads.
    await expect.poll(() => paused).toBe(true);
    for (let before = -1; before !== sent; ) {
      before = sent;
      await get(url, '/healthz');
    }
    expect(sent).toBeLessThan(32 * 1024 * 1024);
    response.destroy();
    mine.close();
  });
});
