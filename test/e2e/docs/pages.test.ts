import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { composeServices } from '@theguild/federation-composition';
import { parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { variables } from '../../../src/config/variables.ts';
import { codes } from '../../../src/errors.ts';
import { createServedSchema } from '../../../src/federation/served-schema.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { type Message, type Messages, subscribeSse } from '../../support/clients/subscribe.ts';
import { pullFirmFile } from '../../support/gateways/pull-firm-file.ts';
import { Browser, consent, startSignIn } from '../../support/gateways/start-sign-in.ts';
import { printJson } from '../../support/print-json.ts';
import {
  anchorsOf,
  type Block,
  isPrinted,
  isProgram,
  isSettings,
  isTranscript,
  linksOf,
  type Page,
  readPage,
  readPages,
  replaceBlocks,
} from '../../support/read-markdown.ts';
import { sdl } from '../../support/schema/printed-schema.ts';
import { startGateway, type TestGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const pages = readPages();
const root = new URL('../../../', import.meta.url);

/**
 * An operation in a page. Words after `graphql` state what is special: `error` and a code if it must fail,
 * `token=restricted` for another login of the sandbox than the owner. Blocks after it belong to it: `json variables`, `text
 * calls` with its REST calls, and `json` with its response or a part of it.
 */
interface Example {
  readonly title: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly token: string;
  readonly fails: boolean;
  /** Whether it needs a gateway with a file of the firm's custom fields. */
  readonly isTyped: boolean;
  readonly code: string | undefined;
  readonly calls: Block | undefined;
  readonly response: Block | undefined;
}

const examplesOf = new Map(
  pages.map((page) => [
    page,
    page.blocks.flatMap((block, index) =>
      isOperation(block) ? [toExample(page.name, block, page.blocks.slice(index + 1))] : [],
    ),
  ]),
);

function toExample(page: string, { words, text, line }: Block, following: readonly Block[]): Example {
  const next = following.findIndex(isOperation);
  const own = next < 0 ? following : following.slice(0, next);
  const find = (word: string): Block | undefined => own.find((block) => block.words.includes(word));
  return {
    title: `${page}:${line}`,
    query: text,
    variables: JSON.parse(find('variables')?.text ?? '{}'),
    token: words.find((word) => word.startsWith('token='))?.slice('token='.length) ?? 'owner',
    fails: words.includes('error'),
    isTyped: words.includes('custom-fields'),
    code: words.find((word) => word in codes),
    calls: find('calls'),
    response: own.find(
      (block, index) =>
        block.language === 'json' &&
        block.words.length === 0 &&
        !(own[index - 1] && isPrinted(block, own[index - 1] as Block)),
    ),
  };
}

function isOperation({ language, words }: Block): boolean {
  return language === 'graphql' && !words.includes('subgraph');
}

interface SetUp extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly gateway: TestGateway;
}

async function start(): Promise<SetUp> {
  const sandbox = await startSandbox();
  const gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: null });
  return {
    sandbox,
    gateway,
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]();
      await sandbox.close();
    },
  };
}

// `UPDATE=1` rewrites the calls and responses of the cookbook, for review.
const update = process.env.UPDATE === '1';

