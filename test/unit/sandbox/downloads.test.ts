import { describe, expect, it } from 'vitest';
import { ask } from '../../support/ask-sandbox.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const sandbox = forAllTests(() => startSandbox());

async function location(path: string): Promise<string> {
  const reply = await ask(sandbox, path);
  expect([reply.status, reply.text]).toEqual([303, '']);
  return reply.headers.location ?? '';
}

describe('a download', () => {
  it('returns as many bytes as the document states', async () => {
    const { data } = (await ask(sandbox, '/documents/1.json?fields=size,filename,content_type')).body;
    const file = await fetch(await location('/documents/1/download.json'));
    const bytes = Buffer.from(await file.arrayBuffer());
    expect(file.status).toBe(200);
    expect(bytes.length).toBe(data.size);
    expect(file.headers.get('content-type')).toBe(data.content_type);
    expect(file.headers.get('content-disposition')).toContain(String(data.filename));
  });

  it('of an earlier version returns another file', async () => {
    const versions = (await ask(sandbox, '/documents/6/versions.json?fields=id,version_number')).body.data;
    expect(versions.map(({ version_number }) => version_number)).toEqual([1, 2]);
    const first = await location(`/documents/6/download.json?document_version_id=${versions[0]?.id}`);
    expect(first).not.toBe(await location('/documents/6/download.json'));
    expect((await ask(sandbox, '/documents/1/download.json?document_version_id=9')).status).toBe(404);
  });

  it.each([
    '/document_templates/1/download.json',
    '/document_archives/1/download.json',
    '/reports/1/download.json',
  ])('works for %s', async (path) => {
    expect((await fetch(await location(path))).status).toBe(200);
  });

  it('of a report that is not ready is rejected', async () => {
    const report = [...sandbox.records('Report').values()].find(({ state }) => state === 'queued');
    expect((await ask(sandbox, `/reports/${report?.id}/download.json`)).status).toBe(422);
  });

  it('supports ranges, on condition that the file is unchanged', async () => {
    const url = await location('/documents/1/download.json');
    const whole = await ask(sandbox, url, { token: null });
    const part = (range: string, more = {}): ReturnType<typeof ask> =>
      ask(sandbox, url, { token: null, headers: { range, ...more } });
    const first = await part('bytes=2-4');
    expect([first.status, first.text]).toEqual([206, whole.text.slice(2, 5)]);
    expect(first.headers['content-range']).toBe(`bytes 2-4/${whole.headers['content-length']}`);
    expect((await part('bytes=-3')).text).toBe(whole.text.slice(-3));
    expect((await part('bytes=2-4', { 'if-range': whole.headers.etag })).status).toBe(206);
    expect((await part('bytes=2-4', { 'if-range': '"other"' })).text).toBe(whole.text);
    const beyond = await part('bytes=999999-');
    expect([beyond.status, beyond.headers['content-range']]).toEqual([
      416,
      `bytes */${whole.headers['content-length']}`,
    ]);
  });

  it('rejects a bearer token and a wrong signature, as S3 does', async () => {
    const url = await location('/documents/1/download.json');
    expect((await ask(sandbox, url)).status).toBe(400);
    expect((await ask(sandbox, url.replace(/.$/, 'x'), { token: null })).status).toBe(403);
    expect((await ask(sandbox, `${sandbox.url}/storage/versions/1`, { token: null })).status).toBe(403);
  });
});

describe('a response that is not JSON', () => {
  it('is the HTML of a bill’s preview', async () => {
    const reply = await ask(sandbox, '/bills/1/preview.json');
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(reply.text).toContain('<h1>Invoice 1000</h1>');
  });
});
