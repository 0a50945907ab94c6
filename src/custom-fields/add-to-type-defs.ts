import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type NameNode,
  parseType,
  type StringValueNode,
} from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import {
  deletedReason,
  type FirmField,
  type FirmPlace,
  type FirmType,
  firmPlaces,
  firmTypes,
} from './firm-types.ts';

/**
 * The SDL with a firm's fields: `custom` on the records that have them, on the inputs that write these and on the filters of lists.
 *
 * @param typeDefs The schema with plain names.
 * @param catalog With the firm's fields.
 */
export function addToTypeDefs(typeDefs: DocumentNode, catalog: Catalog): DocumentNode {
  const places = firmPlaces(catalog);
  if (places.size === 0) return typeDefs;
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      ...typeDefs.definitions.map((one) => withCustom(one, places)),
      ...firmTypes(catalog).map(definition),
    ],
  };
}

function withCustom(type: DefinitionNode, places: ReadonlyMap<string, FirmPlace>): DefinitionNode {
  if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION)
    return type;
  const place = places.get(type.name.value);
  if (place === undefined) return type;
  const added: FirmField = { name: 'custom', ...place, deprecated: false };
  return type.kind === Kind.OBJECT_TYPE_DEFINITION
    ? { ...type, fields: [...(type.fields ?? []), field(added)] }
    : { ...type, fields: [...(type.fields ?? []), inputField(added)] };
}

function definition(type: FirmType): DefinitionNode {
  const described = { name: name(type.name), description: text(type.description) };
  switch (type.kind) {
    case 'object':
      return { kind: Kind.OBJECT_TYPE_DEFINITION, ...described, fields: type.fields().map(field) };
    case 'input':
      return { kind: Kind.INPUT_OBJECT_TYPE_DEFINITION, ...described, fields: type.fields().map(inputField) };
    case 'enum':
      return {
        kind: Kind.ENUM_TYPE_DEFINITION,
        ...described,
        values: type.values().map((value) => ({
          kind: Kind.ENUM_VALUE_DEFINITION,
          name: name(value.name),
          description: text(value.description),
          directives: deprecation(value.deprecated),
        })),
      };
  }
}

function field(one: FirmField): FieldDefinitionNode {
  return { kind: Kind.FIELD_DEFINITION, ...member(one) };
}

function inputField(one: FirmField): InputValueDefinitionNode {
  return { kind: Kind.INPUT_VALUE_DEFINITION, ...member(one) };
}

function member({ name: called, description, type, deprecated }: FirmField) {
  return {
    name: name(called),
    description: text(description),
    type: parseType(type, { noLocation: true }),
    directives: deprecation(deprecated),
  };
}

const deleted: readonly ConstDirectiveNode[] = [
  {
    kind: Kind.DIRECTIVE,
    name: name('deprecated'),
    arguments: [{ kind: Kind.ARGUMENT, name: name('reason'), value: text(deletedReason) }],
  },
];

function deprecation(isDeprecated: boolean): readonly ConstDirectiveNode[] {
  return isDeprecated ? deleted : [];
}

function name(value: string): NameNode {
  return { kind: Kind.NAME, value };
}

function text(value: string): StringValueNode {
  return { kind: Kind.STRING, value };
}
