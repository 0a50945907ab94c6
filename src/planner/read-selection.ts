import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
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
import { customValueFields } from '../catalog/custom-fields.ts';
import type { CustomFact, FieldFact, NestedFact, PickFact, SumFact } from '../catalog/types.ts';
import type { ArgumentSource } from './argument-values.ts';
import type { FieldEndpoints, SearchEndpoint } from './field-endpoints.ts';
import { searchArguments, searchKey } from './search.ts';
import type {
  ChildSelection,
  ConnectionSelection,
  FieldSelection,
  ListPick,
  ListSelection,
  NestedSelection,
  RecordPosition,
  Selection,
  TypeSelections,
  WriteSelection,
} from './selection.ts';

export interface SelectionContext {
  readonly schema: GraphQLSchema;
  readonly catalog: Catalog;
  readonly endpoints: FieldEndpoints;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  /** Only `@include` and `@skip` use them here. Arguments are evaluated at run time. */
  readonly variables: Record<string, unknown>;
}

/** A field of an object, selected by an operation. */
interface SelectedField {
  /** Type that has the field. */
  readonly parent: GraphQLObjectType;
  readonly responseKey: string;
  readonly name: string;
  /** The first of its nodes. All have the same arguments. */
  readonly node: FieldNode;
  readonly nodes: readonly FieldNode[];
  /** Undefined for `__typename`. */
  readonly definition: GraphQLField<unknown, unknown> | undefined;
  /** Type of its value, without lists and `!`. */
  readonly target: GraphQLNamedType | undefined;
}

export function fragmentsOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  return fragments;
}

/** Translates what an operation selects into Clio's terms. */
export class SelectionReader {
  readonly #context: SelectionContext;
  readonly #catalog: Catalog;

  constructor(context: SelectionContext) {
    this.#context = context;
    this.#catalog = context.catalog;
  }

  /** Reads the root of an operation. Fields that Clio does not serve (`__schema`) are left out. */
  root(
    { selectionSet }: OperationDefinitionNode,
    rootType: GraphQLObjectType,
  ): ReadonlyMap<string, FieldSelection> {
    const { schema, endpoints, fragments, variables } = this.#context;
    const collected = collectFields(schema, fragments, variables, rootType, selectionSet);
    const fields = new Map<string, FieldSelection>();
    for (const selected of selectedFields(rootType, collected)) {
      const endpoint = endpoints.find(rootType.name, selected.name);
      if (endpoint?.kind === 'search') {
        for (const [key, list] of this.#search(endpoint, selected)) fields.set(key, list);
        continue;
      }
      const field = this.#endpoint(selected);
      if (field) fields.set(selected.responseKey, field);
    }
    return fields;
  }

  #fieldsIn(type: GraphQLObjectType, nodes: readonly FieldNode[]): readonly SelectedField[] {
    const { schema, fragments, variables } = this.#context;
    return selectedFields(type, collectSubfields(schema, fragments, variables, type, nodes));
  }

  /** Reads the selection on a concrete type. */
  #type(type: GraphQLObjectType, nodes: readonly FieldNode[]): Selection {
    const values = new Set<string>();
    let redacted = false;
    const children: ChildSelection[] = [];
    const facts = this.#catalog.fieldsByName(type.name);
    for (const field of this.#fieldsIn(type, nodes)) {
      const selected = this.#endpoint(field);
      const found = facts.get(field.name);
      if (selected) children.push(selected);
      // `fields` cannot name these: `__typename`, and `redacted`, which Clio sends unasked.
      else if (!found) redacted ||= field.name === 'redacted';
      else if (found.fact.kind === 'scalar') values.add(found.key);
      else if (found.fact.kind === 'typed') values.add(found.fact.from).add(found.fact.when.field);
      else children.push(...this.#records(found.key, found.fact, field));
    }
    return { type: type.name, values, redacted, children };
  }

