import type { Catalog } from '../catalog/catalog.ts';
import { camelCase, lowerFirst } from '../catalog/letter-case.ts';
import type { BodyFact, FieldPlaceFact, OperationFact } from '../catalog/operation-facts.ts';
import { payloadName } from '../catalog/payload-name.ts';
import { article, words } from './names.ts';
import type { Field, SdlWriter } from './sdl-writer.ts';
import { byName } from './sorting.ts';

/** Defines the input and the payload of a writing operation. Returns its field of `Mutation`. */
export function addWrite(
  writer: SdlWriter,
  catalog: Catalog,
  id: string,
  operation: OperationFact & { readonly field: FieldPlaceFact },
): Field {
  const { name } = operation.field;
  const type = operation.entity
    ? catalog.entity(operation.entity).type
    : (catalog.data.entities[id.split('#')[0] ?? '']?.type ?? '');
  const inputs = inputFields(writer, catalog, operation, type);
  const { input } = operation;
  if (input !== undefined) {
    const text = writer.text('types', input, `Input of \`${name}\`.`);
    writer.define(operation.domain, input, `input ${input}`, text, inputs);
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

function inputFields(writer: SdlWriter, catalog: Catalog, operation: OperationFact, type: string): string[] {
  const name = operation.input ?? '';
  const own = operation.pathParameters.map((parameter) =>
    writer.inputField(name, type, { name: camelCase(parameter), type: 'ID!' }),
  );
  if (operation.ifMatch) own.push(writer.inputField(name, type, { name: 'ifMatch', type: 'String' }));
  if (operation.fields && operation.body)
    own.push(writer.inputField(name, type, { name: 'verify', type: 'Boolean' }));
  if (!operation.body) return own;
  const codes = Object.keys(operation.codes ?? {}).map((code) => ({ name: code, type: 'String' }));
  return [...own, ...bodyFields(writer, catalog, operation.body, name, type, operation.domain, codes)];
}

function bodyFields(
  writer: SdlWriter,
  catalog: Catalog,
  body: BodyFact,
  input: string,
  type: string,
  domain: string,
  more: readonly Field[] = [],
): string[] {
  const fields = Object.entries(body.properties ?? {}).flatMap(([key, property]): Field[] => {
    const nested = property.items ?? property;
    if (nested.properties && !property.reference && property.input) {
      const inner = property.input;
      const target = nestedType(catalog, type, key);
      writer.define(
        domain,
        inner,
        `input ${inner}`,
        writer.text('types', inner, `One of the \`${property.name}\` of ${input}.`),
        bodyFields(writer, catalog, nested, inner, target, domain),
      );
    }
    // A value that the id beside it implies may be left out.
    const required = body.required?.includes(key) && !property.impliedBy ? '!' : '';
    const base = property.items ? `[${property.input}!]` : property.input;
    const field = { name: property.name ?? key, type: `${base}${required}` };
    const { seconds } = property;
    return seconds ? [field, { name: seconds.hours, type: 'Float' }] : [field];
  });
  return [...fields, ...more].sort(byName).map((field) => writer.inputField(input, type, field));
}

function writeFallback(operation: OperationFact, type: string): string {
  const noun = words(type);
  switch (operation.verb) {
    case 'create':
      return `Creates ${article(noun)}.`;
    case 'update':
      return `Changes ${article(noun)}. Given fields are set, null clears a field, and fields left out keep their values.`;
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
