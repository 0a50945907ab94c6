import {
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BodyFact } from '../../../src/catalog/operation-facts.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { sdl } from '../../support/schema/printed-schema.ts';
import { errorCodes, startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';
import { catalog, InputWriter, mutationOf } from '../../support/writes/input-writer.ts';
import { prepareWrites, writeCase, writes } from '../../support/writes/write-cases.ts';

const sandbox = forAllTests(() => startSandbox());
beforeAll(() => prepareWrites(sandbox));
const gateway = forAllTests(() => startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner }));

type Step = number | string;

/** One mistake in an otherwise valid input. */
interface Fault {
  readonly what: string;
  readonly path: readonly Step[];
  /** Undefined removes the field. */
  readonly value: unknown;
}

/** A value that no scalar of the type accepts. */
const WRONG: Readonly<Record<string, unknown>> = {
  String: 5,
  Int: 'x',
  Float: 'x',
  Boolean: 'yes',
  ID: {},
  Date: 'soon',
  DateTime: 'soon',
  Decimal: 'much',
  URL: 'no address',
};

/** Types whose ids no input takes: no other record refers to webhooks, and for the writes of webhooks a note's id is used. */
const STRANGER = 'Webhook:1';

function faults(
  type: GraphQLInputType,
  value: unknown,
  fact: BodyFact | undefined,
  path: readonly Step[],
): Fault[] {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const [first] = Array.isArray(value) ? value : [];
    const wrong: Fault = { what: 'no list of this', path, value: 7.5 };
    const inner = getNamedType(nullable).name;
    const below = first === undefined ? [] : faults(nullable.ofType, first, listed(fact), [...path, 0]);
    return inner === 'JSON' || inner === 'Float' ? below : [wrong, ...below];
  }
  if (isInputObjectType(nullable)) {
    if (typeof value !== 'object' || value === null) return [];
    const given = value as Record<string, unknown>;
    const found: Fault[] = [
      { what: 'an unknown field', path: [...path, 'noSuchField'], value: 1 },
      { what: 'no object', path, value: 'x' },
    ];
    for (const field of Object.values(nullable.getFields())) {
      const at = [...path, field.name];
      if (isNonNullType(field.type)) {
        found.push({ what: 'what is required missing', path: at, value: undefined });
        found.push({ what: 'null for what is required', path: at, value: null });
      }
      if (field.name in given)
        found.push(...faults(field.type, given[field.name], factNamed(fact, field.name), at));
    }
    return found;
  }
  if (isEnumType(nullable)) return [{ what: 'an unknown value', path, value: 'NO_SUCH_VALUE' }];
  const { name } = getNamedType(nullable);
  const found: Fault[] = name in WRONG ? [{ what: `no ${name}`, path, value: WRONG[name] }] : [];
  if (name === 'ID') found.push(...wrongIds(fact, path));
  if (fact?.enum && name === 'String') found.push({ what: 'none of the names', path, value: 'Nowhere/Land' });
  return found;
}

/** Ids of another type, and invalid ids. */
function wrongIds(fact: BodyFact | undefined, path: readonly Step[]): Fault[] {
  if (fact?.type === 'string' && fact.targets?.[0] === 'CustomFieldValue') return [];
  return [
    { what: 'an id that is none', path, value: 'no id' },
    { what: 'an id of another type', path, value: STRANGER },
  ];
}

function factNamed(fact: BodyFact | undefined, name: string): BodyFact | undefined {
  const found = Object.entries(fact?.properties ?? {}).find(([key, one]) => (one.name ?? key) === name);
  return found?.[1];
}

/** The items of a list, with its rule for them. */
function listed(fact: BodyFact | undefined): BodyFact | undefined {
  return fact?.items && { ...fact.items, targets: fact.items.targets ?? fact.targets };
}

function changed(input: Record<string, unknown>, { path, value }: Fault): unknown {
  const copy = { input: structuredClone(input) as unknown };
  let at = copy as Record<Step, unknown>;
  for (const step of path.slice(0, -1)) at = at[step] as Record<Step, unknown>;
  const last = path.at(-1) as Step;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy.input;
}

/** A place as messages name it: `input.addresses[0].city`. */
function printed(path: readonly Step[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}

describe('an input with a mistake that the gateway can find', () => {
  it.each(writes.filter(({ id }) => hasInput(id)).map((operation) => [operation.id, operation] as const))(
    'of %s is rejected without a call, with BAD_USER_INPUT and the path',
    async (_id, operation) => {
      const place = mutationOf(operation);
      const input: Record<string, unknown> = new InputWriter('global').input(writeCase(sandbox, operation));
      const type = sdl.getType(place.inputType.replace('!', '')) as GraphQLInputType;
      const all = faults(type, input, operation.body, ['input']).map((one) =>
        one.value === STRANGER && operation.id.startsWith('Webhook#') ? { ...one, value: 'Note:1' } : one,
      );
      expect(all.length).toBeGreaterThan(1);
      sandbox.resetCalls();
      for (const fault of all) {
        const title = `${fault.what} at ${printed(fault.path)}`;
        const response = await gateway.gql(place.document, { variables: { input: changed(input, fault) } });
        expect(response.data?.[place.field] ?? null, title).toBeNull();
        expect(errorCodes(response), title).toEqual(['BAD_USER_INPUT']);
        const [error] = response.errors ?? [];
        // A missing or unknown field is named without the path, which is that of its object.
        const isOfObject = fault.value === undefined || fault.what === 'an unknown field';
        const where = isOfObject ? fault.path.slice(0, -1) : fault.path;
        expect(error?.message, title).toContain(
          isOfObject ? `"${String(fault.path.at(-1))}"` : printed(where),
        );
        if (where.length > 1) expect(error?.message, title).toContain(printed(where));
      }
      expect(sandbox.calls).toEqual([]);
    },
  );

  it('makes the document invalid if it is written in the document', async () => {
    sandbox.resetCalls();
    const response = await gateway.gql(
      'mutation { updateTask(input: { id: "Task:1", priority: URGENT, name: 5, noSuchField: 1 }) { task { id } } }',
    );
    const codes = errorCodes(response);
    expect(codes).toEqual(Array(3).fill('GRAPHQL_VALIDATION_FAILED'));
    expect(sandbox.calls).toEqual([]);
  });
});

/** `stopTimer` has no field that could be wrong. */
function hasInput(id: string): boolean {
  return mutationOf(catalog.operation(id)).inputType !== 'undefined';
}