describe('examples', () => {
  // Recipes show whole responses, so only recipes without writes share a sandbox.
  let ofPages: SetUp;
  let ofRecipes: SetUp;

  beforeAll(async () => {
    [ofPages, ofRecipes] = await Promise.all([start(), start()]);
  });

  afterAll(async () => {
    await Promise.all([ofPages, ofRecipes].map((one) => one[Symbol.asyncDispose]()));
  });

  describe.each([...examplesOf].filter(([, examples]) => examples.length > 0))(
    'of $name',
    (page, examples) => {
      // A recipe that writes shows ids of new records, which depend on earlier writes.
      const isAlone = isRecipe(page) && examples.some(({ query }) => /^\s*mutation/.test(query));
      const written = new Map<Block, string>();
      let own: SetUp | undefined;
      /** A recipe's subscription, to which the next operation causes a message. */
      let watching: { readonly example: Example; readonly messages: Messages } | undefined;

      function check({ calls, response }: Example, given: Message): void {
        const trace = printTrace(given.extensions);
        const expected = JSON.parse(response?.text ?? '{}');
        if (update && isRecipe(page)) {
          if (calls) written.set(calls, trace.join('\n'));
          const { data, errors } = given;
          if (response && expected.extensions?.clio?.plan === undefined)
            written.set(response, printJson(errors ? { data, errors } : { data }));
          return;
        }
        expect(given).toMatchObject(expected);
        if (calls !== undefined) expect(trace).toEqual(calls.text.trimEnd().split('\n'));
      }

      beforeAll(async () => {
        if (isAlone) own = await start();
      });

      afterAll(async () => {
        await own?.[Symbol.asyncDispose]();
        if (written.size > 0) writeFileSync(page.url, replaceBlocks(page, written));
      });

      it.each(examples)('$title', async (example) => {
        const { sandbox, gateway } = own ?? (isRecipe(page) ? ofRecipes : ofPages);
        const { query, variables: given, fails, code } = example;
        const token = (sandbox.tokens as Readonly<Record<string, string>>)[example.token];
        if (/^\s*subscription/.test(query)) {
          // It responds when something changes; test/e2e/live tests those of other pages.
          expect(validate(sdl, parse(query))).toEqual([]);
          if (!isRecipe(page)) return;
          const { url } = await gateway.listen();
          const headers = { 'x-clio-explain': 'trace' };
          watching = {
            example,
            messages: await subscribeSse(url, query, { token, variables: given, headers }),
          };
          return;
        }
        const expected = JSON.parse(example.response?.text ?? '{}');
        const plans = expected.extensions?.clio?.plan !== undefined;
        // A plan reports the login's limit, which a gateway without calls does not know yet.
        const file = example.isTyped ? await pullFirmFile(sandbox) : null;
        await using fresh =
          plans || file
            ? await startGateway({
                baseUrl: sandbox.baseUrl,
                token: null,
                config: { customFields: file?.path ?? null },
              })
            : null;
        await file?.[Symbol.asyncDispose]();
        const response = await (fresh ?? gateway).gql(query, {
          variables: given,
          token,
          headers: { 'x-clio-explain': plans ? 'plan' : 'trace' },
        });
        if (fails) expect(response.errors).not.toBeUndefined();
        else expect(response.errors).toBeUndefined();
        if (code !== undefined)
          expect(response.errors?.map((error) => error.extensions?.code)).toContain(code);
        check(example, response as Message);
        const message = await watching?.messages.next();
        if (watching && message) check(watching.example, message);
        await watching?.messages.stop();
        watching = undefined;
      });
    },
  );
});

function isRecipe({ name }: Page): boolean {
  return name.startsWith('docs/cookbook/');
}

/** The calls of a trace as the pages show them: sorted, without ids. */
function printTrace(extensions: Readonly<Record<string, unknown>> | undefined): string[] {
  const clio = extensions?.clio as
    | { calls?: readonly { method: string; path: string; query: string }[] }
    | undefined;
  return (clio?.calls ?? [])
    .map(({ method, path, query }) => `${method} ${path}?${query}`.replace(/(&ids\[\]=\w+)+/, '&ids[]=…'))
    .sort();
}

