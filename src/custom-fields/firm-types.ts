import type { Catalog } from '../catalog/catalog.ts';
import { customFieldOwner, filterOf, optionEnumOf, scalarOf } from '../catalog/custom-types.ts';
import { upperFirst } from '../catalog/letter-case.ts';
import type { CustomFieldFact, CustomFieldOwnerType } from '../catalog/types.ts';
import { ownerTypes } from './custom-fields-file.ts';

/** A type that the schema has for a firm's fields. */
export type FirmType = FirmObject | FirmInput | FirmEnum;

interface FirmObject extends Described {
  readonly kind: 'object';
  readonly owner: CustomFieldOwnerType;
  fields(): readonly FirmOutput[];
}

interface FirmInput extends Described {
  readonly kind: 'input';
  fields(): readonly FirmField[];
}

interface FirmEnum extends Described {
  readonly kind: 'enum';
  values(): readonly FirmValue[];
}

interface Described {
  readonly name: string;
  readonly description: string;
}

/** A field of an object or an input. */
export interface FirmField extends Described {
  /** As SDL has it, with plain names: `[MatterCustomCourtOption!]`. */
  readonly type: string;
  readonly deprecated: boolean;
}

interface FirmOutput extends FirmField {
  readonly fact: CustomFieldFact;
}

interface FirmValue extends Described {
  /** Clio's id of the option. */
  readonly id: string;
  readonly deprecated: boolean;
}

/** Why a field or an option is deprecated. */
export const deletedReason = 'The firm deleted it in Clio.';

/** What `custom` is on one of the project's own types. */
export interface FirmPlace {
  readonly type: string;
  readonly description: string;
}

/**
 * The types of a firm's fields, under plain names. What is in a type is worked out when it is asked for: a firm can have hundreds of
 * fields, and a gateway starts before it needs any of them.
 */
export function firmTypes(catalog: Catalog): FirmType[] {
  const owners = firmOwners(catalog);
  if (owners.length === 0) return [];
  return [...filterTypes(), ...owners.flatMap(([owner, fields]) => typesOf(owner, fields))];
}

/** The project's own types that get the field `custom`, by plain name. */
export function firmPlaces(catalog: Catalog): ReadonlyMap<string, FirmPlace> {
  return new Map(firmOwners(catalog).flatMap(([owner]) => placesOf(catalog, owner)));
}

/** The records that have fields in this firm. */
function firmOwners({ data }: Catalog): (readonly [CustomFieldOwnerType, readonly CustomFieldFact[]])[] {
  const { customFields } = data;
  if (!customFields) return [];
  return ownerTypes
    .map((owner) => [owner, Object.values(customFields[owner])] as const)
    .filter(([, fields]) => fields.length > 0);
}

function placesOf(catalog: Catalog, owner: CustomFieldOwnerType): (readonly [string, FirmPlace])[] {
  const own = owner.toLowerCase();
  const places: (readonly [string, FirmPlace])[] = [];
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

const comparisons = {
  eq: 'Equal to this value.',
  lt: 'Less than this value.',
  lte: 'Less than or equal to this value.',
  gt: 'Greater than this value.',
  gte: 'Greater than or equal to this value.',
} as const;

/** Filters by Clio's operators: it compares sizes for some types only. */
function filterTypes(): FirmInput[] {
  return [
    filterType('CustomTextFilter', 'String', 'text in a custom field', false),
    filterType('CustomTimeFilter', 'String', 'a time of day in a custom field', true),
    filterType('CustomDecimalFilter', 'Decimal', 'an amount of money in a custom field', true),
    filterType('CustomFloatFilter', 'Float', 'a number in a custom field', true),
    filterType('CustomBooleanFilter', 'Boolean', 'a checkbox in a custom field', false),
    filterType('CustomIdFilter', 'ID', 'the id of a record in a custom field', false),
  ];
}

function filterType(name: string, type: string, what: string, isOrdered: boolean): FirmInput {
  return {
    kind: 'input',
    name,
    description: `Conditions on ${what}; those given must all hold.`,
    fields: () =>
      Object.entries(comparisons)
        .filter(([operator]) => isOrdered || operator === 'eq')
        .map(([operator, description]) => ({ name: operator, description, type, deprecated: false })),
  };
}

function typesOf(owner: CustomFieldOwnerType, facts: readonly CustomFieldFact[]): FirmType[] {
  const own = owner.toLowerCase();
  const fieldsOf = (typeOf: (owner: string, fact: CustomFieldFact) => string) => (): FirmOutput[] =>
    facts.map((fact) => ({
      name: fact.name,
      description: describe(fact),
      type: typeOf(owner, fact),
      deprecated: fact.deleted === true,
      fact,
    }));
  return [
    ...facts.filter(hasOptions).flatMap((fact) => optionTypes(owner, fact)),
    {
      kind: 'object',
      owner,
      name: `${owner}Custom`,
      description: `The firm's custom fields of a ${own}.`,
      fields: fieldsOf(outputOf),
    },
    {
      kind: 'input',
      name: `${owner}CustomInput`,
      description: `Values for the firm's custom fields of a ${own}.`,
      fields: fieldsOf(inputOf),
    },
    {
      kind: 'input',
      name: `${owner}CustomFilter`,
      description: `Conditions on the firm's custom fields of a ${own}; those given must all hold.`,
      fields: fieldsOf(filterNameOf),
    },
  ];
}

function optionTypes(owner: CustomFieldOwnerType, fact: CustomFieldFact): FirmType[] {
  const options: FirmEnum = {
    kind: 'enum',
    name: optionEnumOf(owner, fact),
    description: wellFormed(`The options of the custom field ${fact.label}.`),
    values: () =>
      Object.entries(fact.options ?? {}).map(([name, option]) => ({
        name,
        description: wellFormed(option.label),
        id: option.id,
        deprecated: option.deleted === true,
      })),
  };
  return [options, filterType(filterOf(owner, fact), options.name, 'an option of a custom field', false)];
}

function describe({ label, type, required }: CustomFieldFact): string {
  return wellFormed(`${label} (${type}${required ? '; required: it can be changed, not removed' : ''})`);
}

/** Half of a character alone cannot be sent. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\u{fffd}');
}

/** A picklist can have lost all its options. */
function hasOptions({ options }: CustomFieldFact): boolean {
  return options !== undefined && Object.keys(options).length > 0;
}

function typeOfValue(owner: string, fact: CustomFieldFact): string {
  return hasOptions(fact) ? optionEnumOf(owner, fact) : scalarOf(fact);
}

function outputOf(owner: string, fact: CustomFieldFact): string {
  const isRecord = fact.type === 'contact' || fact.type === 'matter';
  const type = isRecord ? upperFirst(fact.type) : typeOfValue(owner, fact);
  if (!fact.several) return type;
  // A record that is gone is null at its place.
  return isRecord ? `[${type}]` : `[${type}!]`;
}

function inputOf(owner: string, fact: CustomFieldFact): string {
  const isRecord = fact.type === 'contact' || fact.type === 'matter';
  const type = isRecord ? 'ID' : typeOfValue(owner, fact);
  return fact.several ? `[${type}!]` : type;
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
