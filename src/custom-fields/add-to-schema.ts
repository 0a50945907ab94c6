import {
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
} from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { enumOf, scalarOf } from '../catalog/custom-types.ts';
import { upperFirst } from '../catalog/letter-case.ts';
import type { CustomFieldFact, CustomFieldOwnerType } from '../catalog/types.ts';
import { ownerTypes } from './custom-fields-file.ts';

/**
 * The schema with a firm's fields: `custom` on the records that have them, on the inputs that write these and on the filters of
 * lists.
 *
 * @param typeDefs The schema with plain names.
 * @param catalog With the firm's fields.
 */
export function addCustomFields(typeDefs: DocumentNode, catalog: Catalog): DocumentNode {
  const firm = catalog.data.customFields;
  if (!firm) return typeDefs;
  const owners = ownerTypes.filter((owner) => Object.keys(firm[owner]).length > 0);
  if (owners.length === 0) return typeDefs;
  const added = parse(
    [filterTypes, ...owners.flatMap((owner) => printOwner(owner, Object.values(firm[owner])))].join('\n'),
    { noLocation: true },
  );
  const places = new Map(owners.flatMap((owner) => placesOf(catalog, owner)));
  return {
    kind: Kind.DOCUMENT,
    definitions: [...typeDefs.definitions.map((one) => withField(one, places)), ...added.definitions],
  };
}

function withField(definition: DefinitionNode, places: ReadonlyMap<string, string>): DefinitionNode {
  const isObject = definition.kind === Kind.OBJECT_TYPE_DEFINITION;
  if (!isObject && definition.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION) return definition;
  const field = places.get(definition.name.value);
  if (field === undefined) return definition;
  const [{ fields: added = [] }] = parse(`${isObject ? 'type' : 'input'} T { ${field} }`, {
    noLocation: true,
  }).definitions as unknown as [{ fields?: readonly (FieldDefinitionNode & InputValueDefinitionNode)[] }];
  return { ...definition, fields: [...(definition.fields ?? []), ...added] } as
    | ObjectTypeDefinitionNode
    | InputObjectTypeDefinitionNode;
}

/** Types that get the field `custom`, and its SDL there. */
function placesOf(catalog: Catalog, owner: CustomFieldOwnerType): (readonly [type: string, field: string])[] {
  const own = owner.toLowerCase();
  const places: (readonly [string, string])[] = [];
  for (const { type, fields } of Object.values(catalog.data.entities)) {
    const fact = fields['~custom'];
    if (fact?.kind === 'custom' && fact.owner === owner)
      places.push([
        type,
        `"Values of the ${own}'s custom fields, each under a name and type of its own." custom: ${owner}Custom`,
      ]);
  }
  for (const operation of Object.values(catalog.data.operations)) {
    const { body, input, query, filter, relations = [] } = operation;
    if (customFieldOwner(operation.entity) !== owner) continue;
    if (body?.properties?.custom_field_values && input !== undefined)
      places.push([
        input,
        `"Values of custom fields. \`null\` removes a value; a field left out stays as it is." custom: ${owner}CustomInput`,
      ]);
    if (!query.custom_field_values) continue;
    for (const name of [filter, ...relations.map((one) => one.filter)])
      if (name !== undefined)
        places.push([
          name,
          `"Conditions on custom fields of the ${own}; those given must all hold." custom: ${owner}CustomFilter`,
        ]);
  }
  return places;
}

/** Whose custom fields an operation on an entity is about: bills and billable records are found by those of their matters. */
function customFieldOwner(entity: string | undefined): CustomFieldOwnerType {
  return entity === 'Contact' ? 'Contact' : 'Matter';
}

// ---- a firm's types -----------------------------------------------------------------------------------

const comparisons = ['eq', 'lt', 'lte', 'gt', 'gte'];
const meanings: Readonly<Record<string, string>> = {
  eq: 'Equal to this value.',
  lt: 'Less than this value.',
  lte: 'Less than or equal to this value.',
  gt: 'Greater than this value.',
  gte: 'Greater than or equal to this value.',
};

/** Clio compares sizes for these types only. */
const ordered: ReadonlySet<string> = new Set(['Time', 'Decimal', 'Float']);