describe('a block', () => {
  /** The kind of a block, which decides what runs or checks it; undefined if nothing does. */
  function kindOf(page: string, block: Block, index: number, blocks: readonly Block[]): string | undefined {
    const { language, words, text } = block;
    const [word, ...more] = words;
    const hasOperation = blocks.slice(0, index).some(isOperation);
    const before = blocks[index - 1];
    if (before && isPrinted(block, before)) return 'what a command prints, compared by commands.test.ts';
    if (isOperation(block)) return 'an operation, run above';
    if (language === 'ts' && words.length === 0) return 'a program, run by test/package';
    if (isProgram(block)) return 'a program, run by commands.test.ts';
    if (isTranscript(block)) return 'a transcript, run by commands.test.ts';
    if (language === 'sh' && words.length === 0)
      return isSettings(block) ? 'settings, read by commands.test.ts' : 'commands, run by commands.test.ts';
    if (more.length > 0) return undefined;
    switch (`${language} ${word ?? ''}`.trim()) {
      case 'graphql subgraph':
      case 'text log':
      case 'json config':
      case 'yaml':
        return `${language}, checked below`;
      case 'js page':
        return page in inBrowsers ? 'run below' : undefined;
      case 'json':
        if (page in inBrowsers) return 'compared below';
        return hasOperation ? 'a response, compared above' : undefined;
      case 'json variables':
      case 'text calls':
        return hasOperation ? 'compared above' : undefined;
      case 'text diagram':
        return /[│─►]/.test(text) ? 'nothing to run' : undefined;
      default:
        return undefined;
    }
  }

  const inBrowsers = { 'docs/guides/sign-in.md': true };
  const all = pages.flatMap(({ name, blocks }) =>
    blocks.map((block, index) => ({
      block,
      at: `${name}:${block.line}`,
      name,
      kind: kindOf(name, block, index, blocks),
    })),
  );
  const of = (language: string, word?: string) =>
    all.filter(
      ({ block }) => block.language === language && (word === undefined || block.words.includes(word)),
    );

  it('is always run or checked', () => {
    expect(all.length).toBeGreaterThan(70);
    expect(
      all.filter(({ kind }) => kind === undefined).map(({ at, block }) => `${at} ${block.language}`),
    ).toEqual([]);
  });

  it('is always closed', () => {
    for (const { name, prose } of pages) expect(prose, name).not.toContain('```');
  });

  it.each(of('json', 'config'))('contains JSON with existing settings: $at', ({ block }) => {
    const { mcpServers } = JSON.parse(block.text) as {
      mcpServers: Record<string, { readonly env?: Record<string, string> }>;
    };
    for (const { env } of Object.values(mcpServers))
      for (const name of Object.keys(env ?? {})) expect(Object.keys(variables)).toContain(name);
  });

  it.each(of('yaml'))('contains YAML: $at', ({ block }) => {
    expect(parseYaml(block.text)).toEqual(expect.any(Object));
  });

  it.each(of('graphql', 'subgraph'))('composes with the gateway’s schema: $at', ({ block }) => {
    const sdl = createServedSchema(loadCatalog()).subgraphSdl();
    const { errors, supergraphSdl } = composeServices([
      { name: 'clio', typeDefs: parse(sdl) },
      { name: 'other', typeDefs: parse(block.text) },
    ]);
    expect(errors ?? []).toEqual([]);
    expect(supergraphSdl).toContain('join__Graph');
  });

  it.each(of('text', 'log'))('contains lines that the gateway logs: $at', ({ block }) => {
    const sources = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.includes('generated'))
      .map((name) => readFileSync(new URL(`src/${name}`, root), 'utf8'));
    for (const line of block.text.trimEnd().split('\n')) {
      const { msg, level } = JSON.parse(line);
      expect([30, 40, 50]).toContain(level);
      const method = { 30: 'info', 40: 'warn', 50: 'error' }[level as 30];
      const pattern = new RegExp(`logger\\.${method}\\([^)]*'${msg}'`);
      expect(
        sources.some((source) => pattern.test(source)),
        msg,
      ).toBe(true);
    }
  });

  it('about sign-in shows what a page of the gateway sees and does', async () => {
    const page = readPage('docs/guides/sign-in.md');
    const [json] = page.blocks.filter(({ language }) => language === 'json');
    const [js] = page.blocks.filter(({ language }) => language === 'js');
    await using running = await startSignIn({ regions: ['us', 'eu'] });
    const browser = new Browser();
    const responses: unknown[] = [];
    const visit = async (): Promise<string> => {
      const location = { href: `${running.url}/mine`, pathname: '/mine' };
      const run = new Function('fetch', 'location', `return (async () => {${js?.text}})()`);
      await run(async (path: string, init?: object) => {
        const response = await browser.fetch(`${running.url}${path}`, init);
        responses.push(await response.clone().json());
        return response;
      }, location);
      return location.href;
    };
    const login = await visit();
    expect(login).toBe(`${running.url}/auth/login?return=%2Fmine`);
    await browser.visit(await consent(browser, login));
    expect(await visit()).toBe(`${running.url}/mine`);
    expect(responses.at(-1)).toEqual({ data: { viewer: { name: expect.any(String) } } });
    const shape = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value), (_key, one) =>
        Array.isArray(one) || Object(one) === one ? one : typeof one,
      );
    expect(shape(responses.at(-2))).toEqual(shape(JSON.parse(json?.text ?? '')));
  });
});

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

