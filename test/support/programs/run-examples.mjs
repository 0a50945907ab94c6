// Runs programs of the documentation to their ends, one after the other, and asks what each has set up: run by Node inside the project
// that has installed the package, which is loaded once for all. After what a program itself prints, prints one line of JSON.
import { Server } from 'node:net';
import { pathToFileURL } from 'node:url';

const servers = new Set();
let opened = 0;
const { listen } = Server.prototype;
// Whatever port an example names, a free one of this machine is taken.
Server.prototype.listen = function (...args) {
  opened += 1;
  servers.add(this);
  this.once('close', () => servers.delete(this));
  return listen.call(this, 0, '127.0.0.1', ...args.filter((one) => typeof one === 'function'));
};

const question = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{"query":"{ viewer { name } }"}',
};

/** Its own servers and handlers are asked, not those of the program before. */
async function runExample(program) {
  opened = 0;
  servers.clear();
  const module = await import(pathToFileURL(program));
  const responses = [];
  for (const server of servers) {
    if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address();
    for (const path of ['/graphql', '/api/graphql']) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, question);
      if (response.status !== 404) responses.push(await response.json());
    }
  }
  if (module.POST)
    responses.push(await (await module.POST(new Request('http://localhost/api/graphql', question))).json());
  return { opened, responses };
}

for (const program of process.argv.slice(2))
  process.stdout.write(`${JSON.stringify({ program, ...(await runExample(program)) })}\n`);
process.exit();
