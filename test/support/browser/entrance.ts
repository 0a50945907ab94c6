import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A port that leads to one server after the other: a browser compiles a page's scripts anew for each origin. */
export interface Entrance extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Ends all connections; the next ones lead to the server at `url`. */
  leadTo(url: string): void;
}

export async function openEntrance(): Promise<Entrance> {
  let port = 0;
  const open = new Set<Socket>();
  const track = (socket: Socket): Socket => {
    open.add(socket);
    // A connection that fails, on either side, ends the other one.
    return socket.on('error', () => undefined).on('close', () => open.delete(socket));
  };
  const server = createServer((socket) => {
    const onward = track(connect(port, '127.0.0.1'));
    track(socket).on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const endAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo(url) {
      endAll();
      port = Number(new URL(url).port);
    },
    async [Symbol.asyncDispose]() {
      endAll();
      await once(server.close(), 'close');
    },
  };
}
