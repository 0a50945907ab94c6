import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * A port for a program that must know its port beforehand. Systems choose ports above 32,768 for connections and for
 * servers without a fixed port, so no other server of the tests gets a lower port before the program has it. Processes
 * start at different ports.
 */
export async function findFreePort(): Promise<number> {
  for (let port = 20_000 + (process.pid % 1000) * 10; ; port += 1) {
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
