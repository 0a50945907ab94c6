import type { Catalog } from '../catalog/catalog.ts';
import type { NodeTarget } from '../catalog/types.ts';
import { broughtBy } from './brought-records.ts';
import { type Draft, type Owner, ownerOf } from './draft.ts';
import { idOnly, joinFields } from './fields.ts';
import { Nesting } from './nesting.ts';
import {
  FieldPlan,
  type HopPlan,
  HopTarget,
  joinTrees,
  RecordPlan,
  type Rejection,
  sharedTree,
} from './plan.ts';
import type {
  ByIdSelection,
  ChildSelection,
  FieldSelection,
  NestedSelection,
  Selection,
} from './selection.ts';
import { rejectionsOf, whyUnreachable } from './unreachable.ts';

/** The target of a hop, as the record that refers to it shows it. */
interface Destination extends NodeTarget, Partial<Pick<HopTarget, 'clioType'>> {
  /** Whether the position can hold records of several types. */
  readonly isAbstract?: boolean;
  /**
   * True if the record that refers to it does not show whether it is redacted. It must then be loaded to find
   * out.
   */
  readonly isUnmarked?: boolean;
}

/**
 * Builds one of the possible plans for a selection. The choices say which nested records are loaded by id.
 */
export class PlanBuilder {
  readonly #catalog: Catalog;
  readonly #nesting: Nesting;
  readonly #choices: ReadonlyMap<NestedSelection, boolean>;
  readonly #recordAlone: (selection: Selection, entity: string) => RecordPlan;
  /** The first choice that is not made yet. */
  open: NestedSelection | undefined;

  /**
   * @param choices Whether a nested record is loaded by id although it could stay in its parent's call.
   * @param recordAlone Plans a record whose type is known only from an id.
   */
  constructor(
    catalog: Catalog,
    choices: ReadonlyMap<NestedSelection, boolean>,
    recordAlone: (selection: Selection, entity: string) => RecordPlan,
  ) {
    this.#catalog = catalog;
    this.#nesting = new Nesting(catalog);
    this.#choices = choices;
    this.#recordAlone = recordAlone;
  }

