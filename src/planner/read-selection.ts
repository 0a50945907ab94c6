import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import type { Catalog } from '../catalog/catalog.ts';
import { customValueFields } from '../catalog/custom-types.ts';
import type { CustomFact, NestedFact, PickFact, SumFact } from '../catalog/types.ts';
import type { ArgumentSource } from './argument-values.ts';
import type { FieldEndpoints, SearchEndpoint } from './field-endpoints.ts';
import { searchArguments, searchKey } from './search.ts';
import type {
  ChildSelection,
  ConnectionSelection,
  FieldSelection,
  ListPick,
  ListSelection,
  RecordPosition,
  RootSelection,
  Selection,
  TypeSelections,
  WriteSelection,
} from './selection.ts';

export interface SelectionContext {
  readonly schema: GraphQLSchema;
  readonly catalog: Catalog;
  readonly endpoints: FieldEndpoints;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  /** Only `@include` and `@skip` read them here; arguments are evaluated at run time. */
  readonly variables: Record<string, unknown>;
}

/** Reads the root of an operation. Fields that Clio does not serve (`__schema`) are left out. */
export function selectRoot(
  context: SelectionContext,
  operation: OperationDefinitionNode,
  rootType: GraphQLObjectType,
): RootSelection {
  const collected = collectFields(
    context.schema,
    context.fragments,
    context.variables,
    rootType,
    operation.selectionSet,
  );
  const fields = new Map<string, FieldSelection>();
  for (const [responseKey, nodes] of collected) {
    const endpoint = context.endpoints.find(rootType.name, nodes[0]?.name.value ?? '');
    if (endpoint?.kind === 'search') {
      for (const [key, list] of selectSearch(context, rootType, endpoint, responseKey, nodes))
        fields.set(key, list);
      continue;
    }
    const field = selectEndpoint(context, rootType, responseKey, nodes);
    if (field) fields.set(responseKey, field);
  }
  return { fields };
}

export function fragmentsOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  return fragments;
}

/** Reads what is asked of a concrete type. */
function selectType(
  context: SelectionContext,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): Selection {
  const values = new Set<string>();
  let redacted = false;
  const children: ChildSelection[] = [];
  const facts = context.catalog.fieldsByName(type.name);
  for (const [responseKey, subnodes] of subfieldsOf(context, type, nodes)) {
    const name = subnodes[0]?.name.value ?? '';
    const selected = selectEndpoint(context, type, responseKey, subnodes);
    if (selected) {
      children.push(selected);
      continue;
    }
    const found = facts.get(name);
    if (!found) {
      // Nothing that `fields` could name: `__typename`, and `redacted`, which comes unasked.
      redacted ||= name === 'redacted';
      continue;
    }
    const { key, fact } = found;
    if (fact.kind === 'scalar') {
      values.add(key);
      continue;
    }
    if (fact.kind === 'typed') {
      values.add(fact.from).add(fact.when.field);
      continue;
    }
    if (fact.kind === 'sum') {
      children.push(selectSum(context.catalog, type.name, fact, responseKey, subnodes[0] as FieldNode));
      continue;
    }
    const target = getNamedType(type.getFields()[name]?.type);
    if (fact.kind === 'node') {
      children.push({
        kind: 'node',
        fact,
        responseKey,
        byType: selectAbstract(context, target as GraphQLCompositeType, subnodes),
      });
    } else if (fact.kind === 'pick' && isObjectType(target)) {
      const list = catalogList(context.catalog, type.name, fact);
      const pick: ListPick = {
        fact,
        argument: { definition: definitionOf(type, name), node: subnodes[0] as FieldNode },
      };
      const inner = selectType(context, target, subnodes);
      // What the record is found by must come along.
      const selection = { ...inner, values: new Set([...inner.values, ...Object.values(fact.by)]) };
      const node = subnodes[0] as FieldNode;
      children.push({ kind: 'nested', key: fact.from, fact: list, pick, responseKey, node, selection });
    } else if (fact.kind === 'custom' && isObjectType(target)) {
      children.push(...selectCustom(context, type.name, target, fact, responseKey, subnodes));
    } else if (fact.kind !== 'pick' && fact.kind !== 'custom' && isObjectType(target)) {
      const selection = selectType(context, target, subnodes);
      if (fact.kind === 'link') children.push({ kind: 'link', fact, responseKey, selection });
      else {
        const node = subnodes[0] as FieldNode;
        children.push({ kind: 'nested', key, fact, responseKey, node, selection });
      }
    }
  }
  return { type: type.name, values, redacted, children };
}

