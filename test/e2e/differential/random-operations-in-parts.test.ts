import { isDeepStrictEqual } from 'node:util';
import { buildSchema, type GraphQLSchema, print } from 'graphql';
import { beforeAll, expect, it } from 'vitest';
import { type Catalog, loadCatalog } from '../../../src/catalog/catalog.ts';
import { withCustomFields } from '../../../src/custom-fields/extend-catalog.ts';
import { acceptParts, mergeParts, type Part, readParts } from '../../support/clients/read-parts.ts';
import { printRestCall } from '../../support/corpus.ts';
import { Coverage } from '../../support/differential/coverage.ts';
import { deferEverything } from '../../support/differential/defer-everything.ts';
import { generateOperation } from '../../support/differential/generate.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { pullFirmFile } from '../../support/gateways/pull-firm-file.ts';
import { Chance, readSeed } from '../../support/random.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Random valid operations (as in random-operations.test.ts) with `@defer` and `@stream` wherever they are allowed: all parts
// together must equal the result without them, with the same calls.
const { DIFF_RUNS, DIFF_SEED } = process.env;
const runs = Math.ceil(Number(DIFF_RUNS ?? 180) / 4);
const seed = readSeed(DIFF_SEED);

let catalog: Catalog;
let schema: GraphQLSchema;

const sandbox = forAllTests(() => startSandbox());
const file = forAllTests(() => pullFirmFile(sandbox));
const gateway = forAllTests(() =>
  startGateway({
    baseUrl: sandbox.baseUrl,
    token: null,
    config: { maxPlannedCalls: 1e12, maxDepth: 100, customFields: file.path },
  }),
);
beforeAll(async () => {
  catalog = withCustomFields(loadCatalog(), file.fields);
  const sdl = await gateway.fetch(new Request('http://localhost/schema.graphql'));
  schema = buildSchema(await sdl.text(), { assumeValidSDL: true });
});

it(
  `returns ${runs} random operations in parts with the same result (seed ${seed})`,
  async () => {
    const chance = new Chance(seed);
    const parts = { schema, catalog, sandbox };
    const coverage = new Coverage(schema);
    const { owner, restricted } = sandbox.tokens;
    let inParts = 0;
    for (let run = 0; run < runs; run += 1) {
      const { document, variables } = coverage.next(() => generateOperation(parts, chance, []));
      const token = chance.pick([owner, owner, restricted]);
      sandbox.resetCalls();
      const whole = await gateway.gql(print(document), { variables, token });
      // If a non-null field fails, the fragment is null instead of the object around it.
      if (whole.errors) continue;
      const expected = sandbox.calls.map(printRestCall).sort();
      sandbox.resetCalls();
      const query = deferEverything(document, schema);
      const format = chance.pick(['2022', 'v0.2'] as const);
      const response = await ask(query, variables, token, acceptParts[format]);
      if (response.length > 1) inParts += 1;
      const { data, errors } = mergeParts(response);
      const calls = sandbox.calls.map(printRestCall).sort();
      if (errors.length === 0 && isDeepStrictEqual([data, calls], [whole.data, expected])) continue;
      expect.soft(calls).toEqual(expected);
      expect.soft({ data, errors }).toEqual({ data: whole.data, errors: [] });
      expect.fail(
        `Seed ${seed}, operation ${run}, format ${format}.\n${query}\nvariables: ${JSON.stringify(variables)}`,
      );
    }
    expect(inParts).toBeGreaterThan(runs / 3);
  },
  60_000 + runs * 2_000,
);

async function ask(
  query: string,
  variables: Readonly<Record<string, unknown>>,
  token: string,
  accept: string,
): Promise<Part[]> {
  const response = await gateway.fetch(
    new Request('http://localhost/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept,
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ query, variables }),
    }),
  );
  if (!response.headers.get('content-type')?.startsWith('multipart/'))
    return [(await response.json()) as Part];
  const parts: Part[] = [];
  for await (const part of readParts(response)) parts.push(part);
  return parts;
}