  /** A field that holds records, or is computed from them. */
  #records(
    key: string,
    fact: Exclude<FieldFact, { kind: 'scalar' | 'typed' }>,
    field: SelectedField,
  ): readonly ChildSelection[] {
    const { responseKey, node, nodes, target } = field;
    if (fact.kind === 'sum') return [this.#sum(fact, field)];
    if (fact.kind === 'node') return [{ kind: 'node', fact, responseKey, byType: this.#abstract(field) }];
    if (!isObjectType(target)) return [];
    if (fact.kind === 'custom') return this.#custom(fact, target, field);
    const selection = this.#type(target, nodes);
    if (fact.kind === 'pick') return [this.#pick(fact, selection, field)];
    if (fact.kind === 'link') return [{ kind: 'link', fact, responseKey, selection }];
    return [{ kind: 'nested', key, fact, responseKey, node, selection }];
  }

  #pick(fact: PickFact, inner: Selection, field: SelectedField): NestedSelection {
    const { responseKey, node } = field;
    const pick: ListPick = { fact, argument: { definition: definitionOf(field), node } };
    // The fields that find the record are needed too.
    const selection = { ...inner, values: new Set([...inner.values, ...Object.values(fact.by)]) };
    const list = this.#list(field, fact);
    return { kind: 'nested', key: fact.from, fact: list, pick, responseKey, node, selection };
  }

  /** The values to add up, and the field that says which of them count. */
  #sum(fact: SumFact, field: SelectedField): NestedSelection {
    const { responseKey, node } = field;
    const list = this.#list(field, fact);
    const values = new Set(['id', fact.of, fact.where.field, fact.per]);
    const { type } = this.#catalog.entity(list.entity);
    const selection: Selection = { type, values, redacted: false, children: [] };
    return { kind: 'nested', key: fact.from, fact: list, responseKey, node, selection };
  }

  /**
   * The firm's own fields. Their values are one list, which is requested once. Records in these values are
   * loaded as in any list.
   */
  #custom(fact: CustomFact, type: GraphQLObjectType, field: SelectedField): NestedSelection[] {
    const list = this.#list(field, fact);
    const nested = (
      responseKey: string,
      pick: ListPick | undefined,
      more: readonly string[],
      children: readonly ChildSelection[],
    ): NestedSelection => {
      const values = new Set([...customValueFields, ...more]);
      const selection: Selection = { type: fact.entity, values, redacted: false, children };
      return { kind: 'nested', key: fact.from, fact: list, pick, responseKey, node: field.node, selection };
    };
    const selected: NestedSelection[] = [];
    let hasValues = false;
    for (const { name, responseKey, node, nodes, target } of this.#fieldsIn(type, field.nodes)) {
      const custom = fact.fields[name];
      if (!custom || custom.deleted) continue;
      const link = this.#catalog.entity(fact.entity).fields[custom.type];
      if (isObjectType(target) && link?.kind === 'one') {
        const selection = this.#type(target, nodes);
        const record: ChildSelection = {
          kind: 'nested',
          key: custom.type,
          fact: link,
          responseKey,
          node,
          selection,
        };
        selected.push(nested(`${field.responseKey}.${responseKey}`, { custom }, [], [record]));
      } else hasValues = true;
    }
    return hasValues ? [...selected, nested(field.responseKey, undefined, ['value'], [])] : selected;
  }

  /** The list that a field picks from. */
  #list({ parent }: SelectedField, fact: PickFact | SumFact | CustomFact): NestedFact {
    for (const { key, fact: list } of this.#catalog.fieldsByName(parent.name).values()) {
      if (key === fact.from && list.kind === 'many') return list;
    }
    throw new Error(`${parent.name} has no list ${fact.from} (clio-graphql:select-pick)`);
  }

  /** A field with an operation of the catalog. */
  #endpoint(field: SelectedField): FieldSelection | undefined {
    const { parent, responseKey, name, node, nodes, definition, target } = field;
    const endpoint = this.#context.endpoints.find(parent.name, name);
    if (!endpoint || endpoint.kind === 'search' || !definition) return undefined;
    const argument: ArgumentSource = { definition, node };
    switch (endpoint.kind) {
      case 'byId':
        return { kind: 'byId', endpoint, responseKey, argument, byType: this.#abstract(field) };
      case 'record': {
        const selection = isObjectType(target) ? this.#type(target, nodes) : null;
        return { kind: 'record', endpoint, responseKey, argument, selection };
      }
    }
    if (!isObjectType(target)) return undefined;
    if (endpoint.kind === 'list')
      return { kind: 'list', endpoint, responseKey, argument, connection: this.#connection(target, nodes) };
    const positions = this.#payload(target, endpoint.record, nodes);
    return { kind: endpoint.kind, endpoint, responseKey, argument, positions } as WriteSelection;
  }

  #payload(type: GraphQLObjectType, record: string | null, nodes: readonly FieldNode[]): RecordPosition[] {
    return this.#fieldsIn(type, nodes)
      .filter(({ name }) => name === record)
      .flatMap((field) => {
        const byType = this.#abstract(field);
        return byType.possible.map((one) => ({ path: [field.responseKey], selection: byType.of(one) }));
      });
  }

  /** A search has one list for each kind, even if the arguments do not select that kind. */
  #search({ lists }: SearchEndpoint, field: SelectedField): (readonly [string, ListSelection])[] {
    const { responseKey, node, nodes, target } = field;
    const definition = definitionOf(field);
    return [...lists].flatMap(([name, endpoint]) => {
      const record = this.#context.schema.getType(endpoint.type ?? '');
      if (!isObjectType(target) || !isObjectType(record)) return [];
      const argument = { definition, node, convert: searchArguments(definition, name, endpoint) };
      const connection = this.#connection(target, nodes, record);
      const key = searchKey(responseKey, name);
      return [[key, { kind: 'list', endpoint, responseKey, argument, connection }] as const];
    });
  }

  /** @param record Type of the records, if the connection is of a union. */
  #connection(
    type: GraphQLObjectType,
    nodes: readonly FieldNode[],
    record?: GraphQLObjectType,
  ): ConnectionSelection {
    const positions: RecordPosition[] = [];
    const fields = this.#fieldsIn(type, nodes);
    for (const field of fields) {
      const path = [field.responseKey];
      const target = record ?? field.target;
      if (!isObjectType(target)) continue;
      if (field.name === 'nodes') positions.push({ path, selection: this.#type(target, field.nodes) });
      if (field.name !== 'edges') continue;
      for (const edge of this.#fieldsIn(target, field.nodes)) {
        if (edge.name !== 'node' || !isObjectType(edge.target)) continue;
        const selection = this.#type(edge.target, edge.nodes);
        positions.push({ path: [...path, edge.responseKey], selection });
      }
    }
    const totalCount = fields.some(({ name }) => name === 'totalCount');
    return {
      positions,
      totalCount,
      page: fields.some(({ name }) => name !== 'totalCount' && !name.startsWith('__')),
      meta: totalCount || fields.some(({ name }) => name === 'pageInfo'),
      type: record?.name ?? null,
    };
  }

  #abstract({ nodes, ...field }: SelectedField): TypeSelections {
    const { schema } = this.#context;
    const target = field.target as GraphQLCompositeType;
    const possible = isAbstractType(target)
      ? schema.getPossibleTypes(target).map(({ name }) => name)
      : [target.name];
    const made = new Map<string, Selection>();
    return {
      possible,
      of: (name) => {
        let selection = made.get(name);
        if (!selection) {
          const concrete = schema.getType(name);
          if (!isObjectType(concrete))
            throw new Error(`${name} is not an object type (clio-graphql:select-type)`);
          selection = this.#type(concrete, nodes);
          made.set(name, selection);
        }
        return selection;
      },
    };
  }
}

function selectedFields(
  parent: GraphQLObjectType,
  collected: ReadonlyMap<string, readonly FieldNode[]>,
): SelectedField[] {
  return [...collected].map(([responseKey, nodes]) => {
    const [node] = nodes as readonly [FieldNode];
    const name = node.name.value;
    const definition = parent.getFields()[name];
    return { parent, responseKey, name, node, nodes, definition, target: getNamedType(definition?.type) };
  });
}

function definitionOf({ parent, name, definition }: SelectedField): GraphQLField<unknown, unknown> {
  if (!definition) throw new Error(`${parent.name} has no field ${name} (clio-graphql:select-field)`);
  return definition;
}