const filterTypes = Object.entries({
  Text: ['String', 'text'],
  Time: ['String', 'a time of day'],
  Decimal: ['Decimal', 'an amount of money'],
  Float: ['Float', 'a number'],
  Boolean: ['Boolean', 'a checkbox'],
  Id: ['ID', 'the id of a record'],
})
  .map(([name, [type, what]]) =>
    printFilter(`Custom${name}Filter`, type ?? '', `${what} in a custom field`, ordered.has(name)),
  )
  .join('\n');

function printFilter(name: string, type: string, what: string, isOrdered: boolean): string {
  const fields = (isOrdered ? comparisons : ['eq']).map((one) => `"${meanings[one]}" ${one}: ${type}`);
  return `"Conditions on ${what}; those given must all hold." input ${name} { ${fields.join(' ')} }`;
}

function printOwner(owner: CustomFieldOwnerType, fields: readonly CustomFieldFact[]): string[] {
  const own = owner.toLowerCase();
  const each = (type: (field: CustomFieldFact) => string): string =>
    fields.map((field) => `${describe(field)} ${field.name}: ${type(field)}${deprecation(field)}`).join('\n');
  return [
    ...fields.flatMap((field) => printOptions(owner, field)),
    `"The firm's custom fields of a ${own}." type ${owner}Custom { ${each((field) => outputType(owner, field))} }`,
    `"Values for the firm's custom fields of a ${own}." input ${owner}CustomInput { ${each((field) => inputType(owner, field))} }`,
    `"Conditions on the firm's custom fields of a ${own}; those given must all hold." input ${owner}CustomFilter { ${each((field) => filterType(owner, field))} }`,
  ];
}

function printOptions(owner: string, field: CustomFieldFact): string[] {
  if (!hasOptions(field)) return [];
  const name = enumOf(owner, field);
  const values = Object.entries(field.options ?? {}).map(
    ([value, { label, deleted }]) => `${quote(label)} ${value}${deprecation({ deleted })}`,
  );
  return [
    `${quote(`The options of the custom field ${field.label}.`)} enum ${name} { ${values.join('\n')} }`,
    printFilter(`${name}Filter`, name, 'an option of a custom field', false),
  ];
}

function describe({ label, type, required }: CustomFieldFact): string {
  return quote(`${label} (${type}${required ? '; required: it can be changed, not removed' : ''})`);
}

function deprecation({ deleted }: Pick<CustomFieldFact, 'deleted'>): string {
  return deleted ? ' @deprecated(reason: "The firm deleted it in Clio.")' : '';
}

/** A picklist can have lost all its options. */
function hasOptions({ options }: CustomFieldFact): boolean {
  return options !== undefined && Object.keys(options).length > 0;
}

function valueType(owner: string, field: CustomFieldFact): string {
  return hasOptions(field) ? enumOf(owner, field) : scalarOf(field);
}

function outputType(owner: string, field: CustomFieldFact): string {
  const isRecord = field.type === 'contact' || field.type === 'matter';
  const type = isRecord ? upperFirst(field.type) : valueType(owner, field);
  if (!field.several) return type;
  // A record that is gone is null at its place.
  return isRecord ? `[${type}]` : `[${type}!]`;
}

function inputType(owner: string, field: CustomFieldFact): string {
  const type = field.type === 'contact' || field.type === 'matter' ? 'ID' : valueType(owner, field);
  return field.several ? `[${type}!]` : type;
}

function filterType(owner: string, field: CustomFieldFact): string {
  switch (field.type) {
    case 'picklist':
      return hasOptions(field) ? `${enumOf(owner, field)}Filter` : 'CustomTextFilter';
    case 'date':
      return 'DateFilter';
    case 'time':
      return 'CustomTimeFilter';
    case 'contact':
    case 'matter':
      return 'CustomIdFilter';
    case 'currency':
    case 'numeric':
    case 'checkbox':
      return `Custom${scalarOf(field)}Filter`;
    default:
      return 'CustomTextFilter';
  }
}

/** GraphQL has JSON's escapes; a lone half of a character is none of them. */
function quote(text: string): string {
  return JSON.stringify(text.replace(/\p{Surrogate}/gu, '\u{fffd}'));
}
