import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { createServedSchema } from '../../../src/federation/served-schema.ts';
import { subscribeSse } from '../../support/clients/subscribe.ts';
import { printRestCall } from '../../support/corpus.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { pullFirmFile } from '../../support/gateways/pull-firm-file.ts';
import { startLiveFirm } from '../../support/gateways/start-live-firm.ts';
import { buildProgram, programFile } from '../../support/programs/build-program.ts';
import { runProgram } from '../../support/programs/run-program.ts';
import { type GraphqlResponse, startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const sandbox = forAllTests(() => startSandbox({ limit: 1000 }));
const file = forAllTests(() => pullFirmFile(sandbox));
const gateway = forAllTests(() =>
  startGateway({
    baseUrl: sandbox.baseUrl,
    token: sandbox.tokens.owner,
    config: { customFields: file.path },
  }),
);

beforeAll(buildProgram);

async function ask(
  query: string,
  variables?: Record<string, unknown>,
): Promise<{ response: GraphqlResponse; calls: string[] }> {
  sandbox.resetCalls();
  const response = await gateway.gql(query, { variables, headers: { 'x-clio-explain': 'trace' } });
  const calls = sandbox.calls.map(printRestCall);
  return { response, calls };
}

function dataOf({ data }: GraphqlResponse): Record<string, unknown> {
  return data ?? {};
}

interface Matter {
  readonly custom: Record<string, unknown>;
  readonly customFieldValues: readonly {
    readonly fieldName: string;
    readonly value: unknown;
    readonly picklistOption?: { readonly option: string } | null;
  }[];
}

const matterFields = {
  conflictCheckDone: 'Conflict check done',
  amountInDispute: 'Amount in dispute',
  dateOfIncident: 'Date of incident',
  courtEMail: 'Court e-mail',
  numberOfParties: 'Number of parties',
  caseSummary: 'Case summary',
  docketNumber: 'Docket number',
  hearingTime: 'Hearing time',
  docketPage: 'Docket page',
} as const;

describe('a typed custom field', () => {
  it('has the value of customFieldValues; ten fields of 50 matters need one call', async () => {
    const names = Object.keys(matterFields).join(' ');
    const { response, calls } = await ask(`{ matters(first: 50) { nodes { custom { ${names} court } } } }`);
    expect(response.errors).toBeUndefined();
    expect(calls).toEqual([
      'GET /matters.json?fields=id,custom_field_values{id,custom_field,field_name,soft_deleted,value}&limit=50&order=id(asc)',
    ]);
    const { response: plain } = await ask(
      '{ matters(first: 50) { nodes { customFieldValues { fieldName value picklistOption { option } } } } }',
    );
    const typed = (dataOf(response).matters as { nodes: readonly Matter[] }).nodes;
    const values = (dataOf(plain).matters as { nodes: readonly Matter[] }).nodes;
    const seen = new Set<string>();
    for (const [index, { custom }] of typed.entries()) {
      const held = new Map(values[index]?.customFieldValues.map((one) => [one.fieldName, one]));
      for (const [name, label] of Object.entries(matterFields)) {
        const value = held.get(label)?.value ?? null;
        expect(custom[name], name).toEqual(
          name === 'amountInDispute' && value !== null ? String(value) : value,
        );
        if (value !== null) seen.add(name);
      }
      expect(custom.court).toBe(held.get('Court')?.picklistOption?.option.toUpperCase() ?? null);
      if (custom.court !== null) seen.add('court');
    }
    expect([...seen].sort()).toEqual([...Object.keys(matterFields), 'court'].sort());
  });

  it('can be a contact or a matter, to any depth, with aliases and fragments', async () => {
    const { response, calls } = await ask(
      `
      query ($first: Int) {
        matters(first: $first, filter: { ids: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] }) {
          nodes {
            mine: custom { ...Refs }
            opposing: customFieldValue(by: { name: "Opposing counsel" }) { contact { id name } }
            related: customFieldValue(by: { name: "Related case" }) { matter { displayNumber client { name } } }
          }
        }
      }
      fragment Refs on MatterCustom {
        counsel: opposingCounsel { id name }
        relatedCase { displayNumber client { name } }
      }`,
      { first: 20 },
    );
    expect(response.errors).toBeUndefined();
    const { nodes } = dataOf(response).matters as {
      nodes: readonly {
        mine: { counsel: unknown; relatedCase: unknown };
        opposing: { contact: unknown } | null;
        related: { matter: unknown } | null;
      }[];
    };
    for (const { mine, opposing, related } of nodes) {
      expect(mine.counsel).toEqual(opposing?.contact ?? null);
      expect(mine.relatedCase).toEqual(related?.matter ?? null);
    }
    expect(nodes.some(({ mine }) => mine.counsel !== null)).toBe(true);
    expect(nodes.some(({ mine }) => mine.relatedCase !== null)).toBe(true);
    expect(calls).toHaveLength(3);
  });

  it('is readable on contacts, below other records and below other custom fields', async () => {
    const { response } = await ask(`{
      tasks(first: 20) { nodes { matter { custom { court relatedCase { custom { docketNumber } } } client { custom { source clientSince newsletter } } } } }
    }`);
    expect(response.errors).toBeUndefined();
    expect(JSON.stringify(response.data)).toMatch(/"source":"[A-Z]/);
  });

  it('can refer to another reference, with a batch for each level', async () => {
    const related =
      'relatedCase { clioId custom { opposingCounsel { clioId custom { firstMatter { clioId custom { court } } } } } }';
    const { response, calls } = await ask(`{ matters(first: 50) { nodes { custom { ${related} } } } }`);
    expect(response.errors).toBeUndefined();
    const heldBy = (entity: 'Matter' | 'Contact', id: number | null, field: number): number | null => {
      const values = sandbox.records(entity).get(id ?? 0)?.custom_field_values ?? [];
      const found = (
        values as unknown as readonly { custom_field: { id: number }; value: number | null }[]
      ).find((one) => one.custom_field.id === field);
      return found?.value ?? null;
    };
    const isThere = (entity: 'Matter' | 'Contact', id: number | null): number | null =>
      id !== null && sandbox.records(entity).has(id) ? id : null;
    const courts = [undefined, 'COUNTY', 'DISTRICT', 'SUPERIOR', 'APPEAL', 'SUPREME'];
    const node = (id: number | null, custom: object): object | null =>
      id === null ? null : { clioId: String(id), custom };
    const expected = Array.from({ length: 50 }, (_, index) => {
      const matter = isThere('Matter', heldBy('Matter', index + 1, 6));
      const counsel = isThere('Contact', heldBy('Matter', matter, 2));
      const first = isThere('Matter', heldBy('Contact', counsel, 18));
      const court = courts[Number(heldBy('Matter', first, 8))] ?? null;
      const firstMatter = node(first, { court });
      const opposingCounsel = node(counsel, { firstMatter });
      return { custom: { relatedCase: node(matter, { opposingCounsel }) } };
    });
    expect(dataOf(response).matters).toEqual({ nodes: expected });
    expect(JSON.stringify(expected)).toMatch(/"firstMatter":\{/);
    expect(calls.map((call) => call.replace(/[?].*|\/\d+(?=\.json)/g, ''))).toEqual([
      'GET /matters.json',
      'GET /matters.json',
      'GET /contacts.json',
      'GET /matters.json',
    ]);
  });

  it('is readable on the contacts of a matter, in the call that lists them', async () => {
    const selection =
      'nodes { clioId custom { source referredBy { name } } customFieldValues { fieldName value } }';
    const { response, calls } = await ask(
      `{ matter(id: 4) { contacts(first: 50) { ${selection} } relatedContacts(first: 50) { ${selection} } } }`,
    );
    expect(response.errors).toBeUndefined();
    const { contacts, relatedContacts } = dataOf(response).matter as Record<
      string,
      {
        nodes: readonly {
          custom: { source: string | null };
          customFieldValues: Matter['customFieldValues'];
        }[];
      }
    >;
    const all = [...(contacts?.nodes ?? []), ...(relatedContacts?.nodes ?? [])];
    const sources = ['REFERRAL', 'WEB_SITE', 'ADVERTISEMENT', 'OPTION_9', 'REPEAT_CLIENT'];
    for (const { custom, customFieldValues } of all) {
      const held = customFieldValues.find(({ fieldName }) => fieldName === 'Source')?.value;
      expect(custom.source).toBe(sources[Number(held) - 6] ?? null);
    }
    expect(all.length).toBeGreaterThan(0);
    const values = 'custom_field_values{id,contact,custom_field,field_name,soft_deleted,value}';
    expect(calls).toEqual([
      `GET /matters/4/contacts.json?fields=id,${values}&limit=50&order=id(asc)`,
      `GET /matters/4/related_contacts.json?fields=id,${values}&limit=50&order=id(asc)`,
      'GET /matters/4.json?fields=id',
      expect.stringContaining('GET /contacts.json?fields=id,name&ids[]='),
    ]);
  });

  it('is readable through partial views of contacts', async () => {
    const contact =
      'contact { custom { accountCode } held: customFieldValue(by: { name: "Account code" }) { value } }';
    const { response } = await ask(`{ safeCustodyPackets { nodes { ${contact} } } }`);
    expect(response.errors).toBeUndefined();
    const { nodes } = dataOf(response).safeCustodyPackets as {
      nodes: readonly {
        contact: { custom: { accountCode: string | null }; held: { value: unknown } | null } | null;
      }[];
    };
    const contacts = nodes.flatMap((one) => one.contact ?? []);
    for (const { custom, held } of contacts) expect(custom.accountCode).toBe(held?.value ?? null);
    expect(contacts.some(({ held }) => held !== null)).toBe(true);
  });

  it('needs no call if none is selected', async () => {
    const { response, calls } = await ask('{ matters(first: 1) { nodes { custom { __typename } } } }');
    expect(response.data).toEqual({ matters: { nodes: [{ custom: { __typename: 'MatterCustom' } }] } });
    expect(calls).toEqual(['GET /matters.json?fields=id&limit=1&order=id(asc)']);
  });
});

it('reads typed custom fields of live changes in the call that reads the record', async () => {
  await using firm = await startLiveFirm({ config: { customFields: file.path } });
  const messages = await subscribeSse(
    firm.url,
    'subscription { matterChanged(id: "Matter:1") { event matter { custom { court docketNumber opposingCounsel { name } } } } }',
    { token: firm.sandbox.tokens.owner },
  );
  await firm.enabled(1);
  firm.calls();
  await firm.write('PATCH', '/matters/1.json', {
    custom_field_values: [
      { custom_field: { id: 8 }, value: '4' },
      { custom_field: { id: 10 }, value: 'CV-1' },
    ],
  });
  const before = await gateway.gql('{ matter(id: 1) { custom { opposingCounsel { clioId name } } } }');
  const { custom: held } = dataOf(before).matter as { custom: { opposingCounsel: Record<string, string> } };
  const { clioId, name } = held.opposingCounsel;
  const custom = { court: 'APPEAL', docketNumber: 'CV-1', opposingCounsel: { name } };
  expect(await messages.next()).toEqual({
    data: { matterChanged: { event: 'UPDATED', matter: { custom } } },
  });
  expect(firm.calls()).toEqual([
    'PATCH /matters/1.json',
    'GET /matters/1.json?fields=id,custom_field_values{id,contact,custom_field,field_name,soft_deleted,value}',
    `GET /contacts/${clioId}.json?fields=id,name`,
  ]);
  await messages.stop();
});

describe('a filter', () => {
  it.each([
    [
      'currency',
      '{ amountInDispute: { gte: "100000", lt: "200000" } }',
      'custom_field_values[3]=[>=100000, <200000]',
    ],
    ['numeric', '{ numberOfParties: { gt: 10.5 } }', 'custom_field_values[7]=>10.5'],
    ['date', '{ dateOfIncident: { lte: "2025-01-01" } }', 'custom_field_values[4]=<=2025-01-01'],
    ['time', '{ hearingTime: { lt: "12:00" } }', 'custom_field_values[11]=<12:00'],
    ['checkbox', '{ conflictCheckDone: { eq: true } }', 'custom_field_values[1]==true'],
    ['picklist', '{ court: { eq: SUPERIOR } }', 'custom_field_values[8]==3'],
    ['contact', '{ opposingCounsel: { eq: "Contact:7" } }', 'custom_field_values[2]==7'],
    ['matter', '{ relatedCase: { eq: "Matter:7" } }', 'custom_field_values[6]==7'],
    ['email', '{ courtEMail: { eq: "a@example.org" } }', 'custom_field_values[5]==a@example.org'],
    ['text_area', '{ caseSummary: { eq: "Two" } }', 'custom_field_values[9]==Two'],
    ['text_line', '{ docketNumber: { eq: "CV-1" } }', 'custom_field_values[10]==CV-1'],
    ['url', '{ docketPage: { eq: "https://x.org" } }', 'custom_field_values[12]==https://x.org'],
  ])('compares %s', async (_type, custom, sent) => {
    const { response, calls } = await ask(
      `{ matters(first: 5, filter: { custom: ${custom} }) { nodes { id } } }`,
    );
    expect(response.errors).toBeUndefined();
    expect(calls).toEqual([`GET /matters.json?fields=id&${sent}&limit=5&order=id(asc)`]);
  });

  it('can be combined with conditions by id, on contacts, and on bills of matters', async () => {
    const { response, calls } = await ask(
      `query ($court: MatterCustomCourtOption) {
      contacts(first: 5, filter: { custom: { source: { eq: REFERRAL } }, customFieldValues: [{ field: "CustomField:19", gte: "3" }] }) { nodes { id } }
      bills(first: 5, filter: { custom: { court: { eq: $court } } }) { nodes { id } }
    }`,
      { court: 'APPEAL' },
    );
    expect(response.errors).toBeUndefined();
    expect(calls.sort()).toEqual([
      'GET /bills.json?fields=id&custom_field_values[8]==4&limit=5&order=id(asc)',
      'GET /contacts.json?fields=id&custom_field_values[19]=>=3&custom_field_values[20]==6&limit=5&order=id(asc)',
    ]);
  });

  it('rejects a comparison that Clio does not support for the type', async () => {
    const { response } = await ask(
      '{ matters(filter: { custom: { docketNumber: { gt: "a" } } }) { nodes { id } } }',
    );
    expect(response.errors?.[0]?.message).toMatch(/"gt" is not defined by type "CustomTextFilter"/);
  });
});

describe('the schema', () => {
  it('has good names for unusable labels', async () => {
    const names = Object.keys(file.fields.Matter);
    expect(names.slice(-7)).toEqual([
      'venue',
      'field2ndStage91aZpo',
      'gerichtFurSudStrasse',
      'dataSuda',
      'field29',
      'idField',
      'venue2',
    ]);
    expect(Object.keys(file.fields.Matter.field2ndStage91aZpo?.options ?? {})).toEqual([
      'OPTION_1ST',
      'N_A',
      'OPTION_13',
      'N_A_2',
      'TRUE',
    ]);
    const { response } = await ask(`{ __type(name: "MatterCustom") { fields { name description } } }`);
    const { fields } = dataOf(response).__type as {
      fields: readonly { name: string; description: string }[];
    };
    expect(fields).toContainEqual({ name: 'field29', description: '裁判所 (text_line)' });
    expect(fields).toHaveLength(19);
  });

  it('is printed by the command as it is served', async () => {
    const served = await (await gateway.fetch(new Request('http://localhost/schema.graphql'))).text();
    await using cli = await runProgram([programFile, 'schema', '--custom-fields', file.path]);
    expect(await cli.ended()).toBe(0);
    expect(cli.output().trimEnd()).toBe(served.trimEnd());
    expect(served).toContain('custom: MatterCustomInput');
  });

  it('has no custom fields without the file, and has them with every option', () => {
    const catalog = loadCatalog();
    const plain = createServedSchema(catalog);
    expect(plain.sdl()).not.toMatch(/\bcustom:/);
    const own = createServedSchema(catalog, { prefix: 'Clio', customFields: file.fields });
    for (const sdl of [own.sdl(), own.subgraphSdl()]) {
      expect(sdl).toMatch(/type ClioMatter .*\bcustom: ClioMatterCustom\n/s);
      expect(sdl).toMatch(/input ClioMatterFilter \{[^}]*\bcustom: ClioMatterCustomFilter\n/);
      expect(sdl).toMatch(/enum ClioMatterCustomCourtOption \{/);
    }
    expect(createServedSchema(catalog, { prefix: 'Clio', customFields: file.fields })).toBe(own);
    createServedSchema(catalog, { prefix: 'Second' });
    createServedSchema(catalog, { prefix: 'Third' });
    // The process keeps three schemas, for gateways to come.
    expect(createServedSchema(catalog)).not.toBe(plain);
  });
});