/** The fields selected in an object, by response key. */
function subfieldsOf(
  { schema, fragments, variables }: SelectionContext,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): ReturnType<typeof collectSubfields> {
  return collectSubfields(schema, fragments, variables, type, nodes);
}

/** What is added up, and what says whether it counts. */
function selectSum(
  catalog: Catalog,
  owner: string,
  fact: SumFact,
  responseKey: string,
  node: FieldNode,
): ChildSelection {
  const list = catalogList(catalog, owner, fact);
  const values = new Set(['id', fact.of, fact.where.field, fact.per]);
  const { type } = catalog.entity(list.entity);
  const selection: Selection = { type, values, redacted: false, children: [] };
  return { kind: 'nested', key: fact.from, fact: list, responseKey, node, selection };
}

/** The firm's own fields: values of one list, which is asked for once; records that values name are loaded as from any list. */
function selectCustom(
  context: SelectionContext,
  owner: string,
  type: GraphQLObjectType,
  fact: CustomFact,
  responseKey: string,
  nodes: readonly FieldNode[],
): ChildSelection[] {
  const list = catalogList(context.catalog, owner, fact);
  const nested = (
    key: string,
    pick: ListPick | undefined,
    more: readonly string[],
    children: readonly ChildSelection[],
  ): ChildSelection => {
    const values = new Set([...customValueFields, ...more]);
    const selection: Selection = { type: fact.entity, values, redacted: false, children };
    const node = nodes[0] as FieldNode;
    return { kind: 'nested', key: fact.from, fact: list, pick, responseKey: key, node, selection };
  };
  const selected: ChildSelection[] = [];
  let hasValues = false;
  for (const [key, subnodes] of subfieldsOf(context, type, nodes)) {
    const name = subnodes[0]?.name.value ?? '';
    const field = fact.fields[name];
    if (!field || field.deleted) continue;
    const target = getNamedType(type.getFields()[name]?.type);
    const link = context.catalog.entity(fact.entity).fields[field.type];
    if (isObjectType(target) && link?.kind === 'one') {
      const selection = selectType(context, target, subnodes);
      const node = subnodes[0] as FieldNode;
      const record: ChildSelection = {
        kind: 'nested',
        key: field.type,
        fact: link,
        responseKey: key,
        node,
        selection,
      };
      selected.push(nested(`${responseKey}.${key}`, { custom: field }, [], [record]));
    } else hasValues = true;
  }
  return hasValues ? [...selected, nested(responseKey, undefined, ['value'], [])] : selected;
}

function catalogList(catalog: Catalog, type: string, fact: PickFact | SumFact | CustomFact): NestedFact {
  for (const { key, fact: list } of catalog.fieldsByName(type).values()) {
    if (key === fact.from && list.kind === 'many') return list;
  }
  throw new Error(`${type} has no list ${fact.from} (clio-graphql:select-pick)`);
}

