import { type DefinitionNode, type DocumentNode, Kind, type ObjectTypeDefinitionNode, parse } from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import {
  type Described,
  deletedReason,
  type FirmMember,
  type FirmPlace,
  firmPlaces,
  firmTypes,
} from './firm-types.ts';

/**
 * Adds a firm's fields to the SDL: the field `custom` on records, inputs and filters, and its types.
 *
 * @param typeDefs The schema with plain names.
 * @param catalog The catalog with the firm's fields.
 */
export function addToTypeDefs(typeDefs: DocumentNode, catalog: Catalog): DocumentNode {
  const places = firmPlaces(catalog);
  if (places.size === 0) return typeDefs;
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      ...typeDefs.definitions.map((one) => withCustom(one, places)),
      ...firmTypes(catalog).map((type) =>
        define(keywords[type.kind], type, type.kind === 'enum' ? type.values() : type.fields()),
      ),
    ],
  };
}

function withCustom(type: DefinitionNode, places: ReadonlyMap<string, FirmPlace>): DefinitionNode {
  if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION)
    return type;
  const name = type.name.value;
  const place = places.get(name);
  if (place === undefined) return type;
  const keyword = type.kind === Kind.OBJECT_TYPE_DEFINITION ? 'type' : 'input';
  const members = [{ name: 'custom', ...place, deprecated: false }];
  const { fields = [] } = define(keyword, { name, description: '' }, members) as ObjectTypeDefinitionNode;
  return { ...type, fields: [...(type.fields ?? []), ...fields] } as DefinitionNode;
}

const keywords = { object: 'type', input: 'input', enum: 'enum' } as const;

/** @param type Type of a field; undefined for an enum value. */
type Member = FirmMember & { readonly type?: string };

function define(
  keyword: string,
  { name, description }: Described,
  members: readonly Member[],
): DefinitionNode {
  const body = members.map(printMember).join(' ');
  const text = `${printText(description)} ${keyword} ${name} { ${body} }`;
  return parse(text, { noLocation: true }).definitions[0] as DefinitionNode;
}

function printMember({ name, description, type, deprecated }: Member): string {
  const reason = deprecated ? ` @deprecated(reason: ${printText(deletedReason)})` : '';
  return `${printText(description)} ${name}${type === undefined ? '' : `: ${type}`}${reason}`;
}

/** JSON's escapes are valid in GraphQL. */
function printText(text: string): string {
  return JSON.stringify(text);
}
