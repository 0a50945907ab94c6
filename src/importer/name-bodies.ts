import { camelCase, upperFirst } from '../catalog/letter-case.ts';
import type { BodyFact } from '../catalog/operation-facts.ts';
import type { CatalogDraft, EntityDraft } from './draft.ts';
import { pascalCase, singular } from './names.ts';
import { describedTargets } from './read-operations.ts';
import { scalarType } from './scalar-type.ts';
import { byKey, sameSet } from './sorting.ts';

/** Gives each property of a request body its GraphQL name and type. */
export function nameBodies(draft: CatalogDraft): void {
  for (const [, operation] of [...draft.operations].sort(byKey)) {
    if (!operation.body || !operation.field) continue;
    const naming = new BodyNaming(draft, operation.domain);
    const input = upperFirst(operation.field.name);
    operation.body = naming.name(operation.body, input, draft.entityOf(operation));
  }
}

/** A longer list of values, such as all time zones, is text instead of an enum. */
const maxEnumValues = 100;

class BodyNaming {
  readonly #draft: CatalogDraft;
  readonly #domain: string;
  readonly #types: ReadonlySet<string>;

  constructor(draft: CatalogDraft, domain: string) {
    this.#draft = draft;
    this.#domain = domain;
    this.#types = draft.types();
  }

  /** @param entity The entity that the body describes. */
  name(body: BodyFact, input: string, entity: EntityDraft | undefined): BodyFact {
    const properties: Record<string, BodyFact> = {};
    const names = new Set<string>();
    for (const [key, property] of Object.entries(body.properties ?? {})) {
      const value = property.items ?? property;
      const target = this.#nestedEntity(entity, key);
      const reference = isReference(body, key, property);
      const name =
        property.name ??
        (key === '_destroy' || key === '_deleted' ? 'destroy' : `${camelCase(key)}${reference ? 'Id' : ''}`);
      if (names.has(name)) this.#draft.problems.push(`${input}: two properties are named ${name}`);
      names.add(name);
      const targets = property.targets ?? this.#targets(body, key, entity);
      const { targets: _, ...rest } = property;
      const fact = { ...rest, name, ...(targets ? { targets } : {}) };
      if (reference) properties[key] = { ...fact, reference: true, input: 'ID' };
      else if (value.properties) {
        const inner = `${input.replace(/Input$/, '')}${upperFirst(camelCase(property.items ? singular(key) : key))}`;
        const object = { ...this.name(value, inner, target), input: `${inner}Input` };
        properties[key] = property.items
          ? { ...fact, items: object, input: object.input }
          : { ...fact, ...object, name };
      } else
        properties[key] = { ...fact, input: property.input ?? this.#valueType(key, value, input, entity) };
    }
    return { ...body, properties };
  }

  /**
   * The types whose ids a property can have: by the association of the same name, else by the property's name, else by its
   * description. Undefined for any type.
   */
  #targets(body: BodyFact, key: string, entity: EntityDraft | undefined): readonly string[] | undefined {
    const property = body.properties?.[key] as BodyFact;
    const target = this.#nestedEntity(entity, key);
    const reference = isReference(body, key, property);
    // An id next to its type, and an id in a shape of several types, can have any type.
    if (key === 'id' && body.properties?.type !== undefined) return undefined;
    if (reference && target !== undefined && hasNode(target)) return undefined;
    const associated = reference && target ? [target.type] : undefined;
    const row = key === 'id' && entity && !hasNode(entity) ? [entity.type] : undefined;
    const named = reference || key.endsWith('_id') ? [typeOfId(key)] : undefined;
    const value = property.items ?? property;
    const described = describedTargets.get((reference ? value.properties?.id : undefined) ?? value);
    return this.#known(associated ?? row) ?? this.#known(named) ?? this.#known(described);
  }

  /** Undefined if none of them is a type of the schema. */
  #known(types: readonly string[] | undefined): readonly string[] | undefined {
    // The document has Clio's names of types, and corrections rename some.
    const named = (types ?? []).map((type) => this.#draft.entities.get(type)?.type ?? type);
    const known = named.filter((type) => this.#types.has(type));
    return known.length > 0 ? known : undefined;
  }

  #nestedEntity(entity: EntityDraft | undefined, key: string): EntityDraft | undefined {
    const field = entity?.fields[key];
    return field?.kind === 'one' || field?.kind === 'many'
      ? this.#draft.entities.get(field.entity)
      : undefined;
  }

  #valueType(key: string, value: BodyFact, input: string, entity: EntityDraft | undefined): string {
    const field = entity?.fields[key];
    if (value.enum?.every((one) => typeof one === 'string')) {
      if (value.enum.length > maxEnumValues) return 'String';
      const clio = value.enum.map(String);
      return this.#draft.enumOfField(field, clio) ?? this.#inputEnum(key, clio, input);
    }
    const scalar = scalarType(key, value.format ?? value.type);
    if (field?.kind !== 'scalar') return scalar;
    // Text and money have the same type in inputs as in the field, whatever the name.
    if (scalar === 'ID' && field.type === 'String') return 'String';
    return field.type === 'Decimal' ? 'Decimal' : scalar;
  }

  #inputEnum(key: string, clio: readonly string[], input: string): string {
    const { enums } = this.#draft;
    const suffix = `${upperFirst(camelCase(key))}Input`;
    const shared = `${input.replace(/^(Create|Update)/, '')}${suffix}`;
    const taken = enums.get(shared);
    const name = taken && !sameSet(taken.clio, clio) ? `${input}${suffix}` : shared;
    this.#draft.addEnum(name, this.#domain, clio, `${input} ${key}`);
    return name;
  }
}

/** True for an object with only an id, unless a property beside it also has the id. */
function isReference(body: BodyFact, key: string, property: BodyFact): boolean {
  const only = Object.keys(property.properties ?? {});
  return (
    property.type === 'object' && only.length === 1 && only[0] === 'id' && !body.properties?.[`${key}_id`]
  );
}

function hasNode(entity: EntityDraft): boolean {
  return Object.values(entity.fields).some((field) => field.kind === 'node');
}

/** `matter_id` → `Matter`; a client is a contact. */
function typeOfId(key: string): string {
  const name = pascalCase(key.replace(/_id$/, ''));
  return name === 'Client' ? 'Contact' : name;
}
