import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { listenWithLimits, startSmallServer } from '../../support/gateways/start-small-server.ts';

/** More than the system's buffers hold for a connection. */
const bytes = 12_000_000;
const limits = { maxBodyBytes: 1_000_000, maxResponseBytes: bytes + 100_000 };
const body = JSON.stringify({
  query: `query ($name: String) { ${Array.from({ length: 100 }, (_, index) => `a${index}: hello(name: $name)`).join(' ')} }`,
  variables: { name: 'x'.repeat(bytes / 100) },
});

/** Sends the query, and reads only the beginning of the response. */
async function ask({ url }: { readonly url: string }): Promise<Socket> {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  await once(socket, 'readable');
  return socket;
}

async function receivedBy(socket: Socket): Promise<number> {
  let length = 0;
  socket.on('data', (chunk: Buffer) => {
    length += chunk.length;
  });
  if (!socket.closed) await once(socket, 'close');
  return length;
}

describe('the server', () => {
  it('drops the slowest readers first when all buffers together are too large', async () => {
    await using gateway = await startSmallServer({ config: limits });
    const sockets: Socket[] = [];
    for (let count = 0; count < 11; count += 1) sockets.push(await ask(gateway));
    const cut = gateway.logs().filter(({ msg }) => msg.startsWith('cut a response'));
    expect(cut.length).toBeGreaterThan(1);
    expect(cut.length).toBeLessThan(11);
    const received = await Promise.all(sockets.map(receivedBy));
    expect(received.map((length) => length > bytes)).toEqual(sockets.map((_, index) => index >= cut.length));
    expect((await gateway.post({ query: '{ hello }' })).status).toBe(200);
  });

  it('drops a client that reads nothing for too long', async () => {
    await using gateway = await startSmallServer({ config: limits });
    await using listening = await listenWithLimits(gateway, { stalledMs: 20 });
    const closed = once(listening.http, 'connection').then(([accepted]) => once(accepted, 'close'));
    const socket = await ask(listening);
    await closed;
    expect(await receivedBy(socket)).toBeLessThan(bytes);
  });
});
