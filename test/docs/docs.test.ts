import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { variables } from '../../src/config/variables.ts';
import { codes } from '../../src/errors.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { startGateway, type TestGateway } from '../support/start-gateway.ts';
import { anchorsOf, type Block, linksOf, readPage, readPages, tableBelow } from './read-markdown.ts';

const pages = readPages();
const readme = readPage('README.md');
const root = new URL('../../', import.meta.url);

/**
 * An operation in a page. Words after `graphql` say what is special about it: `error` and a code where it must
 * fail, `token=restricted` for a login of the sandbox other than the owner. Blocks that follow it belong to it:
 * `json variables`, and `text calls` with the REST calls it makes.
 */
interface Example {
  readonly title: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly token: string;
  readonly fails: boolean;
  readonly code: string | undefined;
  readonly calls: string | undefined;
}

const examples = pages.flatMap(({ name, blocks }) =>
  blocks.flatMap((block, index) =>
    block.language === 'graphql' ? [toExample(name, block, blocks.slice(index + 1))] : [],
  ),
);

function toExample(page: string, { words, text, line }: Block, following: readonly Block[]): Example {
  const next = following.findIndex(({ language }) => language === 'graphql');
  const own = next < 0 ? following : following.slice(0, next);
  const find = (word: string): string | undefined => own.find((block) => block.words.includes(word))?.text;
  return {
    title: `${page}:${line}`,
    query: text,
    variables: JSON.parse(find('variables') ?? '{}'),
    token: words.find((word) => word.startsWith('token='))?.slice('token='.length) ?? 'owner',
    fails: words.includes('error'),
    code: words.find((word) => word in codes),
    calls: find('calls'),
  };
}

describe('examples', () => {
  let sandbox: Sandbox;
  let gateway: TestGateway;

  beforeAll(async () => {
    sandbox = await startSandbox();
    gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: null });
  });

  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
    await sandbox.close();
  });

  it.each(examples)('$title', async ({ query, variables: given, token, fails, code, calls }) => {
    const answer = await gateway.gql(query, {
      variables: given,
      token: (sandbox.tokens as Readonly<Record<string, string>>)[token],
      headers: { 'x-clio-explain': 'trace' },
    });
    if (fails) expect(answer.errors).not.toBeUndefined();
    else expect(answer.errors).toBeUndefined();
    if (code !== undefined) expect(answer.errors?.map((error) => error.extensions?.code)).toContain(code);
    if (calls !== undefined) expect(printTrace(answer.extensions)).toEqual(calls.trimEnd().split('\n'));
  });
});

/** The calls of a trace as the pages show them: sorted, without the ids. */
function printTrace(extensions: Readonly<Record<string, unknown>> | undefined): string[] {
  const clio = extensions?.clio as
    | { calls?: readonly { method: string; path: string; query: string }[] }
    | undefined;
  return (clio?.calls ?? [])
    .map(({ method, path, query }) => `${method} ${path}?${query}`.replace(/(&ids\[\]=\w+)+/, '&ids[]=…'))
    .sort();
}

describe('links', () => {
  const links = pages.flatMap((page) =>
    linksOf(page)
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target) => ({ page, target, title: `${page.name} → ${target}` })),
  );

  it.each(links)('$title', ({ page, target }) => {
    const url = new URL(target, page.url);
    const anchor = url.hash.slice(1);
    url.hash = '';
    expect(existsSync(url)).toBe(true);
    if (anchor !== '') expect(anchorsOf(readPage(url.href.slice(root.href.length)))).toContain(anchor);
  });
});

describe('names', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

  it.each(pages)('scripts in $name exist', ({ text }) => {
    const named = [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(
      ([, script, short]) => script ?? short,
    );
    for (const script of named) expect(scripts).toHaveProperty([script ?? '']);
  });

  it('the README lists every setting with its default', () => {
    const example = readFileSync(new URL('.env.example', root), 'utf8');
    const defaults = [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]);
    const rows = tableBelow(readme, 'Settings').map(([name, value]) => [name, value]);
    expect(rows).toEqual(defaults);
    expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(variables).sort());
  });

  it('the README lists every error code', () => {
    expect(tableBelow(readme, 'Error codes').map(([code]) => code)).toEqual(Object.keys(codes));
  });
});
