import {
  assertInputType,
  assertOutputType,
  GraphQLEnumType,
  GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedType,
  GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type GraphQLType,
  isInputObjectType,
  isObjectType,
  parseType,
  typeFromAST,
} from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { customFieldOwner } from '../catalog/custom-fields.ts';
import { upperFirst } from '../catalog/letter-case.ts';
import type { CustomFieldFact, CustomFieldOwnerType } from '../catalog/types.ts';
import { ownerTypes } from '../custom-fields/custom-fields-file.ts';
import { firmFieldResolver, scalarOf } from './custom-fields.ts';
import type { RecordResolver } from './read-values.ts';
import type { SchemaNames } from './schema-names.ts';

/** The reason why a field or an option is deprecated. */
const deletedReason = 'The firm deleted it in Clio.';

/**
 * Adds a firm's custom fields to an executable schema. The fields of the new types are created when they are
 * first needed: for 200 custom fields, a schema built from SDL would be ready some 20 ms later.
 *
 * @param schema Is changed in place.
 * @param resolveCustom Returns the resolver of the field `custom` of a type with this plain name.
 */
export function addFirmTypes(
  schema: GraphQLSchema,
  catalog: Catalog,
  names: SchemaNames,
  resolveCustom: (type: string) => RecordResolver,
): void {
  const { customFields } = catalog.data;
  const owners = ownerTypes
    .map((owner) => [owner, Object.values(customFields?.[owner] ?? {})] as const)
    .filter(([, facts]) => facts.length > 0);
  if (owners.length === 0) return;
  const firm = new FirmTypes(schema, names);
  const types = [...firm.filterTypes(), ...owners.flatMap(([owner, facts]) => firm.typesOf(owner, facts))];
  for (const type of types) schema.getTypeMap()[type.name] = type;
  for (const [owner] of owners) {
    for (const [place, typeName, description] of customPlaces(catalog, owner)) {
      const type = schema.getType(names.type(place));
      if (isObjectType(type)) {
        const custom = { type: firm.outputType(typeName), description, resolve: resolveCustom(place) };
        const { name } = type;
        Object.assign(type.getFields(), new GraphQLObjectType({ name, fields: { custom } }).getFields());
      } else if (isInputObjectType(type)) {
        const custom = { type: firm.inputType(typeName), description };
        const { name } = type;
        Object.assign(type.getFields(), new GraphQLInputObjectType({ name, fields: { custom } }).getFields());
      }
    }
  }
}

/** The project's own types that get the field `custom`, with its type and description. All names are plain. */
function* customPlaces(
  { data }: Catalog,
  owner: CustomFieldOwnerType,
): Generator<readonly [place: string, type: string, description: string]> {
  const own = owner.toLowerCase();
  for (const { type, fields } of Object.values(data.entities)) {
    const fact = fields['~custom'];
    if (fact?.kind !== 'custom' || fact.owner !== owner) continue;
    yield [type, `${owner}Custom`, `Values of the ${own}'s custom fields, each with its own name and type.`];
  }
  const ofInput = 'Values of custom fields. `null` removes a value; a field left out stays as it is.';
  const ofFilter = `Conditions on custom fields of the ${own}; those given must all hold.`;
  for (const { body, entity, filter, input, query, relations = [] } of Object.values(data.operations)) {
    if (customFieldOwner(entity) !== owner) continue;
    if (input && body?.properties?.custom_field_values) yield [input, `${owner}CustomInput`, ofInput];
    if (!query.custom_field_values) continue;
    for (const name of [filter, ...relations.map((one) => one.filter)])
      if (name) yield [name, `${owner}CustomFilter`, ofFilter];
  }
}

const comparisons = {
  eq: 'Equal to this value.',
  lt: 'Less than this value.',
  lte: 'Less than or equal to this value.',
  gt: 'Greater than this value.',
  gte: 'Greater than or equal to this value.',
} as const;

/** Creates the types for a firm's fields. */
class FirmTypes {
  readonly #schema: GraphQLSchema;
  readonly #names: SchemaNames;

  constructor(schema: GraphQLSchema, names: SchemaNames) {
    this.#schema = schema;
    this.#names = names;
  }

