import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type NamedTypeNode,
  type NameNode,
  type ObjectTypeDefinitionNode,
  type StringValueNode,
  type TypeNode,
} from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { filterOf, optionEnumOf, scalarOf } from '../catalog/custom-types.ts';
import { upperFirst } from '../catalog/letter-case.ts';
import type { CustomFieldFact, CustomFieldOwnerType } from '../catalog/types.ts';
import { ownerTypes } from './custom-fields-file.ts';

/**
 * The schema with a firm's fields: `custom` on the records that have them, on the inputs that write these and on the filters of
 * lists. The types are made as parsed nodes: to print and parse them would add much to the time to start.
 *
 * @param typeDefs The schema with plain names.
 * @param catalog With the firm's fields.
 */
export function addCustomFields(typeDefs: DocumentNode, catalog: Catalog): DocumentNode {
  const firm = catalog.data.customFields;
  if (!firm) return typeDefs;
  const owners = ownerTypes.filter((owner) => Object.keys(firm[owner]).length > 0);
  if (owners.length === 0) return typeDefs;
  const places = new Map(owners.flatMap((owner) => placesOf(catalog, owner)));
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      ...typeDefs.definitions.map((one) => withField(one, places)),
      ...filterTypes(),
      ...owners.flatMap((owner) => ownerTypesOf(owner, Object.values(firm[owner]))),
    ],
  };
}

interface Custom {
  readonly type: string;
  readonly description: string;
}

function withField(definition: DefinitionNode, places: ReadonlyMap<string, Custom>): DefinitionNode {
  const isObject = definition.kind === Kind.OBJECT_TYPE_DEFINITION;
  if (!isObject && definition.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION) return definition;
  const custom = places.get(definition.name.value);
  if (custom === undefined) return definition;
  const make = isObject ? field : inputField;
  const added = make('custom', custom.description, namedType(custom.type));
  return { ...definition, fields: [...(definition.fields ?? []), added] } as
    | ObjectTypeDefinitionNode
    | InputObjectTypeDefinitionNode;
}

/** Types that get the field `custom`, and what it is there. */
function placesOf(catalog: Catalog, owner: CustomFieldOwnerType): (readonly [string, Custom])[] {
  const own = owner.toLowerCase();
  const places: (readonly [string, Custom])[] = [];
  const add = (place: string | undefined, type: string, description: string): void => {
    if (place !== undefined) places.push([place, { type, description }]);
  };
  for (const { type, fields } of Object.values(catalog.data.entities)) {
    const fact = fields['~custom'];
    if (fact?.kind === 'custom' && fact.owner === owner)
      add(
        type,
        `${owner}Custom`,
        `Values of the ${own}'s custom fields, each under a name and type of its own.`,
      );
  }
  for (const { body, entity, filter, input, query, relations = [] } of Object.values(
    catalog.data.operations,
  )) {
    if (customFieldOwner(entity) !== owner) continue;
    if (body?.properties?.custom_field_values)
      add(
        input,
        `${owner}CustomInput`,
        'Values of custom fields. `null` removes a value; a field left out stays as it is.',
      );
    if (!query.custom_field_values) continue;
    for (const name of [filter, ...relations.map((one) => one.filter)])
      add(
        name,
        `${owner}CustomFilter`,
        `Conditions on custom fields of the ${own}; those given must all hold.`,
      );
  }
  return places;
}

/** Whose custom fields an operation on an entity is about: bills and billable records are found by those of their matters. */
function customFieldOwner(entity: string | undefined): CustomFieldOwnerType {
  return entity === 'Contact' ? 'Contact' : 'Matter';
}

// ---- a firm's types -----------------------------------------------------------------------------------

const comparisons = {
  eq: 'Equal to this value.',
  lt: 'Less than this value.',
  lte: 'Less than or equal to this value.',
  gt: 'Greater than this value.',
  gte: 'Greater than or equal to this value.',
} as const;

/** Filters by Clio's operators: it compares sizes for some types only. */
function filterTypes(): InputObjectTypeDefinitionNode[] {
  return [
    filterType('CustomTextFilter', 'String', 'text in a custom field', false),
    filterType('CustomTimeFilter', 'String', 'a time of day in a custom field', true),
    filterType('CustomDecimalFilter', 'Decimal', 'an amount of money in a custom field', true),
    filterType('CustomFloatFilter', 'Float', 'a number in a custom field', true),
    filterType('CustomBooleanFilter', 'Boolean', 'a checkbox in a custom field', false),
    filterType('CustomIdFilter', 'ID', 'the id of a record in a custom field', false),
  ];
}

function filterType(
  name: string,
  type: string,
  what: string,
  isOrdered: boolean,
): InputObjectTypeDefinitionNode {
  const fields = Object.entries(comparisons)
    .filter(([operator]) => isOrdered || operator === 'eq')
    .map(([operator, meaning]) => inputField(operator, meaning, namedType(type)));
  return inputType(name, `Conditions on ${what}; those given must all hold.`, fields);
}

