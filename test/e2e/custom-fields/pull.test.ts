import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { createCustomFieldsCommand } from '../../../src/cli/custom-fields.ts';
import { checkCustomFields } from '../../../src/cli/doctor/check-custom-fields.ts';
import { loadAccount } from '../../../src/cli/settings.ts';
import { createServedSchema } from '../../../src/federation/served-schema.ts';
import { createGateway } from '../../../src/gateway.ts';
import { explainOperation } from '../../../src/request/explain-operation.ts';
import { type Sandbox, startSandbox as startRealSandbox } from '../../../src/sandbox/sandbox.ts';
import { printRestCall } from '../../support/corpus.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const parts = {
  createGateway,
  startSandbox: startRealSandbox,
  explainOperation,
  createServedSchema: (options: object) => createServedSchema(loadCatalog(), options),
};

let sandbox: Sandbox;
let folder: string;
let file: string;
let lines: string[];
beforeAll(async () => {
  sandbox = await startSandbox();
  folder = await mkdtemp(join(tmpdir(), 'pull-'));
  file = join(folder, 'own.json');
});
beforeEach(() => {
  lines = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  vi.stubEnv('CLIO_BASE_URL', sandbox.baseUrl);
  vi.stubEnv('CLIO_ACCESS_TOKEN', sandbox.tokens.owner);
  vi.stubEnv('XDG_CONFIG_HOME', folder);
  sandbox.resetCalls();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = undefined;
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true });
});

async function pull(...args: string[]): Promise<void> {
  await createCustomFieldsCommand(parts).parseAsync(['pull', '--out', file, ...args], { from: 'user' });
}

async function rest(method: string, path: string, data?: object): Promise<void> {
  const response = await fetch(`${sandbox.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${sandbox.tokens.owner}` },
    ...(data ? { body: JSON.stringify({ data }) } : {}),
  });
  if (!response.ok) throw new Error(await response.text());
  sandbox.resetCalls();
}

it('writes a file with one call, then follows the firm: names stay', async () => {
  await expect(pull('--check')).rejects.toThrow(/There is no file/);
  await pull();
  expect(sandbox.calls.map(printRestCall)).toEqual([
    'GET /custom_fields.json?fields=id,deleted,field_type,name,parent_type,picklist_options{id,deleted_at,option},required&limit=200&order=id(asc)',
  ]);
  // One of the 36 was deleted before.
  expect(lines.at(-1)).toBe(`${file} has 35 custom fields. Set CUSTOM_FIELDS=${file} to serve them.`);
  const before = await readFile(file, 'utf8');

  lines = [];
  await pull('--check');
  expect(lines).toEqual([`${file} matches the firm.`]);
  expect(process.exitCode).toBeUndefined();

  await rest('PATCH', '/custom_fields/4.json', { name: 'Date of loss' });
  await rest('DELETE', '/custom_fields/10.json');
  await rest('PATCH', '/custom_fields/8.json', { picklist_options: [{ id: 1, option: 'Municipal' }] });
  lines = [];
  await pull('--check');
  expect(lines).toEqual([
    '~ Matter.court.COUNTY: the label "County" is now "Municipal"',
    '~ Matter.dateOfIncident: the label "Date of incident" is now "Date of loss"',
    '- Matter.docketNumber: deleted in Clio',
    `${file} differs from the firm.`,
  ]);
  expect(process.exitCode).toBe(1);
  expect(await readFile(file, 'utf8')).toBe(before);

  const account = await loadAccount({ ...process.env, CUSTOM_FIELDS: file });
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

it('says why Clio does not give them', async () => {
  vi.stubEnv('CLIO_ACCESS_TOKEN', sandbox.tokens.expired);
  await expect(pull()).rejects.toThrow(/The custom fields cannot be read: /);
});
