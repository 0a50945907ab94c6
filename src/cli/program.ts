import { setFlagsFromString } from 'node:v8';
import { loadCatalog } from '../catalog/catalog.ts';
import { createServedSchema } from '../federation/served-schema.ts';
import { createGateway } from '../gateway.ts';
import { eventQuery } from '../live/event-query.ts';
import { explainOperation } from '../request/explain-operation.ts';
import { runCli } from './run-cli.ts';

// Objects of a request end with it. V8 expects otherwise after the schema has been built: it allocates some of them among the old
// objects, where each keeps what it refers to alive until the next full garbage collection. Without that, the gateway takes a few
// percent less processor time on Node 22.
setFlagsFromString('--no-allocation-site-pretenuring');

await runCli(process.argv.slice(2), {
  createGateway,
  // Loaded where it is started: a gateway in front of Clio needs none of it.
  startSandbox: async (options) => (await import('../sandbox/sandbox.ts')).startSandbox(options),
  createServedSchema: (options) => createServedSchema(loadCatalog(), options),
  explainOperation: (served, request) => explainOperation(served, request, eventQuery),
});
