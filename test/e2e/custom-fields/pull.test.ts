import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { checkCustomFields } from '../../../src/cli/doctor/check-custom-fields.ts';
import { loadAccount } from '../../../src/cli/settings.ts';
import { createServedSchema } from '../../../src/federation/served-schema.ts';
import { createGateway } from '../../../src/gateway/gateway.ts';
import { explainOperation } from '../../../src/request/explain-operation.ts';
import { startSandbox as startRealSandbox } from '../../../src/sandbox/sandbox.ts';
import { type Row, writeTo } from '../../support/ask-sandbox.ts';
import { printRestCall } from '../../support/corpus.ts';
import { forAllTests, forEachTest } from '../../support/for-all-tests.ts';
import { buildProgram, programFile } from '../../support/programs/build-program.ts';
import { runProgram } from '../../support/programs/run-program.ts';
import { startCommands } from '../../support/programs/start-commands.ts';
import { type GraphqlResponse, startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const parts = {
  createGateway,
  startSandbox: startRealSandbox,
  explainOperation,
  createServedSchema: (options: object) => createServedSchema(loadCatalog(), options),
};

let folder: string;
let file: string;
/** Settings of the account. */
let env: Record<string, string>;
beforeAll(buildProgram);
const commands = forAllTests(startCommands);
// Each test changes the firm.
const sandbox = forEachTest(() => startSandbox());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pull-'));
  file = join(folder, 'own.json');
  env = {
    CLIO_BASE_URL: sandbox.baseUrl,
    CLIO_ACCESS_TOKEN: sandbox.tokens.owner,
    XDG_CONFIG_HOME: folder,
  };
  sandbox.resetCalls();
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

interface Pulled {
  readonly exitCode: number | null;
  readonly lines: readonly string[];
}

const pullTo = (...args: string[]): string[] => ['custom-fields', 'pull', '--out', file, ...args];

async function pull(...args: string[]): Promise<Pulled> {
  const { code, output } = await commands.run(pullTo(...args), env);
  return { exitCode: code, lines: output.trimEnd().split('\n') };
}

/** In a process of its own. */
async function startPull(): Promise<Pulled> {
  await using cli = await runProgram([programFile, ...pullTo()], env);
  return { exitCode: await cli.ended(), lines: cli.output().trimEnd().split('\n') };
}

const rest = async (method: string, path: string, data?: object): Promise<Row> => {
  const record = await writeTo(sandbox, method, path, data);
  sandbox.resetCalls();
  return record;
};

it('writes a file with one call, then updates it without changing names', async () => {
  expect(await pull('--check')).toEqual({
    exitCode: 1,
    lines: [expect.stringContaining(`There is no file ${file}. Write it with`)],
  });
  expect(sandbox.calls).toEqual([]);
  const { exitCode, lines } = await startPull();
  expect(sandbox.calls.map(printRestCall)).toEqual([
    'GET /custom_fields.json?fields=id,deleted,field_type,name,parent_type,picklist_options{id,deleted_at,option},required&limit=200&order=id(asc)',
  ]);
  // One of the 36 was deleted before.
  expect([exitCode, ...lines.slice(-1)]).toEqual([
    0,
    `${file} has 35 custom fields. Set CUSTOM_FIELDS=${file} to serve them.`,
  ]);
  const before = await readFile(file, 'utf8');

  expect(await pull('--check')).toEqual({ exitCode: 0, lines: [`${file} matches the firm.`] });

  await rest('PATCH', '/custom_fields/4.json', { name: 'Date of loss' });
  await rest('DELETE', '/custom_fields/10.json');
  await rest('PATCH', '/custom_fields/8.json', { picklist_options: [{ id: 1, option: 'Municipal' }] });
  expect(await pull('--check')).toEqual({
    exitCode: 1,
    lines: [
      '~ Matter.court.COUNTY: the label "County" is now "Municipal"',
      '~ Matter.dateOfIncident: the label "Date of incident" is now "Date of loss"',
      '- Matter.docketNumber: deleted in Clio',
      `${file} differs from the firm.`,
    ],
  });
  expect(await readFile(file, 'utf8')).toBe(before);

  const account = await loadAccount({ ...env, CUSTOM_FIELDS: file });
  expect(await checkCustomFields(parts, account)).toMatchObject({
    level: 'warning',
    text: expect.stringContaining(
      '~ Matter.court.COUNTY: the label "County" is now "Municipal"; ~ Matter.dateOfIncident',
    ),
  });

  await pull();
  const after = JSON.parse(await readFile(file, 'utf8'));
  expect(after.Matter).toMatchObject({
    dateOfIncident: { id: '4', label: 'Date of loss' },
    docketNumber: { id: '10', deleted: true },
    court: { options: { COUNTY: { label: 'Municipal' } } },
  });
  expect(await checkCustomFields(parts, account)).toMatchObject({ level: 'ok' });
});

describe('a gateway with an outdated file', () => {
  const fields = 'court courtEMail caseSummary dateOfIncident relatedCase { clioId }';
  const values = (court: string, more: object = {}): object[] =>
    Object.entries({ 4: '2026-02-03', 8: court, 9: 'Two witnesses', ...more }).map(([id, value]) => ({
      custom_field: { id: Number(id) },
      value,
    }));

  it('reads and writes the remaining fields, reports the others, and works fully after a pull', async () => {
    await pull();
    const { Contact, Matter } = JSON.parse(await readFile(file, 'utf8'));
    // The firm recreated the field with another type.
    const stale = { Contact, Matter: { ...Matter, caseSummary: { ...Matter.caseSummary, type: 'numeric' } } };
    await writeFile(file, JSON.stringify(stale));
    const matter = { client: { id: 4 }, description: 'Own' };
    const { id } = await rest('POST', '/matters.json', {
      ...matter,
      custom_field_values: values('2', { 5: 'a@example.org', 6: 7 }),
    });
    const { baseUrl } = sandbox;
    const token = sandbox.tokens.owner;
    const gateway = await startGateway({ baseUrl, token, config: { customFields: file } });

    await rest('DELETE', '/custom_fields/5.json');
    await rest('DELETE', '/custom_fields/6.json');
    await rest('PATCH', '/custom_fields/4.json', { name: 'Day of loss' });
    await rest('PATCH', '/custom_fields/8.json', {
      picklist_options: [{ id: 2, option: 'Federal' }, { option: 'Small claims' }],
    });
    const options = [...sandbox.records('PicklistOption').keys()].sort((a, b) => Number(a) - Number(b));
    const added = String(options.at(-1));
    const { id: other } = await rest('POST', '/matters.json', {
      ...matter,
      custom_field_values: values(added),
    });
    const { id: superior } = await rest('POST', '/matters.json', {
      ...matter,
      custom_field_values: values('3'),
    });
    await rest('PATCH', '/custom_fields/8.json', { picklist_options: [{ id: 3, _deleted: true }] });
    const ask = (query: string): Promise<GraphqlResponse> => gateway.gql(query);

    const read = await ask(
      `{ matters(filter: { ids: [${id}, ${other}] }) { nodes { custom { ${fields} } } } }`,
    );
    expect(read.errors).toBeUndefined();
    const left = { courtEMail: null, caseSummary: null, dateOfIncident: '2026-02-03', relatedCase: null };
    expect(read.data).toEqual({
      matters: { nodes: [{ custom: { court: 'DISTRICT', ...left } }, { custom: { court: null, ...left } }] },
    });
    expect(sandbox.calls).toHaveLength(1);
    const pullAgain = 'Run clio-graphql custom-fields pull.';
    const misfit = 'that does not fit the file of custom fields; its value is null.';
    const gone = 'the firm deleted this field in Clio; its value is null.';
    const { warnings } = (read.extensions?.clio ?? {}) as { warnings?: string[] };
    expect(warnings?.sort()).toEqual([
      `Matter.custom.caseSummary: Clio sent a value ${misfit} ${pullAgain}`,
      `Matter.custom.court: Clio sent an option ${misfit} ${pullAgain}`,
      `Matter.custom.courtEMail: ${gone}`,
      `Matter.custom.relatedCase: ${gone}`,
    ]);

    const write = await ask(`mutation {
      set: updateMatter(input: { id: "${id}", custom: { courtEMail: "b@example.org", court: APPEAL } }) {
        userErrors { code field }
      }
      clear: updateMatter(input: { id: "${id}", custom: { courtEMail: null } }) { userErrors { code field } }
      made: createMatter(input: { clientId: "4", description: "Own", custom: { courtEMail: "b@example.org" } }) {
        userErrors { code field }
      }
    }`);
    const notApplied = { userErrors: [{ code: 'NOT_APPLIED', field: ['input', 'custom', 'courtEMail'] }] };
    const made = { userErrors: [{ code: 'INVALID', field: ['input', 'custom', 'courtEMail'] }] };
    expect(write.data).toEqual({ set: notApplied, clear: { userErrors: [] }, made });
    const filtered = await ask(
      '{ matters(filter: { custom: { courtEMail: { eq: "x" } } }) { nodes { id } } }',
    );
    expect(filtered.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    await gateway[Symbol.asyncDispose]();

    const account = await loadAccount({ ...env, CUSTOM_FIELDS: file });
    expect((await checkCustomFields(parts, account))?.text).toContain(
      '~ Matter.caseSummary: the type numeric is now text_area',
    );
    expect((await pull()).lines.slice(0, -1)).toEqual([
      '~ Matter.caseSummary: the type numeric is now text_area',
      '~ Matter.court.DISTRICT: the label "District" is now "Federal"',
      '+ Matter.court.SMALL_CLAIMS: new option "Small claims"',
      '- Matter.court.SUPERIOR: deleted in Clio',
      '- Matter.courtEMail: deleted in Clio',
      '~ Matter.dateOfIncident: the label "Date of incident" is now "Day of loss"',
      '- Matter.relatedCase: deleted in Clio',
    ]);
    await using pulled = await startGateway({ baseUrl, token, config: { customFields: file } });
    const again = await pulled.gql(`{
      matter(id: ${other}) { custom { ${fields} } }
      __type(name: "MatterCustom") { fields(includeDeprecated: true) { name deprecationReason } }
    }`);
    expect(again.data?.matter).toEqual({
      custom: { ...left, court: 'SMALL_CLAIMS', caseSummary: 'Two witnesses' },
    });
    expect(again.extensions?.clio).toMatchObject({
      warnings: [`Matter.custom.courtEMail: ${gone}`, `Matter.custom.relatedCase: ${gone}`],
    });
    const deprecated = { name: 'courtEMail', deprecationReason: 'The firm deleted it in Clio.' };
    expect(again.data?.__type).toMatchObject({ fields: expect.arrayContaining([deprecated]) });
    const rejected = await pulled.gql(`mutation {
      field: updateMatter(input: { id: "${id}", custom: { courtEMail: "x@example.org" } }) { userErrors { code field } }
      option: updateMatter(input: { id: "${id}", custom: { court: SUPERIOR } }) { userErrors { code field } }
      kept: updateMatter(input: { id: "${superior}", custom: { court: SUPERIOR } }) {
        matter { custom { court } }
        userErrors { code field }
      }
    }`);
    const invalid = (name: string): object => ({
      userErrors: [{ code: 'INVALID', field: ['input', 'custom', name] }],
    });
    expect(rejected.data).toEqual({
      field: invalid('courtEMail'),
      option: invalid('court'),
      // A form can send back what it has read.
      kept: { matter: { custom: { court: 'SUPERIOR' } }, userErrors: [] },
    });
  });
});

it('explains why Clio returns no fields', async () => {
  env.CLIO_ACCESS_TOKEN = sandbox.tokens.expired;
  expect(await startPull()).toEqual({
    exitCode: 1,
    lines: [expect.stringMatching(/The custom fields cannot be read: /)],
  });
  env.CLIO_ACCESS_TOKEN = sandbox.tokens.owner;
  sandbox.fault({ kind: 'status', status: 429, headers: { 'retry-after': '3600' } });
  expect(await pull()).toEqual({
    exitCode: 1,
    lines: [expect.stringMatching(/ retryAfter, then try again\. \(retryAfter: 3600\)$/)],
  });
});
