import { type DocumentNode, type GraphQLSchema, print } from 'graphql';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { GraphqlResponse, TestGateway } from '../start-gateway.ts';
import { compare } from './compare.ts';
import { evaluate } from './evaluate.ts';
import { Firm } from './firm.ts';

/** One way to run an operation. */
export interface Run {
  /** Its name in a failure. */
  readonly title: string;
  readonly gateway: TestGateway;
  readonly token: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** False if a cache may have records, so that there may be fewer calls than the minimum of the price. */
  readonly isCold: boolean;
}

export interface TrialParts {
  readonly sandbox: Sandbox;
  readonly catalog: Catalog;
  readonly schema: GraphQLSchema;
}

export interface Trial {
  /** The problems; empty if there are none. */
  readonly problems: readonly string[];
  readonly response: GraphqlResponse;
  readonly calls: number;
}

interface Reported {
  readonly cost: { readonly min: number; readonly max: number; readonly actual: number };
  readonly calls: readonly {
    readonly path: string;
    readonly query: string;
    readonly status: number | null;
  }[];
}

/** Runs an operation through a gateway and compares the response with the evaluation, and the calls with the price. */
export async function tryOperation(
  parts: TrialParts,
  run: Run,
  document: DocumentNode,
  cursors: Map<string, string>,
): Promise<Trial> {
  const { sandbox, catalog, schema } = parts;
  const { token, gateway, variables } = run;
  const expected = evaluate({ sandbox, catalog, schema, token, document, variables, cursors });
  const response = await gateway.gql(print(document), {
    variables,
    token,
    headers: { 'x-clio-explain': 'trace' },
  });
  const problems = compare(expected, response, cursors);
  const reported = response.extensions?.clio as Reported | undefined;
  if (!reported) return { problems: [...problems, 'the response reports no calls'], response, calls: 0 };
  const { cost, calls } = reported;
  if (cost.actual > cost.max) problems.push(`${cost.actual} calls, priced at most ${cost.max}`);
  if (run.isCold && expected.errors.length === 0 && cost.actual < cost.min)
    problems.push(`${cost.actual} calls, priced at least ${cost.min}`);
  const firm = new Firm(sandbox, catalog, token);
  for (const { path, query, status } of calls) {
    if (!isExplained(parts, firm, token, path, status)) problems.push(`${status} for ${path}?${query}`);
  }
  return { problems, response, calls: cost.actual };
}

/** Error responses of Clio that a correct gateway can get: for missing and for hidden records. */
function isExplained(
  { sandbox, catalog }: TrialParts,
  firm: Firm,
  token: string,
  path: string,
  status: number | null,
): boolean {
  if (status === 200 || status === 303 || status === 304) return true;
  if (status === 403) return token === sandbox.tokens.noBilling;
  // A report that is not completed has no file.
  if (status === 422) return /^\/reports\/\d+\/download\.json$/.test(path);
  if (status !== 404) return false;
  const [, folder, id] = /^(.*)\/([^/]+)\.json$/.exec(path) ?? [];
  const show = Object.values(catalog.data.operations).find(
    (one) => one.path === `${folder}/{id}.json` && one.method === 'GET',
  );
  return !show?.entity || firm.loaded(show.entity, id ?? '') === null;
}
