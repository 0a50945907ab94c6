import { loadCatalog } from '../catalog/catalog.ts';
import { createServedSchema } from '../federation/served-schema.ts';
import { createGateway } from '../gateway/gateway.ts';
import { eventQuery } from '../live/event-query.ts';
import { explainOperation } from '../request/explain-operation.ts';
import { runCli } from './run-cli.ts';

await runCli(process.argv.slice(2), {
  createGateway,
  // Loaded when it is started: a gateway in front of Clio does not need it.
  startSandbox: async (options) => (await import('../sandbox/sandbox.ts')).startSandbox(options),
  createServedSchema: (options) => createServedSchema(loadCatalog(), options),
  explainOperation: (served, request) => explainOperation(served, request, eventQuery),
});
