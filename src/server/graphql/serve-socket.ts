import type { Server } from 'graphql-ws';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';

/** How often a client is pinged, and how long it may take to reply. */
const pingMs = 12_000;
/** The protocol's close code for an invalid message. */
const badRequest = 4400;

type Open = (connection: Parameters<Server['opened']>[0]) => ReturnType<Server['opened']>;

/**
 * Connects a WebSocket to the protocol. The library's own function writes clients' errors to stderr.
 *
 * @param open Called once; the function that it returns is called when the socket has closed.
 */
export function serveSocket(socket: WebSocket, open: Open, logger: Logger): void {
  const report = ({ message: problem }: Error): void => logger.debug({ problem }, 'a WebSocket failed');
  const stopPings = keepAsking(socket);
  const closed = open({
    protocol: socket.protocol,
    send: (text) =>
      new Promise((resolve, reject) => {
        if (socket.readyState !== socket.OPEN) resolve();
        else socket.send(text, (error) => (error ? reject(error) : resolve()));
      }),
    close: (code, reason) => socket.close(code, reason),
    onMessage: (take) =>
      socket.on('message', (data) => {
        take(String(data)).catch((error: Error) => {
          report(error);
          socket.close(badRequest, 'The message cannot be handled.');
        });
      }),
  });
  // The socket closes with the code of the error.
  socket.on('error', report);
  socket.once('close', (code, reason) => {
    stopPings();
    closed(code, String(reason)).catch(report);
  });
}

/** Pings the client, and closes the socket when it stops replying. */
function keepAsking(socket: WebSocket): () => void {
  let isThere = true;
  const timer = setInterval(() => {
    if (!isThere) {
      socket.terminate();
      return;
    }
    isThere = false;
    socket.ping();
  }, pingMs);
  socket.on('pong', () => {
    isThere = true;
  });
  return () => clearInterval(timer);
}
