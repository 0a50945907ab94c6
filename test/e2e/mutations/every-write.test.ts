import { getNamedType, isInputObjectType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { sdl } from '../../support/schema/printed-schema.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';
import { InputWriter, mutationOf, writesOf } from '../../support/writes/input-writer.ts';
import { prepareWrites, type WriteCase, writeCase, writes } from '../../support/writes/write-cases.ts';

const sandbox = forAllTests(() => startSandbox());
beforeAll(() => prepareWrites(sandbox));
const gateway = forAllTests(() => startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner }));

describe('every operation that writes, with its whole input', () => {
  it.each(writes.map((operation) => [operation.id, operation] as const))('%s', async (_id, operation) => {
    // Once directly, so that every list has a child to change.
    if (operation.verb === 'update') await byHand(writeCase(sandbox, operation));
    const one = writeCase(sandbox, operation);
    const place = mutationOf(operation);
    const input: Record<string, unknown> = new InputWriter().input(one);
    const entity = operation.id.split('#')[0] as string;
    const subject = sandbox.records(entity).get(one.ids.id ?? '');
    if (operation.ifMatch && subject) input.ifMatch = sandbox.etag(subject);
    expect(missing(place.inputType, input).filter((name) => !POINTLESS.has(name))).toEqual([]);
    sandbox.resetCalls();
    const response = await gateway.gql(place.document, { variables: { input }, token: one.token });

    const calls = writesOf(sandbox);
    expect(response.errors).toBeUndefined();
    expect(calls).toHaveLength(1);
    const [call] = calls;
    expect(call?.method).toBe(operation.method);
    expect(call?.path.split('?')[0]).toBe(one.path);
    expect(call?.body).toEqual(one.body === undefined ? undefined : { data: one.body });
    if (operation.ifMatch && subject) expect(call?.headers['if-match']).toBe(input.ifMatch);

    const payload = response.data?.[place.field] as Record<string, unknown>;
    // Values that Clio is known to ignore at times are read back: a line created from an activity keeps its hours.
    const uncertain = Object.values(operation.body?.properties ?? {}).flatMap((one) =>
      one.verified ? [one.name] : [],
    );
    const others = (payload.userErrors as { field: string[] }[]).filter(
      ({ field }) => !uncertain.includes(field[1]),
    );
    expect(others).toEqual([]);
    if (place.record !== undefined) {
      expect(payload[place.record]).toMatchObject({ __typename: expect.any(String) });
      if (place.recordHasId)
        expect(payload[place.record]).toHaveProperty('id', expect.stringMatching(/^\w+:.+/));
    } else {
      const id = one.ids[operation.pathParameters.at(-1) ?? ''];
      if (id !== undefined)
        expect(Object.values(payload)).toContainEqual(expect.stringMatching(new RegExp(`^(\\w+:)?${id}$`)));
    }
  });
});

async function byHand({ operation, path, body, token }: WriteCase): Promise<void> {
  const response = await fetch(`${sandbox.baseUrl}${path}`, {
    method: operation.method,
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ data: body }),
  });
  expect(response.status, await response.text()).toBe(200);
}

/** Clio's document lets these name a child of a record that is only being created. */
const POINTLESS: ReadonlySet<string> = new Set([
  'CreateCustomFieldPicklistOptionInput.id',
  'CopyDocumentExternalPropertyInput.id',
  // The same as `quantity`.
  'CreateActivityInput.hours',
  'UpdateActivityInput.hours',
  // The same as ids.
  ...['utbmsTaskCode', 'utbmsActivityCode', 'utbmsExpenseCode'].flatMap((name) => [
    `CreateActivityInput.${name}`,
    `UpdateActivityInput.${name}`,
  ]),
]);

/** Input fields that a case leaves out, with nested rows combined, except options of the write itself. */
function missing(type: string, value: unknown): string[] {
  const input = sdl.getType(type.replace(/[[\]!]/g, ''));
  // A @oneOf input has exactly one member.
  if (!isInputObjectType(input) || input.isOneOf) return [];
  const rows = (Array.isArray(value) ? value : [value]) as (Record<string, unknown> | null)[];
  return Object.values(input.getFields()).flatMap(({ name, type: own }) => {
    if (name === 'verify') return [];
    const given = rows.flatMap((row) => (row && Object.hasOwn(row, name) ? [row[name]] : []));
    if (given.length === 0) return [`${input.name}.${name}`];
    return missing(
      getNamedType(own).name,
      given.flat().filter((one) => one !== null),
    );
  });
}
