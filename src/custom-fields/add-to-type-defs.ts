import { type DefinitionNode, type DocumentNode, Kind, type ObjectTypeDefinitionNode, parse } from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { deletedReason, type FirmPlace, firmPlaces, firmTypes } from './firm-types.ts';

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

interface Described {
  readonly name: string;
  readonly description: string;
}

interface Member extends Described {
  /** Of a field. */
  readonly type?: string;
  readonly deprecated: boolean;
}

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

/** GraphQL has all escapes of JSON. */
function printText(text: string): string {
  return JSON.stringify(text);
}