function definitionOf(type: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> {
  const definition = type.getFields()[name];
  if (!definition) throw new Error(`${type.name} has no field ${name} (clio-graphql:select-field)`);
  return definition;
}

/** A field that an operation of the catalog answers. */
function selectEndpoint(
  context: SelectionContext,
  parent: GraphQLObjectType,
  responseKey: string,
  nodes: readonly FieldNode[],
): FieldSelection | undefined {
  const [node] = nodes;
  if (!node) return undefined;
  const endpoint = context.endpoints.find(parent.name, node.name.value);
  if (!endpoint || endpoint.kind === 'search') return undefined;
  const definition = parent.getFields()[node.name.value];
  if (!definition) return undefined;
  const argument: ArgumentSource = { definition, node };
  const target = getNamedType(definition.type);
  switch (endpoint.kind) {
    case 'byId': {
      const byType = selectAbstract(context, target as GraphQLCompositeType, nodes);
      return { kind: 'byId', endpoint, responseKey, argument, byType };
    }
    case 'list': {
      if (!isObjectType(target)) return undefined;
      const connection = selectConnection(context, target, nodes);
      return { kind: 'list', endpoint, responseKey, argument, connection };
    }
    case 'record': {
      const selection = isObjectType(target) ? selectType(context, target, nodes) : null;
      return { kind: 'record', endpoint, responseKey, argument, selection };
    }
    default: {
      if (!isObjectType(target)) return undefined;
      const positions = selectPayload(context, target, endpoint, nodes);
      return { kind: endpoint.kind, endpoint, responseKey, argument, positions } as WriteSelection;
    }
  }
}

function selectPayload(
  context: SelectionContext,
  type: GraphQLObjectType,
  endpoint: WriteSelection['endpoint'],
  nodes: readonly FieldNode[],
): RecordPosition[] {
  const positions: RecordPosition[] = [];
  for (const [key, subnodes] of subfieldsOf(context, type, nodes)) {
    const name = subnodes[0]?.name.value ?? '';
    const target = getNamedType(type.getFields()[name]?.type);
    if (name !== endpoint.record) continue;
    const byType = selectAbstract(context, target as GraphQLCompositeType, subnodes);
    for (const one of byType.possible) positions.push({ path: [key], selection: byType.of(one) });
  }
  return positions;
}

/** A search is a list of each kind, whether or not the arguments ask for it. */
function* selectSearch(
  context: SelectionContext,
  parent: GraphQLObjectType,
  { lists }: SearchEndpoint,
  responseKey: string,
  nodes: readonly FieldNode[],
): Generator<readonly [string, ListSelection]> {
  const [node] = nodes as [FieldNode];
  const definition = definitionOf(parent, node.name.value);
  const target = getNamedType(definition.type);
  if (!isObjectType(target)) return;
  for (const [name, endpoint] of lists) {
    const record = context.schema.getType(endpoint.type ?? '');
    if (!isObjectType(record)) continue;
    const argument: ArgumentSource = {
      definition,
      node,
      convert: searchArguments(definition, name, endpoint),
    };
    const connection = selectConnection(context, target, nodes, record);
    yield [searchKey(responseKey, name), { kind: 'list', endpoint, responseKey, argument, connection }];
  }
}

/** @param record Type of the records, where the connection is of a union. */
function selectConnection(
  context: SelectionContext,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
  record?: GraphQLObjectType,
): ConnectionSelection {
  const positions: RecordPosition[] = [];
  let totalCount = false;
  let page = false;
  let meta = false;
  for (const [key, subnodes] of subfieldsOf(context, type, nodes)) {
    const name = subnodes[0]?.name.value ?? '';
    if (name === 'totalCount') totalCount = true;
    if (name === 'totalCount' || name === 'pageInfo') meta = true;
    if (name === 'totalCount' || name.startsWith('__')) continue;
    page = true;
    const target = record ?? getNamedType(type.getFields()[name]?.type);
    if (name === 'nodes' && isObjectType(target))
      positions.push({ path: [key], selection: selectType(context, target, subnodes) });
    if (name !== 'edges' || !isObjectType(target)) continue;
    for (const [edgeKey, edgeNodes] of subfieldsOf(context, target, subnodes)) {
      const node = getNamedType(target.getFields()[edgeNodes[0]?.name.value ?? '']?.type);
      if (edgeNodes[0]?.name.value === 'node' && isObjectType(node)) {
        positions.push({ path: [key, edgeKey], selection: selectType(context, node, edgeNodes) });
      }
    }
  }
  return { positions, totalCount, page, meta, type: record?.name ?? null };
}

function selectAbstract(
  context: SelectionContext,
  type: GraphQLCompositeType,
  nodes: readonly FieldNode[],
): TypeSelections {
  const possible = isAbstractType(type)
    ? context.schema.getPossibleTypes(type).map((one) => one.name)
    : [type.name];
  const made = new Map<string, Selection>();
  return {
    possible,
    of(name) {
      let selection = made.get(name);
      if (!selection) {
        const concrete = context.schema.getType(name);
        if (!isObjectType(concrete)) throw new Error(`${name} is no object type`);
        selection = selectType(context, concrete, nodes);
        made.set(name, selection);
      }
      return selection;
    },
  };
}
