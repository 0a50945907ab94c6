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
import { errorCodes, startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';
import { catalog, InputWriter, mutationOf, schema } from '../../support/writes/input-writer.ts';
import { prepareWrites, writeCase, writes } from '../../support/writes/write-cases.ts';

const sandbox = forAllTests(() => startSandbox());
beforeAll(() => prepareWrites(sandbox));
const gateway = forAllTests(() => startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner }));

type Step = number | string;

/** One thing wrong in an otherwise valid input. */
interface Fault {
  readonly what: string;
  readonly path: readonly Step[];
  /** Undefined takes the field away. */
  readonly value: unknown;
}

/** A value that no scalar of the type takes. */
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

/** Whose ids nothing takes: webhooks are named by no other record, and one's own writes are tried with a note's. */
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

/** Ids of another type, and ids that are none. */
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

/** A list's items, with what the list says about them. */
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

/** As messages name a place: `input.addresses[0].city`. */
function printed(path: readonly Step[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}

describe('an input that the gateway can find to be wrong', () => {
  it.each(writes.filter(({ id }) => hasInput(id)).map((operation) => [operation.id, operation] as const))(
    '%s: no call, BAD_USER_INPUT, and the path',
    async (_id, operation) => {
      const place = mutationOf(operation);
      const input: Record<string, unknown> = new InputWriter('global').input(writeCase(sandbox, operation));
      const type = schema.getType(place.inputType.replace('!', '')) as GraphQLInputType;
      const all = faults(type, input, operation.body, ['input']).map((one) =>
        one.value === STRANGER && operation.id.startsWith('Webhook#') ? { ...one, value: 'Note:1' } : one,
      );
      expect(all.length).toBeGreaterThan(1);
      sandbox.resetCalls();
      for (const fault of all) {
        const title = `${fault.what} at ${printed(fault.path)}`;
        const answer = await gateway.gql(place.document, { variables: { input: changed(input, fault) } });
        expect(answer.data?.[place.field] ?? null, title).toBeNull();
        expect(errorCodes(answer), title).toEqual(['BAD_USER_INPUT']);
        const [error] = answer.errors ?? [];
        // What is missing or unknown is named by itself, its object by the path.
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

  it('written into the document, it does not pass validation', async () => {
    sandbox.resetCalls();
    const answer = await gateway.gql(
      'mutation { updateTask(input: { id: "Task:1", priority: URGENT, name: 5, noSuchField: 1 }) { task { id } } }',
    );
    const codes = errorCodes(answer);
    expect(codes).toEqual(Array(3).fill('GRAPHQL_VALIDATION_FAILED'));
    expect(sandbox.calls).toEqual([]);
  });
});

/** `stopTimer` takes nothing that could be wrong. */
function hasInput(id: string): boolean {
  return mutationOf(catalog.operation(id)).inputType !== 'undefined';
}
