import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../src/sandbox/sandbox.ts';
import { type CorpusCase, corpusFolder, printRestCall, readCorpus } from './support/corpus.ts';
import { startGateway, type TestGateway } from './support/start-gateway.ts';

// Adding a case is adding files: name.graphql, then `UPDATE=1 npx vitest run test/queries.test.ts` writes its
// answer (name.json) and its REST calls (name.calls.txt) for review.
const update = process.env.UPDATE === '1';
const corpus = readCorpus();

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});

afterAll(async () => {
  await sandbox.close();
});

interface SetUp {
  readonly title: string;
  readonly cacheTtlMs: number;
}

// Every answer, whatever the set-up; the calls are pinned without the cache, and with an empty one.
const setUps: readonly SetUp[] = [
  { title: 'without cache', cacheTtlMs: 0 },
  { title: 'with an empty cache', cacheTtlMs: 60_000 },
];

describe.each(setUps)('corpus $title', ({ cacheTtlMs }) => {
  it.each(corpus)('$name', async (one) => {
    await using gateway = await start(cacheTtlMs);
    const { answer, calls } = await run(gateway, one);
    const files = { answer: file(one, 'json'), calls: file(one, 'calls.txt') };
    if (update) {
      writeFileSync(files.answer, answer);
      writeFileSync(files.calls, note(files.calls) + calls);
    }
    expect(answer).toBe(readFileSync(files.answer, 'utf8'));
    expect(calls).toBe(readFileSync(files.calls, 'utf8').slice(note(files.calls).length));
  });
});

describe('corpus with a warm cache', () => {
  it.each(corpus)('$name', async (one) => {
    await using gateway = await start(60_000);
    const first = await run(gateway, one);
    const again = await run(gateway, one);
    expect(again.answer).toBe(first.answer);
    expect(again.calls.length).toBeLessThanOrEqual(first.calls.length);
  });
});

it('has at least 40 operations, each with its answer and its calls', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(40);
  for (const one of corpus)
    expect(existsSync(file(one, 'json')) && existsSync(file(one, 'calls.txt'))).toBe(true);
});

function start(cacheTtlMs: number): Promise<TestGateway> {
  return startGateway({ baseUrl: sandbox.baseUrl, token: null, config: { cacheTtlMs } });
}

async function run(gateway: TestGateway, one: CorpusCase): Promise<{ answer: string; calls: string }> {
  sandbox.resetCalls();
  const token = (sandbox.tokens as Readonly<Record<string, string>>)[one.token] ?? null;
  const { status, ...answer } = await gateway.gql(one.query, {
    variables: one.variables,
    token,
    headers: one.headers,
  });
  expect(status).toBe(one.token === 'none' ? 401 : 200);
  // Calls of one round arrive in any order.
  const calls = sandbox.calls.map(printRestCall).sort();
  return { answer: `${JSON.stringify(answer, null, 2)}\n`, calls: calls.map((line) => `${line}\n`).join('') };
}

function file(one: CorpusCase, extension: string): URL {
  return new URL(`${one.name}.${extension}`, corpusFolder);
}

/** Leading comment lines say why the calls are as many as they are. */
function note(calls: URL): string {
  return existsSync(calls) ? (/^(#.*\n)*/.exec(readFileSync(calls, 'utf8'))?.[0] ?? '') : '';
}
