import { type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo, getNamedType } from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import type { FieldFact } from '../../../src/catalog/types.ts';

/** What an operation selects of records of one type at one position, as far as the rules about loading depend on it. */
export interface Selected {
  /** Clio's names of plain values. */
  readonly scalars: ReadonlySet<string>;
  /** Records, links and other things that Clio's own response about the record must contain. */
  readonly facts: readonly FieldFact[];
  /** True if something is selected that has its own call, which needs only the record's id. */
  readonly calls: boolean;
  /** True if it is selected whether the record is redacted. */
  readonly redacted: boolean;
}

export type SelectedInfo = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues'>;

export function readSelected(
  catalog: Catalog,
  info: SelectedInfo,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): Selected {
  const scalars = new Set<string>();
  const facts: FieldFact[] = [];
  let calls = false;
  let redacted = false;
  const known = catalog.fieldsByName(type.name);
  for (const subnodes of collectSubfields(
    info.schema,
    info.fragments,
    info.variableValues,
    type,
    nodes,
  ).values()) {
    const name = subnodes[0]?.name.value ?? '';
    if (name === 'redacted') redacted = true;
    if (name === '__typename' || name === 'clioId' || name === 'redacted') continue;
    const found = known.get(name);
    if (!found) calls = true;
    else if (found.fact.kind === 'scalar') scalars.add(found.key);
    else if (found.fact.kind === 'custom' && !selectsMore(info, type, name, subnodes)) continue;
    else facts.push(found.fact);
  }
  return { scalars, facts, calls, redacted };
}

/** Whether more than `__typename` is selected below a field. */
function selectsMore(
  info: SelectedInfo,
  type: GraphQLObjectType,
  field: string,
  nodes: readonly FieldNode[],
): boolean {
  const target = getNamedType(type.getFields()[field]?.type) as GraphQLObjectType;
  const { schema, fragments, variableValues } = info;
  const below = collectSubfields(schema, fragments, variableValues, target, nodes);
  return [...below.values()].some(([node]) => node?.name.value !== '__typename');
}

/** The id is in the record that refers to this one: it is returned without a check that the record exists. */
export function selectsIdOnly(selected: Selected): boolean {
  return selected.facts.length === 0 && [...selected.scalars].every((key) => key === 'id');
}

/**
 * Whether a record that Clio names bare, two levels below the records of a call, has all that is selected: its id, or
 * everything if its shape has none.
 */
export function bareHolds(catalog: Catalog, entity: string, selected: Selected): boolean {
  const { id: ownId, fields, whole } = catalog.entity(entity);
  const id = whole ? undefined : ownId;
  const isMixed = Object.values(fields).some((fact) => fact.kind === 'node');
  // Records of two id spaces are distinguished by their type, which a bare one lacks.
  if (id && isMixed) return selected.scalars.size === 0 && selected.facts.length === 0 && !selected.calls;
  if (!id)
    return (
      !selected.calls &&
      selected.facts.every((fact) =>
        fact.kind === 'one' || fact.kind === 'many' ? !catalog.entity(fact.entity).id : true,
      )
    );
  return (
    [...selected.scalars].every((key) => key === 'id') &&
    selected.facts.every((fact) => fact.kind === 'link' && fact.via === 'id')
  );
}

export function objectType(type: GraphQLResolveInfo['returnType']): GraphQLObjectType {
  return getNamedType(type) as GraphQLObjectType;
}
