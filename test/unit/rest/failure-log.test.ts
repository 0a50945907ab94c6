import { describe, expect, it } from 'vitest';
import {
  call,
  context,
  failure,
  json,
  reply,
  startClient,
  startTestServer,
  testClock,
} from '../../support/rest/test-client.ts';

describe('the log of failures', () => {
  it('has one line without ids for many equal failures, and counts the others', async () => {
    const lines: unknown[] = [];
    const logger = { warn: (details: object) => lines.push(details), debug: () => undefined };
    const clock = testClock();
    await using server = await startTestServer(reply(500, {}));
    await using client = startClient(server.baseUrl, { logger, clock });
    for (let time = 0; time < 5; time += 1) await failure(client.send(call('/matters/4711.json'), context()));
    const line = { code: 'UPSTREAM_ERROR', method: 'GET', path: '/matters/{id}.json', status: 500 };
    expect(lines).toEqual([line]);
    await clock.sleep(10_000, undefined);
    await failure(client.send(call('/matters/4711.json'), context()));
    expect(lines).toEqual([line, { ...line, more: 4 }]);
  });

  it('has a line for each kind of failure', async () => {
    const lines: object[] = [];
    const logger = { warn: (details: object) => lines.push(details), debug: () => undefined };
    await using server = await startTestServer(
      reply(500, {}),
      reply(504, {}),
      reply(504, {}),
      json({ data: 1 }),
    );
    await using client = startClient(server.baseUrl, { logger });
    await failure(client.send(call(), context()));
    await client.send(call(), context());
    expect(lines).toMatchObject([{ code: 'UPSTREAM_ERROR' }, { code: 'UPSTREAM_TIMEOUT' }]);
  });

  it.each([400, 401, 403, 404, 422])('has no line for a rejected request: %s', async (status) => {
    const lines: object[] = [];
    const logger = { warn: (details: object) => lines.push(details), debug: () => undefined };
    await using server = await startTestServer(json({ error: {} }, status));
    await using client = startClient(server.baseUrl, { logger });
    await failure(client.send(call(), context()));
    expect(lines).toEqual([]);
  });
});
