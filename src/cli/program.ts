import { loadCatalog } from '../catalog/catalog.ts';
import { createServedSchema } from '../federation/served-schema.ts';
import { createGateway } from '../gateway.ts';
import { explainOperation } from '../request/explain-operation.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { runCli } from './run-cli.ts';

await runCli(process.argv.slice(2), {
  createGateway,
  startSandbox,
  createServedSchema: (options) => createServedSchema(loadCatalog(), options),
  explainOperation,
});
