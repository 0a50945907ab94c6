import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { json } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startSmallServer } from '../../support/gateways/start-small-server.ts';

interface GatewayResponse {
  readonly status: number | undefined;
  readonly connection: string | undefined;
  readonly body: unknown;
}

function ask(url: string, agent: Agent): Promise<GatewayResponse> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, async (response) => {
      resolve({
        status: response.statusCode,
        connection: response.headers.connection,
        body: await json(response),
      });
    }).on('error', reject);
  });
}

describe('close', () => {
  it('finishes the request in flight, and refuses new connections and reports "not ready" meanwhile', async () => {
    await using gateway = await startSmallServer();
    const agent = new Agent({ keepAlive: true });
    const inFlight = ask(`${gateway.url}/graphql?query={slow}`, agent);
    await gateway.gate.entered;

    const closed = gateway.server.close();
    expect((await gateway.server.fetch(new Request('http://gateway/readyz'))).status).toBe(503);
    await expect(fetch(`${gateway.url}/healthz`)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });

    gateway.gate.open();
    expect(await inFlight).toEqual({ status: 200, connection: 'close', body: { data: { slow: 'done' } } });
    await closed;
    agent.destroy();
  });

  it('closes idle keep-alive connections', async () => {
    await using gateway = await startSmallServer();
    const agent = new Agent({ keepAlive: true });
    expect((await ask(`${gateway.url}/healthz`, agent)).connection).toBe('keep-alive');
    await gateway.server.close();
    agent.destroy();
  });

  it('closes connections that have sent nothing or half a request', async () => {
    await using gateway = await startSmallServer();
    const { hostname, port } = new URL(gateway.url);
    const sockets = ['', 'POST /graphql HTTP/1.1\r\nHo'].map((head) => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.write(head);
      return new Promise<void>((resolve) => {
        socket.once('close', () => resolve());
        socket.resume();
      });
    });
    await fetch(`${gateway.url}/healthz`);
    await gateway.server.close();
    await Promise.all(sockets);
  });

  it('waits for a request in flight until its deadline at most', async () => {
    await using gateway = await startSmallServer({ config: { requestDeadlineMs: 30 } });
    const inFlight = gateway.post({ query: '{ deaf }' });
    await gateway.gate.entered;
    const [response] = await Promise.all([inFlight, gateway.server.close()]);
    expect(response.status).toBe(504);
  });

  it('can be called twice', async () => {
    await using gateway = await startSmallServer();
    await Promise.all([gateway.server.close(), gateway.server.close()]);
    expect((await gateway.server.fetch(new Request('http://gateway/healthz'))).status).toBe(200);
  });
});

describe('listen', () => {
  it('fails if the port is taken', async () => {
    await using gateway = await startSmallServer();
    await using other = await startSmallServer();
    await other.server.close();
    const { port } = new URL(gateway.url);
    await expect(other.server.listen({ host: '127.0.0.1', port: Number(port) })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});
