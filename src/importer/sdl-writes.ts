import type { Catalog } from '../catalog/catalog.ts';
import { camelCase, lowerFirst } from '../catalog/letter-case.ts';
import type { BodyFact, FieldPlaceFact, OperationFact } from '../catalog/operation-facts.ts';
import { payloadName } from '../catalog/payload-name.ts';
import { article, words } from './names.ts';
import type { Field, SdlWriter } from './sdl-writer.ts';
import { byName } from './sorting.ts';

/** Defines the input and payload of an operation that writes. Returns its field of `Mutation`. */
export function addWrite(
  writer: SdlWriter,
  id: string,
  operation: OperationFact & { readonly field: FieldPlaceFact },
): Field {
  const { catalog } = writer;
  const { name } = operation.field;
  const type = operation.entity
    ? catalog.entity(operation.entity).type
    : (catalog.data.entities[id.split('#')[0] ?? '']?.type ?? '');
  const body = inputFields(writer, operation, type);
  const { input } = operation;
  if (input !== undefined) {
    const text = writer.text('types', input, `Input of \`${name}\`.`);
    writer.define({ domain: operation.domain, name: input, head: `input ${input}`, text, body });
  }
  const payload = payloadName(operation);
  const result: Field =
    operation.response === 'record'
      ? {
          name: lowerFirst(type),
          type,
          fallback: `The ${words(type)} after the write; null when nothing was written.`,
        }
      : {
          name: 'id',
          type: 'ID',
          fallback:
            operation.verb === 'destroy'
              ? 'Global id of the deleted record; null when nothing was deleted.'
              : 'Global id of the record; null when nothing was written.',
        };
  writer.object(operation.domain, payload, `The result of \`${name}\`.`, [
    result,
    {
      name: 'userErrors',
      type: '[UserError!]!',
      fallback: 'Why nothing was written; empty after a success.',
    },
  ]);
  const args = input === undefined ? [] : [{ name: 'input', type: `${input}!` }];
  return { name, type: payload, arguments: args, fallback: writeFallback(operation, type) };
}

function inputFields(writer: SdlWriter, operation: OperationFact, type: string): string[] {
  const input = operation.input ?? '';
  const own: Field[] = operation.pathParameters.map((parameter) => ({
    name: camelCase(parameter),
    type: 'ID!',
  }));
  if (operation.ifMatch) own.push({ name: 'ifMatch', type: 'String' });
  if (operation.fields && operation.body) own.push({ name: 'verify', type: 'Boolean' });
  const ofBody = operation.body
    ? bodyFields(writer, operation.body, { domain: operation.domain, input, type })
    : [];
  for (const code of Object.keys(operation.codes ?? {})) ofBody.push({ name: code, type: 'String' });
  return [...own, ...ofBody.sort(byName)].map((field) => writer.inputField(input, type, field));
}

/** A request body, or an object in it. */
interface BodyPlace {
  readonly domain: string;
  /** GraphQL type of the input. */
  readonly input: string;
  /** GraphQL type that the body writes. */
  readonly type: string;
}

/** Returns the fields of a body's input. Defines the inputs of its objects. */
function bodyFields(writer: SdlWriter, body: BodyFact, { domain, input, type }: BodyPlace): Field[] {
  return Object.entries(body.properties ?? {}).flatMap(([key, property]): Field[] => {
    const nested = property.items ?? property;
    if (nested.properties && !property.reference && property.input) {
      const name = property.input;
      const text = writer.text('types', name, `One of the \`${property.name}\` of ${input}.`);
      const target = nestedType(writer.catalog, type, key);
      const fields = bodyFields(writer, nested, { domain, input: name, type: target }).sort(byName);
      const lines = fields.map((field) => writer.inputField(name, target, field));
      writer.define({ domain, name, head: `input ${name}`, text, body: lines });
    }
    // A value that another property implies is optional.
    const required = body.required?.includes(key) && !property.impliedBy ? '!' : '';
    const base = property.items ? `[${property.input}!]` : property.input;
    const field = { name: property.name ?? key, type: `${base}${required}` };
    return property.seconds ? [field, { name: property.seconds.hours, type: 'Float' }] : [field];
  });
}

function writeFallback(operation: OperationFact, type: string): string {
  const noun = words(type);
  switch (operation.verb) {
    case 'create':
      return `Creates ${article(noun)}.`;
    case 'update':
      return `Changes ${article(noun)}. Given fields are set, null clears a field, and other fields keep their values.`;
    case 'destroy':
      return `Deletes ${article(noun)}.`;
    default:
      return `Writes to ${article(noun)}.`;
  }
}

function nestedType(catalog: Catalog, type: string, key: string): string {
  const main = catalog.mainEntity(type);
  const field = main ? catalog.entity(main).fields[key] : undefined;
  return field?.kind === 'one' || field?.kind === 'many' ? catalog.entity(field.entity).type : '';
}