  /** The filters for values. Only some types of values can be ordered in Clio. */
  filterTypes(): GraphQLNamedType[] {
    return [
      this.#filterType('CustomTextFilter', 'String', 'text in a custom field', false),
      this.#filterType('CustomTimeFilter', 'String', 'a time of day in a custom field', true),
      this.#filterType('CustomDecimalFilter', 'Decimal', 'an amount of money in a custom field', true),
      this.#filterType('CustomFloatFilter', 'Float', 'a number in a custom field', true),
      this.#filterType('CustomBooleanFilter', 'Boolean', 'a checkbox in a custom field', false),
      this.#filterType('CustomIdFilter', 'ID', 'the id of a record in a custom field', false),
    ];
  }

  /** The types for the fields of one type of record. */
  typesOf(owner: CustomFieldOwnerType, facts: readonly CustomFieldFact[]): GraphQLNamedType[] {
    const own = owner.toLowerCase();
    return [
      ...facts.filter(hasOptions).flatMap((fact) => this.#optionTypes(owner, fact)),
      new GraphQLObjectType({
        name: this.#names.type(`${owner}Custom`),
        description: `The firm's custom fields of a ${own}.`,
        fields: () =>
          fieldsOf(facts, (fact) => ({
            type: this.outputType(outputOf(owner, fact)),
            resolve: firmFieldResolver(owner, fact),
          })),
      }),
      new GraphQLInputObjectType({
        name: this.#names.type(`${owner}CustomInput`),
        description: `Values for the firm's custom fields of a ${own}.`,
        fields: () => fieldsOf(facts, (fact) => ({ type: this.inputType(inputOf(owner, fact)) })),
      }),
      new GraphQLInputObjectType({
        name: this.#names.type(`${owner}CustomFilter`),
        description: `Conditions on the firm's custom fields of a ${own}; those given must all hold.`,
        fields: () => fieldsOf(facts, (fact) => ({ type: this.inputType(filterNameOf(owner, fact)) })),
      }),
    ];
  }

  /** @param text The type in SDL, with plain names: `[MatterCustomCourtOption!]`. */
  outputType(text: string): GraphQLOutputType {
    return assertOutputType(this.#find(text));
  }

  inputType(text: string): GraphQLInputType {
    return assertInputType(this.#find(text));
  }

  #find(text: string): GraphQLType | undefined {
    const served = text.replace(/\w+/, (name) => this.#names.type(name));
    return typeFromAST(this.#schema, parseType(served, { noLocation: true }));
  }

  #filterType(name: string, type: string, what: string, isOrdered: boolean): GraphQLNamedType {
    const operators = Object.entries(isOrdered ? comparisons : { eq: comparisons.eq });
    return new GraphQLInputObjectType({
      name: this.#names.type(name),
      description: `Conditions on ${what}; those given must all hold.`,
      fields: () =>
        Object.fromEntries(
          operators.map(([operator, description]) => [operator, { type: this.inputType(type), description }]),
        ),
    });
  }

  #optionTypes(owner: CustomFieldOwnerType, fact: CustomFieldFact): GraphQLNamedType[] {
    const name = optionEnumOf(owner, fact);
    const options = new GraphQLEnumType({
      name: this.#names.type(name),
      description: wellFormed(`The options of the custom field ${fact.label}.`),
      values: () =>
        Object.fromEntries(
          Object.entries(fact.options ?? {}).map(([value, { id, label, deleted }]) => [
            value,
            {
              value: id,
              description: wellFormed(label),
              deprecationReason: deleted ? deletedReason : undefined,
            },
          ]),
        ),
    });
    return [options, this.#filterType(filterOf(owner, fact), name, 'an option of a custom field', false)];
  }
}

/** The fields of a type, each with its description and deprecation. */
function fieldsOf<T extends object>(
  facts: readonly CustomFieldFact[],
  create: (fact: CustomFieldFact) => T,
): Record<string, T> {
  return Object.fromEntries(
    facts.map((fact) => [
      fact.name,
      {
        description: describe(fact),
        deprecationReason: fact.deleted ? deletedReason : undefined,
        ...create(fact),
      },
    ]),
  );
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

/** Name of the enum of a picklist's options: `MatterCustomCourtOption`. No other type for a firm has this ending. */
function optionEnumOf(owner: string, { name }: CustomFieldFact): string {
  return `${owner}Custom${upperFirst(name)}Option`;
}

/** Name of the filter for a picklist: `MatterCustomCourtFilter`. */
function filterOf(owner: string, { name }: CustomFieldFact): string {
  return `${owner}Custom${upperFirst(name)}Filter`;
}
