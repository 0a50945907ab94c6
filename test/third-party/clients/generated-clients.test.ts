import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { createServedSchema } from '../../../src/federation/served-schema.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { pullFirmFile } from '../../support/gateways/pull-firm-file.ts';
import { generateInMemory } from '../../support/schema/generate-in-memory.ts';
import { startGateway, type TestGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const persisted = `${project}examples/relay/persisted-documents.json`;

const sandbox = forAllTests(() => startSandbox());
/** As it arrives. */
const open = forAllTests(() => startGateway({ baseUrl: sandbox.baseUrl, token: null }));
/** Accepts only the documents of the Relay example. */
const strict = forAllTests(() =>
  startGateway({
    baseUrl: sandbox.baseUrl,
    token: null,
    config: { trustedDocuments: persisted, trustedDocumentsOnly: true },
  }),
);
beforeEach(() => sandbox.resetCalls());

/** Runs an example as a reader would, and returns the lines that it prints. It must print no error. */
async function run(name: string, gateway = open): Promise<string[]> {
  const { url } = await listening(gateway);
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', `examples/${name}/main.ts`],
    {
      cwd: project,
      env: { PATH: process.env.PATH, GRAPHQL_URL: `${url}/graphql`, CLIO_TOKEN: sandbox.tokens.owner },
    },
  );
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
}

it.each([
  ['live/fetch', 'UPDATED Matter:1: Changed n'],
  ['live/urql', 'UPDATED Task:1'],
  ['live/apollo', 'UPDATED Contact:1'],
])('%s receives a change', async (name, line) => {
  expect(await run(name)).toEqual([line]);
});

const addresses = new WeakMap<TestGateway, Promise<{ readonly url: string }>>();

function listening(gateway: TestGateway): Promise<{ readonly url: string }> {
  const address = addresses.get(gateway) ?? gateway.listen();
  addresses.set(gateway, address);
  return address;
}

const paths = (): string[] => sandbox.calls.map(({ method, path }) => `${method} ${path.split('?', 1)[0]}`);

describe('the examples', () => {
  it('are all tested in this file', () => {
    const folders = readdirSync(`${project}examples`, { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    // Other files test the page and live changes: apollo-react.test.ts and test/e2e/live.
    const clients = folders
      .map(({ name }) => name)
      .filter((name) => !['apollo-react', 'live'].includes(name));
    expect(clients.sort()).toEqual(['apollo-client', 'fetch', 'relay', 'tanstack-query', 'typed', 'urql']);
  });

  it('fetch reads a whole list, and gets the code of an error', async () => {
    const all = sandbox.records('Matter').size;
    expect(await run('fetch')).toEqual([
      `matters: ${all}`,
      'wrong query: GRAPHQL_VALIDATION_FAILED, data: none',
    ]);
    expect(new Set(paths())).toEqual(new Set(['GET /matters.json']));
  });

  it('apollo-client joins pages in its cache, identifies records by their ids, and shows a user error', async () => {
    expect(await run('apollo-client')).toEqual([
      'in the cache: 6',
      'in the list, without asking again: 4',
      expect.stringMatching(/^form error: \{.*"code":"/),
    ]);
    expect(paths()).toEqual([
      'GET /matters.json',
      'GET /matters.json',
      expect.stringMatching(/^PATCH \/matters\/\d+\.json$/),
      'POST /contacts.json',
    ]);
  });

  it('urql joins pages in its cache, serves results from it, and distinguishes errors by code', async () => {
    expect(await run('urql')).toEqual([
      'companies so far: 2',
      'companies so far: 4',
      'from the cache: 4',
      'too large a page: QUERY_TOO_COMPLEX',
    ]);
    expect(paths()).toEqual(['GET /contacts.json', 'GET /contacts.json']);
  });

  it('tanstack-query joins pages', async () => {
    expect(await run('tanstack-query')).toEqual(['matters: 6, more: true']);
    expect(paths()).toEqual(['GET /matters.json', 'GET /matters.json']);
  });

  it('relay extends a connection, refetches a record and follows its changes, with trusted documents', async () => {
    expect(await run('relay', strict)).toEqual([
      'matters: 2',
      'matters: 6, different: 6',
      expect.stringMatching(/^fetched again: Matter:\d+$/),
      'UPDATED Matter:1: Box n',
    ]);
    const pages = sandbox.calls.filter(({ path }) => path.startsWith('/matters.json?'));
    // The subscription reports what changed while its webhook was created.
    expect(pages.filter(({ path }) => !path.includes('updated_since'))).toHaveLength(3);
    expect(paths()).toContainEqual(expect.stringMatching(/^GET \/matters\/\d+\.json$/));
  });

  it('typed has types for its responses, and creates a task', async () => {
    const lines = await run('typed');
    expect(lines.slice(0, -1)).toHaveLength(3);
    expect(lines.at(-1)).toMatch(/^created Task:\d+$/);
    expect(paths()).toEqual(['GET /bills.json', 'POST /tasks.json']);
  });
});

describe('the generated files of the examples', () => {
  let home: string;
  // With the fields of a firm: they change nothing for documents without them.
  const file = forAllTests(() => pullFirmFile(sandbox));
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'clients-'));
    await cp(`${project}examples`, join(home, 'examples'), { recursive: true });
    await mkdir(join(home, 'dist'));
    const schema = createServedSchema(loadCatalog(), { customFields: file.fields });
    await writeFile(join(home, 'dist/schema.graphql'), schema.sdl());
  });
  afterAll(() => rm(home, { recursive: true }));

  const read = async (folder: string): Promise<Record<string, string>> => {
    const names = readdirSync(folder).sort();
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    return Object.fromEntries(names.map((name, index) => [name, texts[index] as string]));
  };

  it('are what relay-compiler writes for the schema', async () => {
    const example = join(home, 'examples/relay');
    await rm(join(example, '__generated__'), { recursive: true });
    await writeFile(join(example, 'persisted-documents.json'), '{}');
    await promisify(execFile)(`${project}node_modules/.bin/relay-compiler`, ['relay.config.json'], {
      cwd: example,
    });
    expect(await read(join(example, '__generated__'))).toEqual(
      await read(`${project}examples/relay/__generated__`),
    );
    expect(await readFile(join(example, 'persisted-documents.json'), 'utf8')).toBe(
      await readFile(persisted, 'utf8'),
    );
  });

  it.each(['apollo-react', 'typed'])('are what graphql-codegen writes for %s', async (example) => {
    const config = parseYaml(await readFile(`${project}examples/${example}/codegen.yml`, 'utf8'));
    const files = await generateInMemory(config);
    const written = Object.fromEntries(
      files.map(({ filename, content }) => [filename.split('/').at(-1), content] as const),
    );
    expect(written).toEqual(await read(`${project}examples/${example}/gql`));
  });

  it('can have types for the fields of a firm', async () => {
    const config = parseYaml(await readFile(`${project}examples/typed/codegen.yml`, 'utf8'));
    const documents = join(home, 'firm.graphql');
    await writeFile(
      documents,
      'query Firm($court: MatterCustomCourtOption) { matters(filter: { custom: { court: { eq: $court } } }) { nodes { custom { court amountInDispute } } } }',
    );
    const files = await generateInMemory({ ...config, schema: join(home, 'dist/schema.graphql'), documents });
    const types = files.find(({ filename }) => filename.endsWith('graphql.ts'))?.content ?? '';
    expect(types).toMatch(/export type MatterCustomCourtOption =[^;]*'COUNTY'/);
    expect(types).toContain(
      'custom: { court: MatterCustomCourtOption | null, amountInDispute: string | null } | null',
    );
  });
});
