import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CorpusCase, corpusFolder, printRestCall, readCorpus, valueAt } from '../support/corpus.ts';
import { forAllTests } from '../support/for-all-tests.ts';
import { createCallChecker } from '../support/openapi/check-calls.ts';
import { noDocument } from '../support/openapi/clio-document.ts';
import { type GraphqlResponse, startGateway, type TestGateway } from '../support/start-gateway.ts';
import { startSandbox } from '../support/start-sandbox.ts';

// A case is added as files: after name.graphql, `UPDATE=1 npx vitest run test/e2e/queries.test.ts` writes its response (name.json)
// and its REST calls (name.calls.txt) for review. If there are more calls than one would expect, the first lines of name.calls.txt
// explain why.
const update = process.env.UPDATE === '1';
const corpus = readCorpus();
const checker = createCallChecker();

let logins = 0;

const sandbox = forAllTests(() => startSandbox());

// The calls are recorded without the cache and with an empty one. With a filled cache the response is the same, with no more
// calls.
describe.each([
  { title: 'without cache', cacheTtlMs: 0 },
  { title: 'with a cache, empty and then warm', cacheTtlMs: 60_000 },
])('corpus $title', ({ cacheTtlMs }) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await start(cacheTtlMs);
  });

  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
  });

  it.each(corpus)('$name', async (one) => {
    const token = login(one);
    const variables = await variablesOf(gateway, one);
    const { response, calls, problems } = await run(gateway, one, variables, token);
    const files = { response: file(one, 'json'), calls: file(one, 'calls.txt') };
    const texts = { response: printResponse(response), calls: calls.map((line) => `${line}\n`).join('') };
    if (update) {
      writeFileSync(files.response, texts.response);
      const before = existsSync(files.calls) ? readFileSync(files.calls, 'utf8') : '';
      writeFileSync(files.calls, noteIn(before) + texts.calls);
    }
    expect(texts.response).toBe(readFileSync(files.response, 'utf8'));
    const pinned = readFileSync(files.calls, 'utf8');
    expect(texts.calls).toBe(pinned.slice(noteIn(pinned).length));
    expect(problems).toEqual([]);
    if (cacheTtlMs === 0) return;
    const again = await run(gateway, one, variables, token);
    expect(again.response.data).toEqual(response.data);
    expect(again.response.errors).toEqual(response.errors);
    expect(again.calls.length).toBeLessThanOrEqual(calls.length);
  });
});

it('has at least 110 operations, each with its response and its calls, and no other files', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(110);
  const wanted = corpus.flatMap((one) => [
    `${one.name}.calls.txt`,
    `${one.name}.graphql`,
    `${one.name}.json`,
  ]);
  expect(readdirSync(corpusFolder).sort()).toEqual(wanted.sort());
});

it('checks every call against the OpenAPI document', ({ skip }) => {
  if (!checker) skip(noDocument);
  else
    expect(
      checker.problems([{ method: 'GET', path: '/matters.json', query: [['limit', '201']] }]),
    ).toHaveLength(1);
});

function start(cacheTtlMs: number): Promise<TestGateway> {
  return startGateway({ baseUrl: sandbox.baseUrl, token: null, config: { cacheTtlMs } });
}

/** A new login for each run, so that no case finds what another has cached. */
function login({ token }: CorpusCase): string | null {
  logins += 1;
  const name = `${token}-${logins}`;
  switch (token) {
    case 'owner':
      return sandbox.addToken({ name });
    case 'restricted':
      return sandbox.addToken({ name, userId: 2, restricted: true });
    case 'noBilling':
      return sandbox.addToken({ name, userId: 3, without: ['billing'] });
    case 'expired':
      return sandbox.tokens.expired;
    case 'none':
      return null;
    default:
      throw new Error(`There is no login ${token}`);
  }
}

/** The case's variables, with those from another case's response. */
async function variablesOf(gateway: TestGateway, one: CorpusCase): Promise<Record<string, unknown>> {
  const variables: Record<string, unknown> = { ...one.variables };
  for (const { variable, from, path } of one.taken) {
    const source = corpus.find(({ name }) => name === from);
    if (!source) throw new Error(`There is no case ${from}`);
    const { response } = await run(gateway, source, await variablesOf(gateway, source));
    const value = valueAt(response, path);
    if (typeof value !== 'string') throw new Error(`${from} has no ${path.join('.')}`);
    variables[variable] = value;
  }
  return variables;
}

interface Run {
  readonly response: GraphqlResponse;
  readonly calls: readonly string[];
  /** The problems that Clio's document has with the calls. */
  readonly problems: readonly string[];
}

async function run(
  gateway: TestGateway,
  one: CorpusCase,
  variables: Readonly<Record<string, unknown>>,
  token = login(one),
): Promise<Run> {
  sandbox.resetCalls();
  const response = await gateway.gql(one.query, { variables, token, headers: one.headers });
  // Calls of one round arrive in any order.
  const calls = sandbox.calls.map(printRestCall).sort();
  return { response, calls, problems: checker?.problems(sandbox.calls) ?? [] };
}

/** The parts of a plan that differ from run to run. */
const unsteady: ReadonlySet<string> = new Set(['ms', 'startMs', 'waitMs', 'bytes', 'remaining', 'resetAt']);

/** As JSON, without what differs from run to run: the sandbox's port, times, the order of calls in one round. */
function printResponse({ status, ...response }: GraphqlResponse): string {
  const clio = response.extensions?.clio as { calls?: object[] } | undefined;
  const steady: GraphqlResponse['extensions'] = clio && {
    clio: JSON.parse(JSON.stringify(clio, (key, value) => (unsteady.has(key) ? undefined : value))),
  };
  (steady?.clio as typeof clio)?.calls?.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const shown = {
    ...(status === 200 ? {} : { status }),
    ...response,
    ...(steady ? { extensions: steady } : {}),
  };
  return `${JSON.stringify(shown, null, 2).replaceAll(sandbox.url, 'http://sandbox')}\n`;
}

function file(one: CorpusCase, extension: string): URL {
  return new URL(`${one.name}.${extension}`, corpusFolder);
}

/** Comment lines at the top explain the number of calls. */
function noteIn(calls: string): string {
  return /^(#.*\n)*/.exec(calls)?.[0] ?? '';
}
