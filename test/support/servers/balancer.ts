import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Passes each connection on to the next of several ports, as a load balancer does. */
export class Balancer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #ports: number[] = [];
  #next = 0;

  constructor() {
    this.#server = createServer((socket) => {
      const target = connect(this.#ports[this.#next++ % this.#ports.length] ?? 1, '127.0.0.1');
      for (const [one, other] of [
        [socket, target],
        [target, socket],
      ] as const) {
        this.#sockets.add(one);
        one
          .on('error', () => undefined)
          .on('close', () => {
            this.#sockets.delete(one);
            other.destroy();
          });
      }
      socket.pipe(target).pipe(socket);
    });
  }

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ends the open connections, so that all use the new ports. */
  leadTo(urls: readonly string[]): void {
    this.#ports = urls.map((url) => Number(new URL(url).port));
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Passes nothing on any more between the connected sides, and closes nothing: as if a machine had lost its network. */
  stall(): void {
    for (const socket of this.#sockets) socket.unpipe();
  }

  [Symbol.dispose](): void {
    this.leadTo([]);
    this.#server.close();
  }
}
