import { beforeAll, describe, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { checkBody } from '../../support/openapi/check-body.ts';
import { hasClioDocument, readClioDocument, skipNote } from '../../support/openapi/clio-document.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';
import { InputWriter, mutationOf, writesOf } from '../../support/writes/input-writer.ts';
import { prepareWrites, writeCase, writes } from '../../support/writes/write-cases.ts';

const SWAPPED = [
  'cascading_offset_polarity: "After" is not in its enum',
  'cascading_offset_type: "BusinessDays" is not in its enum',
];

const label = (list: string) => `${list}.name: "Text of name" is not in its enum`;

/**
 * Differences where something is known better than the document: each is an entry under `bodies` in schema/corrections.yml.
 * The test fails if an entry here no longer differs.
 */
const CORRECTED: Readonly<Record<string, readonly string[]>> = {
  'Contact#create': ['addresses', 'email_addresses', 'instant_messengers', 'phone_numbers', 'web_sites'].map(
    label,
  ),
  'Contact#update': [
    'addresses',
    'email_addresses',
    'email_addresses',
    'instant_messengers',
    'phone_numbers',
    'phone_numbers',
    'web_sites',
    'web_sites',
  ].map(label),
  'CalendarVisibility#update': ['visible: no string'],
  // A deletion has nothing to set.
  'GrantFundingSource#destroy': [': no object'],
  'LineItem#update': ['discount.type: no boolean'],
  'MatterTransfer#create': ['id: missing', 'etag: missing'],
  'ReportPreset#create': ['options: no string'],
  'ReportPreset#update': ['options: no string'],
  'Task#create': SWAPPED,
  'Task#update': SWAPPED,
  'TrustRequest#create': ['matter.trust_amount: no integer'],
};

const documented = new Map(hasClioDocument ? readClioDocument().operations.map((one) => [one.id, one]) : []);

describe.skipIf(!hasClioDocument)(
  `the bodies sent to Clio, compared with its OpenAPI document${skipNote}`,
  () => {
    const sandbox = forAllTests(() => startSandbox());
    beforeAll(() => prepareWrites(sandbox));
    const gateway = forAllTests(() =>
      startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner }),
    );

    it('include those of all operations', () => {
      const unknown = writes.filter(({ id }) => !documented.has(id));
      expect(unknown.map(({ id }) => id)).toEqual([]);
    });

    it.each(writes.map((operation) => [operation.id, operation] as const))('%s', async (id, operation) => {
      const one = writeCase(sandbox, operation);
      sandbox.resetCalls();
      await gateway.gql(mutationOf(operation).document, {
        variables: { input: new InputWriter('global').input(one) },
        token: one.token,
      });
      const [call] = writesOf(sandbox);
      expect(call?.method).toBe(operation.method);
      const problems = checkBody(documented.get(id)?.bodies[0], call?.body);
      expect(problems).toEqual(CORRECTED[id] ?? []);
    });
  },
);
