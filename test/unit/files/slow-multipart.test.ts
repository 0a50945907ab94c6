import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { MalformedMultipart, readMultipartRequest } from '../../../src/files/multipart-request.ts';

const type = 'multipart/form-data; boundary=b';
const limits = { maxFieldBytes: 100_000, maxFileBytes: 1_000_000, idleMs: 150 };
const operations = JSON.stringify({ query: 'mutation ($file: File!) { a }', variables: { file: null } });
const start = `--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${operations}\r\n--b\r\ncontent-disposition: form-data; name="map"\r\n\r\n`;

it('rejects a multipart body that arrives too slowly, even if its client never pauses for long', async () => {
  const body = new PassThrough();
  const trickle = setInterval(() => body.write(' '), 10);
  const reading = readMultipartRequest(body, type, limits);
  body.write(start.slice(0, 20));
  try {
    const startedAt = performance.now();
    await expect(reading).rejects.toMatchObject({ status: 408, message: 'The body arrived too slowly.' });
    await expect(reading).rejects.toBeInstanceOf(MalformedMultipart);
    // Half of the test's time, for a busy machine; without the limit the request would never end.
    expect(performance.now() - startedAt).toBeLessThan(30_000);
  } finally {
    clearInterval(trickle);
    body.destroy();
  }
});

it('accepts a multipart body that arrives fast enough in pieces, however long its files wait until they are read', async () => {
  const body = new PassThrough();
  const reading = readMultipartRequest(body, type, limits);
  body.end(
    `${start}{"0":["variables.file"]}\r\n--b\r\ncontent-disposition: form-data; name="0"; filename="x.txt"\r\n\r\nabc\r\n--b--\r\n`,
  );
  const request = await reading;
  expect(request.operations).toMatchObject({ query: expect.stringContaining('mutation') });
  await request.close();
});
