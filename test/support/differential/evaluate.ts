import {
  type DocumentNode,
  execute,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import type { Catalog, CatalogOperation } from '../../../src/catalog/catalog.ts';
import type {
  CustomFact,
  FieldFact,
  NestedFact,
  NodeFact,
  PickFact,
  SharedFields,
  SumFact,
  TypedFact,
} from '../../../src/catalog/types.ts';
import { isRecord, isRef, type RawRecord, type RawValue } from '../../../src/sandbox/record.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { storagePath } from '../../../src/sandbox/storage.ts';
import type { RecordId } from '../../../src/sandbox/store.ts';
import { fieldError } from './errors.ts';
import { Firm, type View } from './firm.ts';
import { type Args, type Cursors, cursorAt, evaluateList, type Page, readFilters, readId } from './lists.ts';
import { type Place, placesOf } from './places.ts';
import { bareHolds, objectType, readSelected, selectsIdOnly } from './selected.ts';

/** The expected result of the gateway. */
export interface Expected {
  readonly data: unknown;
  readonly errors: readonly { readonly path: string; readonly code: string }[];
  /**
   * Positions that may also be null (in a list: missing): deleted records of which little but the id is selected. It is
   * noticed that a record is gone only if the same call requests more of it, at whatever position.
   */
  readonly orNull: ReadonlySet<string>;
}

export interface Evaluation {
  readonly sandbox: Sandbox;
  readonly catalog: Catalog;
  readonly schema: GraphQLSchema;
  readonly token: string;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Cursor of the gateway → the evaluation's mark for it. */
  readonly cursors: Cursors;
}

/**
 * Evaluates an operation with the sandbox's records, by the documented rules and without the gateway's planner and loaders.
 * graphql-js walks the document.
 */
export function evaluate({
  sandbox,
  catalog,
  schema,
  token,
  document,
  variables,
  cursors,
}: Evaluation): Expected {
  const evaluator = new Evaluator(new Firm(sandbox, catalog, token), cursors);
  const result = execute({
    schema,
    document,
    variableValues: variables,
    fieldResolver: evaluator.resolve,
    typeResolver: (value) => (value as View).type,
  });
  if (result instanceof Promise) throw new Error('The evaluation is synchronous');
  const errors = (result.errors ?? []).map((error) => ({
    path: (error.path ?? []).join('.'),
    code: String(error.extensions.code ?? error.message),
  }));
  return { data: result.data ?? null, errors, orNull: evaluator.orNull };
}

interface Edge {
  readonly kind: 'edge';
  readonly page: Page;
  readonly index: number;
}

/** A firm's own fields of a record. */
interface Custom {
  readonly kind: 'custom';
  readonly view: View;
  readonly fact: CustomFact;
}

class Evaluator {
  readonly #firm: Firm;
  readonly #catalog: Catalog;
  readonly #cursors: Cursors;
  readonly orNull = new Set<string>();

  constructor(firm: Firm, cursors: Cursors) {
    this.#firm = firm;
    this.#catalog = firm.catalog;
    this.#cursors = cursors;
  }

  readonly resolve: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, info) => {
    const place = placesOf(this.#catalog).get(`${info.parentType.name}.${info.fieldName}`);
    const of = source as View | Page | Edge | Custom | undefined;
    if (info.parentType.name === 'Query') return this.#root(place, args, info);
    if (of?.kind === 'page') return this.#page(of, info);
    if (of?.kind === 'edge')
      return info.fieldName === 'cursor' ? cursorAt(of.page, of.index) : of.page.views[of.index];
    if (of?.kind === 'custom') return this.#custom(of, info);
    if (of?.kind !== 'view') return (source as Record<string, unknown>)[info.fieldName];
    if (place) return of.id === null ? null : this.#placed(place, of, args, info);
    return this.#field(of, args, info);
  };

  // ---- fields with calls of their own --------------------------------------------------------------

  #root(place: Place | undefined, args: Args, info: GraphQLResolveInfo): unknown {
    if (info.fieldName === 'node') return this.#node(String(args.id));
    if (info.fieldName === 'nodes')
      return (args.ids as readonly string[]).map((id) => this.#caught(() => this.#node(id)));
    if (!place) throw new Error(`The evaluation does not know Query.${info.fieldName}`);
    return this.#placed(place, null, args, info);
  }

  #caught(make: () => unknown): unknown {
    try {
      return make();
    } catch (error) {
      return error;
    }
  }

  #node(text: string): View | null {
    const [type = '', id = ''] = text.split(':', 2);
    const entity = this.#catalog.mainEntity(type);
    if (!entity || !this.#catalog.load(entity)) throw fieldError('BAD_USER_INPUT');
    return this.#load(entity, this.#readId(id, [type]));
  }

  #readId(text: string, types: readonly string[]): string {
    return readId(this.#catalog, text, types);
  }

  /** The record behind one that shows it: it has the same id, and is redacted if that one is. */
  #shown(
    view: View,
    idKey: string,
    entity: string,
    id: string,
    info: GraphQLResolveInfo,
    shared: SharedFields = {},
  ): View | null {
    if (this.#sharesAll(view, entity, info, shared)) {
      const record = Object.fromEntries(
        Object.entries(shared).map(([theirs, own]) => [theirs, view.record[own] ?? null]),
      );
      return this.#firm.loaded(entity, id) ?? { ...this.#firm.bare(entity, id, 'full'), record };
    }
    if (idKey !== 'id') return this.#follow(entity, id, info);
    if (view.state === 'hidden') return { ...this.#firm.bare(entity, id, 'hidden'), record: view.record };
    return this.#follow(entity, id, info, this.#catalog.entity(view.entity).redactable !== undefined);
  }

  /** Whether a record has all fields in common that are selected of another: that one is not loaded then. */
  #sharesAll(view: View, entity: string, info: GraphQLResolveInfo, shared: SharedFields): boolean {
    if (view.state === 'hidden') return false;
    const { type, fields } = this.#catalog.entity(entity);
    const selected = readSelected(
      this.#catalog,
      info,
      info.schema.getType(type) as GraphQLObjectType,
      info.fieldNodes,
    );
    if (selectsIdOnly(selected) || selected.redacted || (selected.facts.length > 0 && view.level > 0))
      return false;
    const nested = Object.keys(fields).filter((key) => selected.facts.includes(fields[key] as FieldFact));
    return (
      nested.length === selected.facts.length &&
      [...selected.scalars, ...nested].every((key) => key === 'id' || key in shared)
    );
  }

  /** The record to which another one refers; it is not loaded for its id only. */
  #follow(entity: string, id: string, info: GraphQLResolveInfo, tellsRedacted = false): View | null {
    const type = info.schema.getType(this.#catalog.entity(entity).type) as GraphQLObjectType;
    const selected = readSelected(this.#catalog, info, type, info.fieldNodes);
    if (selectsIdOnly(selected) && (tellsRedacted || !selected.redacted)) return this.#firm.bare(entity, id);
    return this.#load(entity, id);
  }

  /** A record by its id. */
  #load(entity: string, id: string): View | null {
    if (this.#firm.forbids(entity)) throw fieldError('FORBIDDEN');
    return this.#firm.loaded(entity, id);
  }

  #placed(place: Place, parent: View | null, args: Args, info: GraphQLResolveInfo): unknown {
    if (place.kind === 'list') {
      const type = objectType(info.returnType);
      const names = [
        ...collectSubfields(info.schema, info.fragments, info.variableValues, type, info.fieldNodes).values(),
      ].map((nodes) => nodes[0]?.name.value ?? '');
      const page = names.some((name) => name !== 'totalCount' && !name.startsWith('__'));
      const meta = names.some((name) => name === 'totalCount' || name === 'pageInfo');
      return evaluateList(this.#firm, place.list, parent?.id ?? null, args, { page, meta }, this.#cursors);
    }
    return this.#record(place, parent, args);
  }

  #record(
    { kind, operation }: Extract<Place, { operation: CatalogOperation }>,
    parent: View | null,
    args: Args,
  ): unknown {
    const { entity } = operation;
    const filters = readFilters(this.#firm, { operation, parent: null, with: {} }, null, args);
    if (kind === 'byId' && entity) {
      const id = this.#readId(String(args.id), [this.#catalog.entity(entity).type]);
      const ids = filters.values.get('custom_field_ids[]');
      if (!Array.isArray(ids)) return this.#load(entity, id);
      const view = this.#firm.loaded(entity, id);
      return view && { ...view, customFieldIds: new Set(ids.map(Number)) };
    }
    if (this.#firm.forbids(entity ?? (operation.id.startsWith('Bill#') ? 'Bill' : 'Contact')))
      throw fieldError('FORBIDDEN');
    const parentId = parent?.id ?? null;
    if (!entity) return this.#elsewhere(operation, parentId, filters.values);
    const records = this.#firm.sandbox.records(entity);
    const one = (record: RawRecord | undefined): View | null =>
      record ? this.#firm.listed(entity, record) : null;
    switch (operation.id) {
      case 'Client#show': {
        const client = this.#firm.sandbox.records('Matter').get(parentId ?? 0)?.client;
        return one(isRef(client) ? records.get(client.id) : undefined);
      }
      case 'JurisdictionsToTrigger#show': {
        const trigger = records.get(Number(this.#readId(String(args.id), ['Trigger'])));
        return one(trigger?.$jurisdiction_id === parentId ? trigger : undefined);
      }
      case 'User#who_am_i':
        return one(records.get(this.#userId()));
      case 'Timer#show':
        return one([...records.values()].find((timer) => timer.$user_id === this.#userId()));
      default:
        return one(records.values().next().value);
    }
  }

  #userId(): number {
    const { tokens } = this.#firm.sandbox;
    return this.#firm.token === tokens.restricted ? 2 : this.#firm.token === tokens.noBilling ? 3 : 1;
  }

  /** Links and texts. */
  #elsewhere(
    operation: CatalogOperation,
    id: RecordId | null,
    values: ReadonlyMap<string, unknown>,
  ): string | null {
    const table = (entity: string): ReadonlyMap<RecordId, RawRecord> => this.#firm.sandbox.records(entity);
    const record = (entity: string): RawRecord | undefined => table(entity).get(id ?? 0);
    const stored = (kind: string, name: RecordId): string =>
      `${this.#firm.sandbox.url}${storagePath(kind, name)}`;
    switch (operation.id) {
      case 'Bill#preview': {
        const bill = record('Bill');
        const title = `Invoice ${String(bill?.number ?? bill?.id)}`;
        return bill
          ? `<!doctype html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1><p>Total ${String(bill.total ?? '')}</p></body></html>\n`
          : null;
      }
      case 'Document#download': {
        const version = Number(values.get('document_version_id') ?? record('Document')?.$latest_version_id);
        return table('DocumentVersion').get(version)?.document_id === id ? stored('versions', version) : null;
      }
      case 'DocumentTemplate#download':
        return record('DocumentTemplate') ? stored('templates', id ?? 0) : null;
      case 'DocumentArchive#download':
        return record('DocumentArchive')?.state === 'completed' ? stored('archives', id ?? 0) : null;
      case 'Report#download': {
        const report = record('Report');
        if (report && report.state !== 'completed') throw fieldError('BAD_USER_INPUT');
        return report ? stored('reports', id ?? 0) : null;
      }
      case 'MatterDocket#preview': {
        const trigger = table('JurisdictionsToTrigger').get(Number(values.get('trigger[id]')));
        return trigger && trigger.$jurisdiction_id === values.get('jurisdiction[id]')
          ? stored('dockets', String(values.get('start_date')).slice(0, 10))
          : null;
      }
      default:
        throw new Error(`The evaluation does not know ${operation.id}`);
    }
  }

  #page(page: Page, info: GraphQLResolveInfo): unknown {
    const last = page.views.length - 1;
    switch (info.fieldName) {
      case 'totalCount':
        return page.total;
      case 'nodes':
        return getNamedType(info.returnType).name === 'ID'
          ? page.views.map((view) => String(view.id))
          : page.views;
      case 'edges':
        return page.views.map((_, index): Edge => ({ kind: 'edge', page, index }));
      case 'pageInfo':
        return {
          hasNextPage: page.hasNextPage,
          hasPreviousPage: page.hasPreviousPage,
          startCursor: last < 0 ? null : cursorAt(page, 0),
          endCursor: last < 0 ? null : cursorAt(page, last),
        };
      default:
        throw new Error(`The evaluation does not know ${info.fieldName} of a connection`);
    }
  }

  // ---- fields of records -----------------------------------------------------------------------------

  #field(view: View, args: Args, info: GraphQLResolveInfo): unknown {
    const { fieldName } = info;
    if (fieldName === 'id') return this.#globalId(view);
    if (fieldName === 'clioId') return view.id === null ? null : String(view.id);
    if (fieldName === 'redacted') return ['hidden', 'private', 'forbidden'].includes(view.state);
    const found = this.#catalog.fieldsByName(view.type).get(fieldName);
    if (!found) throw new Error(`The evaluation does not know ${view.type}.${fieldName}`);
    const { key, fact } = found;
    switch (fact.kind) {
      case 'scalar':
        // Clio shows the name and type of a contact that is nested, and the gateway decides whether it is nested.
        if (view.state === 'hidden' && view.type === 'Contact') this.#allowNull(info);
        return this.#scalar(view, key, fact);
      case 'typed':
        return this.#typed(view, fact);
      case 'sum':
        return this.#sum(view, fact);
      case 'link': {
        const id = this.#firm.value(view, fact.via);
        return id === null ? null : this.#shown(view, fact.via, fact.entity, String(id), info, fact.shared);
      }
      case 'node':
        return this.#polymorphic(view, fact, info);
      case 'pick':
        return this.#picked(view, fact, args);
      case 'custom':
        return { kind: 'custom', view, fact } satisfies Custom;
      default:
        return this.#nested(view, key, fact, info);
    }
  }

  #globalId(view: View): string | null {
    if (view.id === null) return null;
    const { fields } = this.#catalog.entity(view.entity);
    const node = Object.values(fields).find((fact) => fact.kind === 'node');
    return node
      ? `${view.type}:${String(view.record[node.typeField])}-${view.id}`
      : `${view.type}:${view.id}`;
  }

  #scalar(view: View, key: string, fact: Extract<FieldFact, { kind: 'scalar' }>): unknown {
    const value = this.#firm.value(view, key);
    if (value === null) return null;
    if (fact.enum) {
      const names = new Map(
        Object.entries(this.#catalog.enum(fact.type)?.values ?? {}).map(([name, text]) => [text, name]),
      );
      for (const [own, spelled] of Object.entries(fact.spelling ?? {}))
        names.set(spelled, names.get(own) ?? '');
      const one = (text: RawValue): string | null => names.get(String(text)) ?? null;
      return Array.isArray(value) ? value.map(one) : one(value);
    }
    return fact.type === 'Decimal' ? String(value) : value;
  }

  #typed(view: View, { from, type, when }: TypedFact): unknown {
    const value = this.#firm.value(view, from);
    if (value === null || !when.values.includes(String(this.#firm.value(view, when.field)))) return null;
    if (type === 'Float') return value === '' || Number.isNaN(Number(value)) ? null : Number(value);
    if (type === 'Boolean') return value === true || value === 'true';
    return String(value);
  }

  #sum(view: View, { from, of, where }: SumFact): string | null {
    if (this.#firm.value(view, from) === null) return null;
    const list = this.#catalog.entity(this.#catalog.mainEntity(view.type) ?? '').fields[from];
    const counted = this.#many(view, from, list?.kind === 'many' ? list.entity : '').filter(({ record }) =>
      where.values.includes(String(record[where.field])),
    );
    // The sandbox has whole cents and one currency.
    const cents = counted.reduce((sum, { record }) => sum + Math.round(Number(record[of]) * 100), 0);
    return String(cents / 100);
  }

  /** The record that a type and an id beside each other name. */
  #polymorphic(view: View, { typeField, idField, targets }: NodeFact, info: GraphQLResolveInfo): View | null {
    const target = targets[String(view.record[typeField] ?? '')];
    const id = idField === 'id' ? view.id : this.#firm.value(view, idField);
    if (!target || id === null) return null;
    return this.#shown(view, idField, target.entity, String(id), info, target.shared);
  }

  #picked(view: View, { from, entity, by }: PickFact, args: Args): View | null {
    const given = args.by as Args;
    const [name = ''] = Object.keys(given);
    const key = by[name] ?? '';
    const fact = this.#catalog.entity(entity).fields[key];
    const text = String(given[name]);
    const wanted = fact?.kind === 'one' ? this.#readId(text, [this.#catalog.entity(fact.entity).type]) : text;
    const found = this.#many(view, from, entity).find((one) => {
      const held = one.record[key] ?? null;
      return (isRef(held) || isRecord(held) ? String(held.id) : held) === wanted;
    });
    return found ?? null;
  }

  #custom({ view, fact: { fields, from, entity } }: Custom, info: GraphQLResolveInfo): unknown {
    const field = fields[info.fieldName];
    const [held] = this.#many(view, from, entity).filter(({ record }) => {
      const of = record.custom_field;
      return isRef(of) && String(of.id) === field?.id;
    });
    if (!held || !field) return null;
    const { type, options = {} } = field;
    if (type === 'contact' || type === 'matter') {
      const link = this.#catalog.entity(entity).fields[type];
      if (link?.kind !== 'one') throw new Error(`A value has no ${type}`);
      return this.#nested(held, type, link, info);
    }
    const value = this.#firm.value(held, 'value');
    if (type === 'picklist') {
      const [name = null] = Object.entries(options).find(([, { id }]) => id === String(value)) ?? [];
      return name;
    }
    return type === 'currency' && value !== null ? String(value) : value;
  }

  #nested(
    view: View,
    key: string,
    fact: NestedFact,
    info: GraphQLResolveInfo,
  ): View | readonly View[] | null {
    const { entity } = fact;
    const selected = readSelected(this.#catalog, info, objectType(info.returnType), info.fieldNodes);
    const isLoadable = this.#catalog.load(entity) !== undefined;
    const raw = this.#firm.value(view, key);
    if (view.level > 0 && !bareHolds(this.#catalog, entity, selected) && !(isLoadable && view.level < 2)) {
      // Clio nests one level, and has no endpoint for these records.
      if (view.level > 1) throw fieldError('BAD_USER_INPUT');
      if (fact.sibling) return this.#beside(view, key, fact.sibling);
      if (selected.facts.length > 0 || selected.calls) throw fieldError('BAD_USER_INPUT');
      return this.#ofNode(view, key, fact, info);
    }
    const keep = (one: View | null): View | null => {
      if (one?.state !== 'dangling') return one;
      const isBare = [...selected.scalars].every((name) => name === 'id' || name === 'etag');
      return isBare && !selected.facts.some((inner) => this.#isReadInside(one, inner)) ? one : null;
    };
    if (fact.kind === 'many') {
      const kept = this.#many(view, key, entity).flatMap((one) => keep(one) ?? []);
      for (const [index, one] of kept.entries()) if (one.state === 'dangling') this.#allowNull(info, index);
      return raw === null ? null : kept;
    }
    const one = keep(this.#firm.nested(entity, raw, isLoadable ? 0 : view.level + 1));
    if (one?.state === 'dangling') this.#allowNull(info);
    return one;
  }

  /** Whether a call for a record requests what is inside it: unreachable records are not requested. */
  #isReadInside({ level }: View, fact: FieldFact): boolean {
    if (fact.kind !== 'one' && fact.kind !== 'many') return true;
    return level === 0 || this.#catalog.load(fact.entity) !== undefined;
  }

  #many(view: View, key: string, entity: string): View[] {
    const raw = this.#firm.value(view, key);
    if (!Array.isArray(raw)) return [];
    const level = this.#catalog.load(entity) ? 0 : view.level + 1;
    const { customFieldIds } = view;
    return (raw as readonly RawValue[]).flatMap((one) => {
      const field = isRecord(one) && key === 'custom_field_values' ? one.custom_field : null;
      if (
        customFieldIds &&
        key === 'custom_field_values' &&
        !(isRef(field) && customFieldIds.has(Number(field.id)))
      )
        return [];
      return this.#firm.nested(entity, one, level) ?? [];
    });
  }

  /** The field of the same name in the record of which a view shows a part. */
  #ofNode(
    view: View,
    key: string,
    fact: NestedFact,
    info: GraphQLResolveInfo,
  ): View | readonly View[] | null {
    const node = Object.values(this.#catalog.entity(view.entity).fields).find((one) => one.kind === 'node');
    const targets = Object.entries(node?.targets ?? {}).filter(([, { entity }]) => {
      const own = this.#catalog.entity(entity).fields[key];
      return own?.kind === fact.kind && own.entity === fact.entity;
    });
    if (!node || targets.length === 0) throw fieldError('BAD_USER_INPUT');
    const target = targets.find(([type]) => type === view.record[node.typeField])?.[1];
    const id = node.idField === 'id' ? view.id : this.#firm.value(view, node.idField);
    if (!target || id === null || view.state === 'hidden') return null;
    const full = this.#load(target.entity, String(id));
    return full && this.#nested(full, key, fact, info);
  }

  /** A record that can be read only in a list of the record beside it. */
  #beside(
    view: View,
    key: string,
    { of, list }: { readonly of: string; readonly list: string },
  ): View | null {
    const [own, owner] = [this.#firm.value(view, key), this.#firm.value(view, of)];
    const ownerFact = this.#catalog.entity(view.entity).fields[of];
    if (!isRef(own) || !isRef(owner) || ownerFact?.kind !== 'one') return null;
    const parent = this.#firm.nested(ownerFact.entity, owner, 0);
    const fact = this.#catalog.entity(ownerFact.entity).fields[list];
    if (!parent || parent.state === 'dangling' || fact?.kind !== 'many') return null;
    const records = this.#firm.value(parent, list);
    if (!Array.isArray(records)) return null;
    for (const raw of records as readonly RawValue[]) {
      const found = this.#firm.nested(fact.entity, raw, 1);
      if (found?.id === own.id) return found.state === 'dangling' ? null : found;
    }
    return null;
  }

  #allowNull({ path }: GraphQLResolveInfo, index?: number): void {
    const keys: (string | number)[] = index === undefined ? [] : [index];
    for (let at: GraphQLResolveInfo['path'] | undefined = path; at; at = at.prev) keys.unshift(at.key);
    this.orNull.add(keys.join('.'));
  }
}
