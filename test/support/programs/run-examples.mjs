// Runs programs of the documentation, one after the other, and sends a query to the servers that each has started. Node runs this file
// inside the project that has installed the package, which is loaded once for all programs. It prints one line of JSON after the output
// of each program.
import { Server } from 'node:net';
import { pathToFileURL } from 'node:url';

const servers = new Set();
let opened = 0;
const { listen } = Server.prototype;
// Each example gets a free port instead of the one that it names.
Server.prototype.listen = function (...args) {
  opened += 1;
  servers.add(this);
  this.once('close', () => servers.delete(this));
  return listen.call(this, 0, '127.0.0.1', ...args.filter((one) => typeof one === 'function'));
};

const queryRequest = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{"query":"{ viewer { name } }"}',
};

/** Sends the query only to the program's own servers and handlers. */
async function runExample(program) {
  opened = 0;
  servers.clear();
  const module = await import(pathToFileURL(program));
  const responses = [];
  for (const server of servers) {
    if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address();
    for (const path of ['/graphql', '/api/graphql']) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, queryRequest);
      if (response.status !== 404) responses.push(await response.json());
    }
  }
  if (module.POST)
    responses.push(
      await (await module.POST(new Request('http://localhost/api/graphql', queryRequest))).json(),
    );
  return { opened, responses };
}

for (const program of process.argv.slice(2))
  process.stdout.write(`${JSON.stringify({ program, ...(await runExample(program)) })}\n`);
process.exit();
