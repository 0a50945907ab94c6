import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { ClioExtension, ExplainedNode } from '../../../src/index.ts';
import { type CorpusCase, readCorpus, valueAt } from '../../support/corpus.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { type GraphqlResponse, startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Compares the plan with the calls that are then made, for every operation of the corpus. `planned.txt` explains each
// difference; `UPDATE=1 npx vitest run test/e2e/explain/plans-of-the-corpus.test.ts` writes it.
const summary = new URL('planned.txt', import.meta.url);
const all = readCorpus();
const corpus = all.filter(({ headers }) => !('x-clio-explain' in headers));
const compared = new Map<string, Promise<string>>();

let logins = 0;

const sandbox = forAllTests(() => startSandbox());
const gateway = forAllTests(() => startGateway({ baseUrl: sandbox.baseUrl, token: null }));

it.each(corpus)('plans the calls that are made: $name', async (one) => {
  await compare(one);
});

it('explains each difference between planned and actual calls', async () => {
  const texts: string[] = [];
  for (const one of corpus) texts.push(await compare(one));
  const equal = texts.filter((line) => line.includes('planned') && !line.endsWith(')')).length;
  const text = `${equal} of ${corpus.length} operations made as many calls as they could take at most.\n\n${texts.join('\n')}\n`;
  if (process.env.UPDATE === '1') writeFileSync(summary, text);
  expect(text).toBe(readFileSync(summary, 'utf8'));
});

/** Compares an operation once, for whichever test needs it first; returns how the planned and the actual calls differ. */
function compare(one: CorpusCase): Promise<string> {
  const comparing = compared.get(one.name) ?? compareNow(one);
  compared.set(one.name, comparing);
  return comparing;
}

async function compareNow(one: CorpusCase): Promise<string> {
  const variables = await variablesOf(one);
  const token = login(one);
  sandbox.resetCalls();
  const planned = explained(await ask(one, variables, token, 'plan'));
  if (planned) expect(sandbox.calls).toEqual([]);
  sandbox.resetCalls();
  const response = await ask(one, variables, token, 'trace');
  const traced = explained(response);
  // An invalid operation has no plan.
  if (!planned?.plan || !traced?.plan) {
    expect(response.data ?? null).toBeNull();
    return `${one.name}: rejected as a whole`;
  }
  const { min, expected, max, actual = 0 } = traced.cost ?? { min: 0, expected: 0, max: 0 };
  expect(planned.cost).toEqual({ min, expected, max });
  expect(expected).toBeGreaterThanOrEqual(min);
  expect(expected).toBeLessThanOrEqual(max);
  expect(traced.rounds).toBe(planned.rounds);
  expect(strip(traced.plan)).toEqual(planned.plan);

  const nodes = flat(traced.plan);
  expect(sum(nodes.map(({ calls }) => calls.max))).toBe(max);
  expect(sum(nodes.map(({ calls }) => calls.min))).toBe(min);
  expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
  for (const node of nodes)
    if (node.calls.max > 0) expect(node.round).toBeLessThanOrEqual(traced.rounds ?? 0);

  // Every call has a node in the plan, and all calls are reported.
  expect(traced.calls?.filter((call) => call.node === null)).toEqual([]);
  expect(sum(nodes.map((node) => node.actual?.calls ?? 0))).toBe(actual);
  expect(sandbox.calls).toHaveLength(actual);

  expect(actual).toBeLessThanOrEqual(max);
  const rejected = (response.errors?.length ?? 0) > 0;
  if (!rejected) expect(actual).toBeGreaterThanOrEqual(min);
  for (const node of nodes) {
    const group = nodes.filter(({ id, joins }) => id === node.id || joins === node.id || id === node.joins);
    const most = sum(group.map(({ calls }) => calls.max));
    expect(node.actual?.calls, node.path).toBeLessThanOrEqual(most);
  }
  const range = min === max ? `${max}` : `${min} to ${max}, ${expected} expected`;
  const why =
    actual === max ? '' : ` (${[...new Set(nodes.flatMap((node) => reason(node, rejected)))].join('; ')})`;
  return `${one.name}: planned ${range}, made ${actual}${why}`;
}

function reason(node: ExplainedNode, rejected: boolean): string[] {
  const made = node.actual?.calls ?? 0;
  if (made >= node.calls.max) return [];
  if (rejected && made < node.calls.min) return ['an argument or the login was rejected before the call'];
  if (node.joins !== undefined)
    return [`${node.joins} brought the records of ${node.id} along, or there were none`];
  if (node.repeat === 'perParent') return ['fewer parents than there could be'];
  if (node.repeat === 'once') {
    if (node.method !== 'GET') return ['nothing to write'];
    return [node.calls.min === 0 ? 'equal lists are one call' : 'no further page was needed'];
  }
  return [
    made === 0
      ? `nothing to load for ${node.serves.join(', ')}`
      : `fewer records of ${node.serves.join(', ')} than there could be`,
  ];
}

function flat(nodes: readonly ExplainedNode[]): ExplainedNode[] {
  return nodes.flatMap((node) => [node, ...flat(node.next)]);
}

function strip(nodes: readonly ExplainedNode[]): ExplainedNode[] {
  return nodes.map(({ actual: _, next, ...node }) => ({ ...node, next: strip(next) }));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function explained({ extensions }: GraphqlResponse): ClioExtension | undefined {
  return extensions?.clio as ClioExtension | undefined;
}

function ask(
  { query, headers }: CorpusCase,
  variables: Readonly<Record<string, unknown>>,
  token: string | null,
  explain: 'plan' | 'trace',
): Promise<GraphqlResponse> {
  return gateway.gql(query, { variables, token, headers: { ...headers, 'x-clio-explain': explain } });
}

function login({ token }: CorpusCase): string | null {
  logins += 1;
  const name = `${token}-${logins}`;
  if (token === 'restricted') return sandbox.addToken({ name, userId: 2, restricted: true });
  if (token === 'noBilling') return sandbox.addToken({ name, userId: 3, without: ['billing'] });
  if (token === 'expired') return sandbox.tokens.expired;
  return token === 'none' ? null : sandbox.addToken({ name });
}

async function variablesOf(one: CorpusCase): Promise<Record<string, unknown>> {
  const variables: Record<string, unknown> = { ...one.variables };
  for (const { variable, from, path } of one.taken) {
    const source = all.find(({ name }) => name === from);
    if (!source) throw new Error(`There is no case ${from}`);
    const given = await variablesOf(source);
    variables[variable] = valueAt(
      await gateway.gql(source.query, { variables: given, token: login(source), headers: source.headers }),
      path,
    );
  }
  return variables;
}
