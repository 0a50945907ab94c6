import { buildSchema, type GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Catalog, loadCatalog } from '../../../src/catalog/catalog.ts';
import { withCustomFields } from '../../../src/custom-fields/extend-catalog.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { Session } from '../../support/differential/session.ts';
import { type FirmFile, pullFirmFile } from '../../support/gateways/pull-firm-file.ts';
import { createCallChecker } from '../../support/openapi/check-calls.ts';
import { Chance, readSeed } from '../../support/random.ts';
import { startGateway, type TestGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Random valid operations, with a firm's custom fields. The result of the gateway must equal a direct evaluation of the
// sandbox's records; the two share no code except graphql-js and the catalog. Of every four operations the test runs the one
// with the most fields and arguments that no other has used. A failure prints its seed and the smallest operation that fails.
// `DIFF_SEED=random` generates other operations, `DIFF_SEED=1` those of that seed, `DIFF_RUNS=2000` more of them. Where Clio's
// document is available, all REST calls are checked against it.
const { DIFF_RUNS, DIFF_SEED } = process.env;
const runs = Number(DIFF_RUNS ?? 180);
const seed = readSeed(DIFF_SEED);
const checker = createCallChecker();

let sandbox: Sandbox;
let cold: TestGateway;
let warm: TestGateway;
let file: FirmFile;
let catalog: Catalog;
let schema: GraphQLSchema;

beforeAll(async () => {
  sandbox = await startSandbox();
  const { baseUrl } = sandbox;
  // For lists inside lists inside lists the price is far more than the actual number.
  file = await pullFirmFile(sandbox);
  catalog = withCustomFields(loadCatalog(), file.fields);
  const config = { maxPlannedCalls: 1e12, customFields: file.path };
  cold = await startGateway({ baseUrl, token: null, config });
  warm = await startGateway({ baseUrl, token: null, config: { ...config, cacheTtlMs: 600_000 } });
  // The schema as clients see it.
  const sdl = await cold.fetch(new Request('http://localhost/schema.graphql'));
  schema = buildSchema(await sdl.text(), { assumeValidSDL: true });
});

afterAll(async () => {
  await Promise.all([cold, warm, sandbox].map((one) => one[Symbol.asyncDispose]()));
  await file[Symbol.asyncDispose]();
});

it(
  `returns the sandbox’s records for ${runs} random operations (seed ${seed})`,
  async () => {
    const session = new Session({ sandbox, catalog, schema, cold, warm }, new Chance(seed));
    while (session.operations < runs) {
      const [failure] = await session.next();
      if (failure !== undefined) expect.fail(`Seed ${seed}. ${failure}`);
      const wrong = checker?.problems(sandbox.calls) ?? [];
      if (wrong.length > 0)
        expect.fail(`Seed ${seed}. Calls that Clio's document does not have:\n${wrong.join('\n')}`);
      sandbox.resetCalls();
    }
    // An operation without calls needs no record: most must not be of that kind.
    expect(session.calls).toBeGreaterThan(runs);
  },
  60_000 + runs * 2_000,
);
