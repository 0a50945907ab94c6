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
  fields(): readonly (FirmField & { readonly fact: CustomFieldFact })[];
}

interface FirmInput extends Described {
  readonly kind: 'input';
  fields(): readonly FirmField[];
}

interface FirmEnum extends Described {
  readonly kind: 'enum';
  /** With Clio's ids of the options. */
  values(): readonly (FirmMember & { readonly id: string })[];
}

interface Described {
  readonly name: string;
  readonly description: string;
}

/** A field or an enum value. */
export interface FirmMember extends Described {
  readonly deprecated: boolean;
}

interface FirmField extends FirmMember {
  /** In SDL, with plain names: `[MatterCustomCourtOption!]`. */
  readonly type: string;
}

/** Why a field or an option is deprecated. */
export const deletedReason = 'The firm deleted it in Clio.';

/** The field `custom` of one of the project's own types. */
export interface FirmPlace {
  readonly type: string;
  readonly description: string;
}

/**
 * The types for a firm's fields, under plain names. Their fields and values are computed on request: a firm can
 * have hundreds of fields, and a gateway starts without them.
 */
export function firmTypes(catalog: Catalog): FirmType[] {
  const owners = firmOwners(catalog);
  if (owners.length === 0) return [];
  return [...filterTypes(), ...owners.flatMap(([owner, fields]) => typesOf(owner, fields))];
}

/** The project's own types that get the field `custom`, by plain name. */
export function firmPlaces(catalog: Catalog): ReadonlyMap<string, FirmPlace> {
  return new Map(firmOwners(catalog).flatMap(([owner]) => [...placesOf(catalog, owner)]));
}

/** The types of records for which this firm has fields. */
function firmOwners({ data }: Catalog): (readonly [CustomFieldOwnerType, readonly CustomFieldFact[]])[] {
  const { customFields } = data;
  if (!customFields) return [];
  return ownerTypes
    .map((owner) => [owner, Object.values(customFields[owner])] as const)
    .filter(([, fields]) => fields.length > 0);
}

function* placesOf(
  { data }: Catalog,
  owner: CustomFieldOwnerType,
): Generator<readonly [type: string, FirmPlace]> {
  const own = owner.toLowerCase();
  const record: FirmPlace = {
    type: `${owner}Custom`,
    description: `Values of the ${own}'s custom fields, each with its own name and type.`,
  };
  const write: FirmPlace = {
    type: `${owner}CustomInput`,
    description: 'Values of custom fields. `null` removes a value; a field left out stays as it is.',
  };
  const condition: FirmPlace = {
    type: `${owner}CustomFilter`,
    description: `Conditions on custom fields of the ${own}; those given must all hold.`,
  };
  for (const { type, fields } of Object.values(data.entities)) {
    const fact = fields['~custom'];
    if (fact?.kind === 'custom' && fact.owner === owner) yield [type, record];
  }
  for (const { body, entity, filter, input, query, relations = [] } of Object.values(data.operations)) {
    if (customFieldOwner(entity) !== owner) continue;
    if (input && body?.properties?.custom_field_values) yield [input, write];
    if (!query.custom_field_values) continue;
    for (const name of [filter, ...relations.map((one) => one.filter)]) if (name) yield [name, condition];
  }
}

const comparisons = {
  eq: 'Equal to this value.',
  lt: 'Less than this value.',
  lte: 'Less than or equal to this value.',
  gt: 'Greater than this value.',
  gte: 'Greater than or equal to this value.',
} as const;

/** The filters for values. Only some types of values can be ordered in Clio. */
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
  const fieldsOf = (typeOf: (owner: string, fact: CustomFieldFact) => string) => () =>
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
  return wellFormed(`${label} (${type}${required ? '; required: it can be changed, but not removed' : ''})`);
}

/** Replaces halves of characters, which UTF-8 cannot encode. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\u{fffd}');
}

/** False also for a picklist without options. */
function hasOptions({ options }: CustomFieldFact): boolean {
  return options !== undefined && Object.keys(options).length > 0;
}

function typeOfValue(owner: string, fact: CustomFieldFact): string {
  return hasOptions(fact) ? optionEnumOf(owner, fact) : scalarOf(fact);
}

function outputOf(owner: string, fact: CustomFieldFact): string {
  if (!isLink(fact)) return listIf(fact.several, typeOfValue(owner, fact));
  // Without `!`: a missing record is null.
  const type = upperFirst(fact.type);
  return fact.several ? `[${type}]` : type;
}

function inputOf(owner: string, fact: CustomFieldFact): string {
  return listIf(fact.several, isLink(fact) ? 'ID' : typeOfValue(owner, fact));
}

function listIf(several: boolean | undefined, type: string): string {
  return several ? `[${type}!]` : type;
}

/** Whether a field's value is the id of a record. */
function isLink({ type }: CustomFieldFact): boolean {
  return type === 'contact' || type === 'matter';
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