  /** @param owner The record that has the field. */
  field(field: FieldSelection, owner?: Draft): FieldPlan {
    switch (field.kind) {
      case 'list': {
        const { entity, response, pathParameters } = field.endpoint.operation;
        const plans = this.#records(field.connection.positions, entity, ownerOf(field.endpoint, owner));
        // A page needs a field, for its count and cursors.
        const isBare = plans.length === 0 && field.connection.page;
        const tree =
          isBare && entity !== undefined && this.#catalog.entity(entity).id ? idOnly : joinTrees(plans);
        const isOwnList = response === 'list' && pathParameters.length === 0 && entity !== undefined;
        const brings = isOwnList ? broughtBy(this.#catalog, entity, tree) : [];
        const rejections = field.connection.meta ? [] : this.#rejectionsIfFutile(field, plans);
        return new FieldPlan({ field, plans, tree, brings, rejections });
      }
      case 'record': {
        const { selection, endpoint } = field;
        const plans = selection ? this.#records([{ selection }], endpoint.operation.entity) : [];
        return new FieldPlan({ field, plans, rejections: this.#rejectionsIfFutile(field, plans) });
      }
      case 'byId':
        return this.#byId(field);
      default: {
        const plans = field.positions.flatMap(({ selection }) => {
          const entity =
            field.kind === 'customFields'
              ? this.#catalog.mainEntity(selection.type)
              : field.endpoint.operation.entity;
          return this.#records([{ selection }], entity);
        });
        // Fields that cannot be read are rejected before the write.
        return new FieldPlan({ field, plans, rejections: rejectionsOf(this.#catalog, field, plans) });
      }
    }
  }

  /** Why a field is rejected: nothing that is selected on its records can be read. */
  #rejectionsIfFutile(field: FieldSelection, plans: readonly RecordPlan[]): readonly Rejection[] {
    const isFutile = plans.length > 0 && plans.every((plan) => plan.isFutile);
    return isFutile ? rejectionsOf(this.#catalog, field, plans) : [];
  }

  #records(
    positions: readonly { readonly selection: Selection }[],
    entity: string | undefined,
    owner?: Owner,
  ): RecordPlan[] {
    return entity ? positions.map(({ selection }) => this.record(selection, entity, 0, owner)) : [];
  }

  #byId(field: ByIdSelection): FieldPlan {
    const { byType } = field;
    const [type, ...others] = byType.possible;
    if (type === undefined || others.length > 0)
      return new FieldPlan({ field, plans: [], makeTarget: (name) => this.#typeTarget(field, name) });
    // Its choices are made together with those of the rest of the operation.
    const target = this.#typeTarget(field, type, (selection, entity) => this.record(selection, entity, 0));
    const plans = target ? [target.plan] : [];
    const rejections = this.#rejectionsIfFutile(field, plans);
    const makeTarget = (name: string): HopTarget | undefined => (name === type ? target : undefined);
    return new FieldPlan({ field, plans, rejections, makeTarget });
  }

  /** How records are loaded whose type is known only from an id. */
  #typeTarget(
    { byType, endpoint }: ByIdSelection,
    type: string,
    planRecord = this.#recordAlone,
  ): HopTarget | undefined {
    if (!byType.possible.includes(type)) return undefined;
    const entity = this.#catalog.mainEntity(type);
    if (!entity || !this.#catalog.load(entity)) return undefined;
    const plan = planRecord(byType.of(type), entity);
    return new HopTarget({ entity, plan, load: true, isAbstract: endpoint.type === null });
  }

  /**
   * @param owner At level 0: the record that filters the list of these records. Below: set if these are that
   * record.
   */
  record(selection: Selection, entity: string, level: 0 | 1 | 2, owner?: Owner): RecordPlan {
    const fact = this.#catalog.entity(entity);
    const values = new Set<string>();
    // The id is always requested: records are distinguished, matched and cached by it. Bare records have it
    // anyway.
    if (fact.id) values.add('id');
    for (const key of selection.values) if (key in fact.fields) values.add(key);
    // Records of two id spaces in one shape are distinguished by their type.
    const node = Object.values(fact.fields).find((one) => one.kind === 'node');
    if (node?.kind === 'node' && level < 2) values.add(node.typeField);
    const draft: Draft = {
      type: selection.type,
      entity,
      level,
      values,
      nested: [],
      hops: [],
      fields: [],
      unreachable: [],
      returning: [],
      returningFields: [],
      owner,
    };
    for (const child of selection.children) this.#child(draft, child, fact.redactable !== undefined);
    // It arrives whole and takes no braces.
    if (fact.whole && level > 0) values.clear();
    // Braces must not be empty: one field is requested if only the existence of a record matters.
    else if (values.size === 0 && level === 1) {
      const [value] = Object.entries(fact.fields).find(([, one]) => one.kind === 'scalar') ?? [];
      if (value) values.add(value);
    }
    for (const [index, field] of draft.fields.entries())
      draft.fields[index] = this.#widen(field, draft.returningFields);
    const { nested, hops, fields, unreachable } = draft;
    const isFutile =
      selection.values.size === 0 &&
      !selection.redacted &&
      hops.length + fields.length === 0 &&
      nested.length + unreachable.length > 0 &&
      nested.every((one) => one.plan.isFutile);
    return new RecordPlan({ isFutile, ...draft });
  }

  /** If a list is selected again where its record comes back, one call loads the fields of both. */
  #widen(field: FieldPlan, returning: readonly FieldPlan[]): FieldPlan {
    const { documentKey, plans, rejections } = field;
    const same = returning.filter((one) => documentKey !== '' && one.documentKey === documentKey);
    if (same.length === 0) return field;
    const tree = joinFields([field, ...same].map((one) => one.tree));
    const [own] = field.brings;
    const brings = own ? broughtBy(this.#catalog, own.entity, tree) : [];
    return new FieldPlan({ field: field.field, plans, tree, brings, rejections });
  }

  #child(draft: Draft, child: ChildSelection, marksRedacted: boolean): void {
    const { responseKey } = child;
    switch (child.kind) {
      case 'nested':
        this.#nested(draft, child);
        return;
      case 'link': {
        const { fact, selection } = child;
        const { via } = fact;
        draft.values.add(via);
        const destination = { isUnmarked: !(marksRedacted && via === 'id'), ...fact };
        const isOwner = draft.level === 0 && draft.owner?.via === via;
        const known = isOwner ? this.#ownerTarget(draft.owner, selection, destination) : null;
        const target = known ?? this.#shownTarget(draft, selection, destination);
        draft.hops.push({ responseKey, source: { kind: 'link', via }, targets: [target] });
        return;
      }
      case 'node': {
        const { typeField, idField } = child.fact;
        draft.values.add(typeField).add(idField);
        const targets = Object.entries(child.fact.targets).map(([clioType, fact]) => {
          const selection = child.byType.of(this.#catalog.entity(fact.entity).type);
          const destination = { clioType, isAbstract: true, isUnmarked: !marksRedacted, ...fact };
          const known = draft.level > 0 ? this.#ownerTarget(draft.owner, selection, destination) : null;
          return known ?? this.#shownTarget(draft, selection, destination);
        });
        draft.hops.push({ responseKey, source: { kind: 'node', typeField, idField }, targets });
        return;
      }
      default:
        draft.fields.push(this.field(child, draft));
    }
  }

  /**
   * The record that filters a list, at a position where the list's records refer to it. What is selected
   * there is loaded where the record arrives. Null if not all of it can arrive there.
   */
  #ownerTarget(
    owner: Owner | undefined,
    selection: Selection,
    { entity, clioType, isAbstract }: Destination,
  ): HopTarget | null {
    if (owner === undefined || this.#catalog.load(entity)?.entity !== owner.draft.entity) return null;
    const { draft } = owner;
    const plan = this.record(selection, draft.entity, 0, draft.owner);
    if (draft.level === 0) {
      draft.returning.push(plan.tree);
      draft.returningFields.push(...plan.fields);
    } else {
      for (const inner of plan.tree.values()) if (inner !== true) return null;
      if (draft.level === 2) return null;
      for (const key of plan.tree.keys()) draft.values.add(key);
    }
    return new HopTarget({
      clioType,
      isAbstract,
      entity: draft.entity,
      plan,
      load: needsMoreThanId(plan),
      isOwner: true,
    });
  }

  /** Adds a nested record: in its parent's call if Clio allows that, otherwise loaded by id. */
  #nested(draft: Draft, child: NestedSelection): void {
    const { fact, key, responseKey, selection } = child;
    const { level, owner } = draft;
    const isOwner = level === 0 && owner?.key === key && fact.kind === 'one';
    if (isOwner && selection.children.length > 0) {
      const target = this.#ownerTarget(owner, selection, { entity: fact.entity });
      if (target) {
        draft.values.add(key);
        draft.hops.push({ responseKey, source: { kind: 'nested', key }, targets: [target] });
        return;
      }
    }
    // Records inside a bare record are bare as well.
    const inner = level === 0 ? 1 : 2;
    const stays = this.#nesting.canStay(selection, fact.entity, inner);
    const loads = this.#catalog.load(fact.entity) !== undefined;
    if (stays && !(loads && inner === 1 && this.#chooseLoad(child))) {
      if (level > 0) draft.values.add(key);
      draft.nested.push({
        key,
        responseKey,
        plan: this.record(selection, fact.entity, inner, isOwner ? owner : undefined),
        pick: child.pick,
      });
      return;
    }
    if (loads && level < 2) {
      draft.values.add(key);
      const target = this.#hopTarget(selection, { entity: fact.entity, query: fact.loadQuery });
      // Braces have one level: a record named inside them has only its id.
      const ifRedacted = level === 0 ? this.#ifRedacted(selection, fact.entity) : undefined;
      draft.hops.push({ responseKey, source: { kind: 'nested', key }, ifRedacted, targets: [target] });
      return;
    }
    if (fact.sibling && level < 2) {
      draft.values.add(key).add(fact.sibling.of);
      draft.hops.push(this.#siblingHop(child, fact.sibling));
      return;
    }
    const byNode = level < 2 ? this.#memberHop(draft, child) : null;
    if (byNode) draft.hops.push(byNode);
    else
      draft.unreachable.push({
        responseKey,
        message: whyUnreachable(this.#catalog, draft, child),
        node: child.node,
      });
  }

  /** Loads the full record of these partial ones, with its own field of that name. */
  #memberHop({ entity, values }: Draft, child: NestedSelection): HopPlan | null {
    const { node, targets } = this.#nesting.fullRecords(entity, child);
    if (node === undefined || targets.length === 0) return null;
    const { typeField, idField } = node;
    values.add(typeField).add(idField);
    const { key, responseKey } = child;
    return {
      responseKey,
      source: { kind: 'member', typeField, idField, key },
      targets: targets.map(([clioType, target]) => {
        const { type } = this.#catalog.entity(target.entity);
        const selection = { type, values: new Set<string>(), redacted: false, children: [child] };
        return this.#hopTarget(selection, { clioType, ...target });
      }),
    };
  }

  /** The part of the selection that a redacted record shows. */
  #ifRedacted({ values }: Selection, entity: string): ReadonlySet<string> {
    const { fields, redactedFields = [] } = this.#catalog.entity(entity);
    return new Set(redactedFields.filter((key) => values.has(key) && key in fields));
  }

  /** Loads the record beside this one, with the list that contains this one. */
  #siblingHop(child: NestedSelection, sibling: { readonly of: string; readonly list: string }): HopPlan {
    const parent = this.#siblingOwner(child);
    const list = this.#catalog.entity(parent).fields[sibling.list];
    if (list?.kind !== 'many')
      throw new Error(`${parent}.${sibling.list} is not a list (clio-graphql:plan-sibling)`);
    const owner: Selection = {
      type: this.#catalog.entity(parent).type,
      values: new Set(),
      redacted: false,
      children: [
        {
          kind: 'nested',
          key: sibling.list,
          fact: list,
          responseKey: sibling.list,
          node: child.node,
          selection: child.selection,
        },
      ],
    };
    const source = { kind: 'sibling' as const, key: child.key, of: sibling.of, list: sibling.list };
    return { responseKey: child.responseKey, source, targets: [this.#hopTarget(owner, { entity: parent })] };
  }

  #siblingOwner(child: NestedSelection): string {
    for (const entity of Object.values(this.#catalog.data.entities)) {
      if (entity.fields[child.key] !== child.fact || !child.fact.sibling) continue;
      const beside = entity.fields[child.fact.sibling.of];
      if (beside?.kind === 'one') return beside.entity;
    }
    throw new Error(`${child.key} has no sibling (clio-graphql:plan-owner)`);
  }

  #hopTarget(selection: Selection, destination: Destination): HopTarget {
    const { entity, query, clioType, isAbstract, isUnmarked } = destination;
    const loaded = this.#catalog.load(entity);
    if (!loaded) throw new Error(`${entity} cannot be loaded (clio-graphql:plan-hop)`);
    const plan = this.record(selection, loaded.entity, 0);
    const load = needsMoreThanId(plan) || (isUnmarked === true && selection.redacted);
    return new HopTarget({ clioType, isAbstract, entity: loaded.entity, query, plan, load });
  }

  /** The same, if the record with the id may already have everything that is selected. */
  #shownTarget(draft: Draft, selection: Selection, destination: Destination): HopTarget {
    const { entity, query, clioType, isAbstract, isUnmarked, shared = {} } = destination;
    const target = this.#hopTarget(selection, destination);
    const { plan } = target;
    if (!target.load || draft.level === 2 || (isUnmarked && selection.redacted)) return target;
    // Braces have one level.
    for (const [key, inner] of plan.tree) {
      if (key === 'id' || (key in shared && (inner === true || draft.level === 0))) continue;
      // If the record that leads there is redacted, the target is not loaded and has the same values.
      if (!isUnmarked)
        for (const shown of this.#ifRedacted(selection, entity))
          if (shown in this.#catalog.entity(draft.entity).fields) draft.values.add(shown);
      return target;
    }
    if (draft.level > 0) for (const key of sharedTree(shared, plan.tree).keys()) draft.values.add(key);
    return new HopTarget({ clioType, isAbstract, entity: target.entity, query, plan, load: false, shared });
  }

  /**
   * A nested record whose own nested records must be loaded may cost less if it is loaded itself: they then
   * arrive in its braces. If one of them can be read in no other way, there is no choice.
   */
  #chooseLoad(child: NestedSelection): boolean {
    let gains = false;
    for (const below of child.selection.children) {
      if (below.kind !== 'nested' || this.#nesting.canStay(below.selection, below.fact.entity, 2)) continue;
      if (!this.#catalog.load(below.fact.entity) && !below.fact.sibling) {
        if (!this.#nesting.isLost(below.selection, below.fact.entity)) return true;
        continue;
      }
      gains = true;
    }
    if (!gains) return false;
    const chosen = this.#choices.get(child);
    if (chosen !== undefined) return chosen;
    this.open ??= child;
    return false;
  }
}

function needsMoreThanId(plan: RecordPlan): boolean {
  for (const value of plan.values) if (value !== 'id') return true;
  return plan.nested.length > 0 || plan.hops.length > 0;
}