function ownerTypesOf(owner: CustomFieldOwnerType, fields: readonly CustomFieldFact[]): DefinitionNode[] {
  const own = owner.toLowerCase();
  const members = fields.map((fact) => ({
    fact,
    description: text(describe(fact)),
    directives: deprecation(fact),
  }));
  return [
    ...fields.filter(hasOptions).flatMap((fact) => optionTypes(owner, fact)),
    {
      kind: Kind.OBJECT_TYPE_DEFINITION,
      name: name(`${owner}Custom`),
      description: text(`The firm's custom fields of a ${own}.`),
      fields: members.map(({ fact, description, directives }) =>
        field(fact.name, description, outputOf(owner, fact), directives),
      ),
    },
    inputType(
      `${owner}CustomInput`,
      `Values for the firm's custom fields of a ${own}.`,
      members.map(({ fact, description, directives }) =>
        inputField(fact.name, description, inputOf(owner, fact), directives),
      ),
    ),
    inputType(
      `${owner}CustomFilter`,
      `Conditions on the firm's custom fields of a ${own}; those given must all hold.`,
      members.map(({ fact, description, directives }) =>
        inputField(fact.name, description, namedType(filterNameOf(owner, fact)), directives),
      ),
    ),
  ];
}

function optionTypes(owner: CustomFieldOwnerType, fact: CustomFieldFact): DefinitionNode[] {
  const options: EnumTypeDefinitionNode = {
    kind: Kind.ENUM_TYPE_DEFINITION,
    name: name(optionEnumOf(owner, fact)),
    description: text(`The options of the custom field ${fact.label}.`),
    values: Object.entries(fact.options ?? {}).map(([value, option]) => ({
      kind: Kind.ENUM_VALUE_DEFINITION,
      name: name(value),
      description: text(option.label),
      directives: deprecation(option),
    })),
  };
  const what = 'an option of a custom field';
  return [options, filterType(filterOf(owner, fact), optionEnumOf(owner, fact), what, false)];
}

function describe({ label, type, required }: CustomFieldFact): string {
  return `${label} (${type}${required ? '; required: it can be changed, not removed' : ''})`;
}

const deleted: readonly ConstDirectiveNode[] = [
  {
    kind: Kind.DIRECTIVE,
    name: name('deprecated'),
    arguments: [{ kind: Kind.ARGUMENT, name: name('reason'), value: text('The firm deleted it in Clio.') }],
  },
];

function deprecation(fact: Pick<CustomFieldFact, 'deleted'>): readonly ConstDirectiveNode[] {
  return fact.deleted ? deleted : [];
}

/** A picklist can have lost all its options. */
function hasOptions({ options }: CustomFieldFact): boolean {
  return options !== undefined && Object.keys(options).length > 0;
}

function typeOfValue(owner: string, fact: CustomFieldFact): NamedTypeNode {
  return namedType(hasOptions(fact) ? optionEnumOf(owner, fact) : scalarOf(fact));
}

function outputOf(owner: string, fact: CustomFieldFact): TypeNode {
  const isRecord = fact.type === 'contact' || fact.type === 'matter';
  const type = isRecord ? namedType(upperFirst(fact.type)) : typeOfValue(owner, fact);
  if (!fact.several) return type;
  // A record that is gone is null at its place.
  return isRecord ? { kind: Kind.LIST_TYPE, type } : listOf(type);
}

function inputOf(owner: string, fact: CustomFieldFact): TypeNode {
  const isRecord = fact.type === 'contact' || fact.type === 'matter';
  const type = isRecord ? namedType('ID') : typeOfValue(owner, fact);
  return fact.several ? listOf(type) : type;
}

function filterNameOf(owner: string, fact: CustomFieldFact): string {
  switch (fact.type) {
    case 'picklist':
      return hasOptions(fact) ? filterOf(owner, fact) : 'CustomTextFilter';
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
      return `Custom${scalarOf(fact)}Filter`;
    default:
      return 'CustomTextFilter';
  }
}

// ---- nodes --------------------------------------------------------------------------------------------

function name(value: string): NameNode {
  return { kind: Kind.NAME, value };
}

/** Half of a character alone cannot be sent. */
function text(value: string): StringValueNode {
  return { kind: Kind.STRING, value: value.replace(/\p{Surrogate}/gu, '\u{fffd}') };
}

function namedType(value: string): NamedTypeNode {
  return { kind: Kind.NAMED_TYPE, name: name(value) };
}

function listOf(type: NamedTypeNode): TypeNode {
  return { kind: Kind.LIST_TYPE, type: { kind: Kind.NON_NULL_TYPE, type } };
}

function field(
  called: string,
  description: string | StringValueNode,
  type: TypeNode,
  directives: readonly ConstDirectiveNode[] = [],
): FieldDefinitionNode {
  return {
    kind: Kind.FIELD_DEFINITION,
    name: name(called),
    description: typeof description === 'string' ? text(description) : description,
    type,
    directives,
  };
}

function inputField(
  called: string,
  description: string | StringValueNode,
  type: TypeNode,
  directives: readonly ConstDirectiveNode[] = [],
): InputValueDefinitionNode {
  return {
    kind: Kind.INPUT_VALUE_DEFINITION,
    name: name(called),
    description: typeof description === 'string' ? text(description) : description,
    type,
    directives,
  };
}

function inputType(
  called: string,
  description: string,
  fields: readonly InputValueDefinitionNode[],
): InputObjectTypeDefinitionNode {
  return {
    kind: Kind.INPUT_OBJECT_TYPE_DEFINITION,
    name: name(called),
    description: text(description),
    fields,
  };
}
