import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/server/create-logger.ts';
import { startSmallServer } from '../../support/gateways/start-small-server.ts';

const secret = { authorization: 'Bearer very-secret', 'x-request-id': 'r1' };

describe('the log', () => {
  it('has one line per request', async () => {
    await using gateway = await startSmallServer();
    await gateway.post({ query: 'query Greeting { hello forbidden again: forbidden boom }' }, secret);
    const lines = gateway.logs().filter(({ msg }) => msg === 'request');
    expect(lines).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        msg: 'request',
        requestId: 'r1',
        method: 'POST',
        path: '/graphql',
        status: 200,
        ms: expect.any(Number),
        operation: 'Greeting',
        calls: 0,
        waitMs: 0,
        cacheHits: 0,
        errors: 3,
        codes: ['FORBIDDEN', 'INTERNAL_SERVER_ERROR'],
      },
    ]);
  });

  it('has the request id on each line', async () => {
    await using gateway = await startSmallServer();
    await gateway.post({ query: '{ boom }' }, secret);
    expect(gateway.logs().map(({ requestId }) => requestId)).toEqual(['r1', 'r1']);
  });

  it('never contains a token, a variable or query text', async () => {
    await using gateway = await startSmallServer({ defaultToken: 'lent-secret' });
    const query = 'query Q($name: String) { hello(name: $name) other: hello(name: "in-text") boom }';
    await gateway.post({ query, variables: { name: 'in-variables' } }, secret);
    await gateway.post({ query: '{ in-text', variables: { name: 'in-variables' } }, secret);
    await gateway.post({ query: '{ boom }' });
    await gateway.post({ query: '{ hello }' }, { authorization: 'Basic very-secret' });
    await fetch(`${gateway.url}/graphql?query={hello(name:"in-text")}`);
    expect(gateway.logText()).not.toMatch(/very-secret|lent-secret|in-text|in-variables/);
  });

  it('contains probes by orchestrators at debug level only', async () => {
    await using gateway = await startSmallServer();
    await fetch(`${gateway.url}/healthz`);
    await fetch(`${gateway.url}/nowhere`);
    expect(gateway.logs().map(({ level, path }) => [level, path])).toEqual([
      [20, '/healthz'],
      [30, '/nowhere'],
    ]);
  });

  it('masks anything that looks like a token', () => {
    let text = '';
    const logger = createLogger('info', {
      write: (line) => {
        text += line;
      },
    });
    logger.info(
      { authorization: 'very-secret', headers: { authorization: 'very-secret' }, token: 'very-secret' },
      'x',
    );
    expect(text).toContain('[redacted]');
    expect(text).not.toContain('very-secret');
  });
});