describe('docs/README.md', () => {
  const index = readPage('docs/README.md');

  it.each(['guides', 'decisions'])('links every page of %s', (folder) => {
    const files = readdirSync(new URL(`docs/${folder}/`, root)).filter((name) => name.endsWith('.md'));
    expect(files.length).toBeGreaterThan(10);
    const linked = linksOf(index).filter((target) => target.startsWith(`${folder}/`));
    expect([...new Set(linked)].sort()).toEqual(files.map((name) => `${folder}/${name}`).sort());
  });

  it('links the cookbook, which links every recipe', () => {
    expect(linksOf(index)).toContain('cookbook/README.md');
    const files = readdirSync(new URL('docs/cookbook/', root)).filter((name) => name !== 'README.md');
    expect(linksOf(readPage('docs/cookbook/README.md')).sort()).toEqual(files.sort());
  });

  it('repeats the titles of the decisions', () => {
    const rows = [...index.text.matchAll(/^\| \[(\d+)\]\((\S+)\) \| (.*) \|$/gm)];
    expect(rows.length).toBeGreaterThan(15);
    for (const [, number, target, title] of rows)
      expect(readPage(`docs/${target}`).text.split('\n', 1)).toEqual([`# ${number}: ${title}`]);
  });
});

describe('a page', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

  it.each(pages)('names existing scripts: $name', ({ text }) => {
    const named = [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(
      ([, script, short]) => script ?? short,
    );
    for (const script of named) expect(scripts).toHaveProperty([script ?? '']);
  });
});

describe('docs/architecture.md', () => {
  const { text } = readPage('docs/architecture.md');

  it('names only files and folders that exist', () => {
    const named = [...text.matchAll(/`([a-z-]+\/[a-z/-]+(?:\.ts)?)`/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(40);
    const lost = named.filter(
      (path) => !existsSync(new URL(path.startsWith('src/') ? path : `src/${path}`, root)),
    );
    expect(lost).toEqual([]);
    const folders = readdirSync(new URL('src/', root), { withFileTypes: true }).filter((one) =>
      one.isDirectory(),
    );
    for (const { name } of folders) if (name !== 'generated') expect(named).toContain(`src/${name}`);
  });

  it('has at most 1,800 words, one picture, and one list of at most twelve steps', () => {
    expect(text.match(/\S+/g)?.length).toBeLessThanOrEqual(1800);
    expect(text.match(/!\[|^```/gm)).toHaveLength(1);
    const walks = text.split(/^## /m).flatMap((section) => section.match(/^\d+\. /gm)?.length ?? []);
    expect(walks).toHaveLength(1);
    expect(walks[0]).toBeLessThanOrEqual(12);
  });
});

describe('README.md', () => {
  it('has at most 1,300 words', () => {
    expect(readPage('README.md').text.match(/\S+/g)?.length).toBeLessThanOrEqual(1300);
  });
});
