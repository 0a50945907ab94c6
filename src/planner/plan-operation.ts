import type { Catalog } from '../catalog/catalog.ts';
import { type Cost, cheaper, estimateCost } from './estimate-cost.ts';
import type {
  FieldPlan,
  HopPlan,
  HopTarget,
  NestedPlan,
  OperationPlan,
  RecordPlan,
  UnreachablePlan,
} from './plan.ts';
import type {
  ChildSelection,
  FieldSelection,
  RootSelection,
  Selection,
  TypeSelections,
} from './selection.ts';

type NestedSelection = Extract<ChildSelection, { kind: 'nested' }>;

/**
 * Most plans compared for one operation. Each open choice doubles them; beyond this the remaining choices
 * keep records where they arrive.
 */
const maxComparedPlans = 256;

/**
 * Plans an operation: of all ways to serve it, the one with the fewest calls, then the fewest rounds, then
 * the fewest fields. Pure: the same selection gives the same plan.
 */
export function planOperation(catalog: Catalog, root: RootSelection): OperationPlan {
  return cheapest(catalog, (choices) => {
    const builder = new PlanBuilder(catalog, choices);
    const fields = new Map<string, FieldPlan>();
    for (const [responseKey, field] of root.fields) fields.set(responseKey, builder.field(field));
    return { plan: { fields }, open: builder.open };
  });
}

/** Which nested records are loaded on their own although they could stay where they arrive. */
type Choices = ReadonlyMap<NestedSelection, boolean>;

function cheapest(
  catalog: Catalog,
  build: (choices: Choices) => { plan: OperationPlan; open: NestedSelection | undefined },
): OperationPlan {
  let best: { plan: OperationPlan; cost: Cost } | undefined;
  let compared = 0;
  const explore = (choices: Choices): void => {
    const { plan, open } = build(choices);
    if (open && compared < maxComparedPlans) {
      explore(new Map(choices).set(open, false));
      explore(new Map(choices).set(open, true));
      return;
    }
    compared += 1;
    const cost = estimateCost(catalog, plan);
    if (!best || cheaper(cost, best.cost)) best = { plan, cost };
  };
  explore(new Map());
  if (!best) throw new Error('No plan was built (clio-graphql:plan-none)');
  return best.plan;
}

class PlanBuilder {
  readonly #catalog: Catalog;
  readonly #choices: Choices;
  /** The first choice met that is not made yet. */
  open: NestedSelection | undefined;

  constructor(catalog: Catalog, choices: Choices) {
    this.#catalog = catalog;
    this.#choices = choices;
  }

  field(field: FieldSelection): FieldPlan {
    if (field.kind === 'list') {
      const entity = field.place.operation.entity;
      const plans = entity
        ? field.connection.positions.map(({ selection }) => this.record(selection, entity, 0))
        : [];
      return { field, plans, forType: () => undefined };
    }
    if (field.kind === 'write') {
      const { entity } = field.place.operation;
      const plans = entity ? field.positions.map(({ selection }) => this.record(selection, entity, 0)) : [];
      return { field, plans, forType: () => undefined };
    }
    if (field.kind === 'customFields') {
      const plans = field.positions.flatMap(({ selection }) => {
        const entity = this.#catalog.mainEntity(selection.type);
        return entity ? [this.record(selection, entity, 0)] : [];
      });
      return { field, plans, forType: () => undefined };
    }
    if (field.kind === 'record') {
      const entity = field.place.operation.entity;
      const plans = entity && field.selection ? [this.record(field.selection, entity, 0)] : [];
      return { field, plans, forType: () => undefined };
    }
    const plans =
      field.byType.possible.length === 1 ? this.#targets(field.byType).map((target) => target.plan) : [];
    return { field, plans, forType: memoize((type) => this.#typeTarget(field.byType, type)) };
  }

  /** The plan for a position whose type is known only from an id, cheapest by itself. */
  #typeTarget(byType: TypeSelections, type: string): HopTarget | undefined {
    if (!byType.possible.includes(type)) return undefined;
    const entity = this.#catalog.mainEntity(type);
    const loaded = entity ? this.#catalog.load(entity) : undefined;
    if (!entity || !loaded) return undefined;
    const selection = byType.of(type);
    return { clioType: null, entity, query: {}, load: true, plan: this.#alone(selection, entity) };
  }

  #targets(byType: TypeSelections): HopTarget[] {
    return byType.possible.flatMap((type) => this.#typeTarget(byType, type) ?? []);
  }

  /** A record plan chosen without regard to the rest of the operation. */
  #alone(selection: Selection, entity: string): RecordPlan {
    let result: RecordPlan | undefined;
    let best: Cost | undefined;
    let compared = 0;
    const explore = (choices: Choices): void => {
      const builder = new PlanBuilder(this.#catalog, choices);
      const plan = builder.record(selection, entity, 0);
      if (builder.open && compared < maxComparedPlans) {
        explore(new Map(choices).set(builder.open, false));
        explore(new Map(choices).set(builder.open, true));
        return;
      }
      compared += 1;
      const cost = estimateCost(this.#catalog, plan);
      if (!best || cheaper(cost, best)) {
        best = cost;
        result = plan;
      }
    };
    explore(new Map());
    if (!result) throw new Error('No plan was built (clio-graphql:plan-alone)');
    return result;
  }

  record(selection: Selection, entity: string, level: 0 | 1 | 2): RecordPlan {
    const fact = this.#catalog.entity(entity);
    const values = new Set<string>();
    // The id comes along always: by it records are told apart, matched and cached. Bare records bring theirs unasked.
    if (fact.id) values.add('id');
    for (const key of selection.values) if (key in fact.fields) values.add(key);
    // Records of two id spaces in one shape are told apart by their type.
    const node = Object.values(fact.fields).find((one) => one.kind === 'node');
    if (node?.kind === 'node' && level < 2) values.add(node.typeField);
    const draft: Draft = { values, nested: [], hops: [], fields: [], unreachable: [] };
    for (const child of selection.children) this.#child(draft, child, level, fact.redactable !== undefined);
    // Braces must hold something: one value stands for a record of which only its existence is asked.
    if (values.size === 0 && level === 1) {
      const [value] = Object.entries(fact.fields).find(([, one]) => one.kind === 'scalar') ?? [];
      if (value) values.add(value);
    }
    const future = new Set<string>();
    for (const { plan } of draft.nested) addAll(future, plan.future);
    for (const hop of draft.hops) {
      for (const target of hop.targets) {
        if (target.load) future.add(target.entity);
        addAll(future, target.plan.future);
      }
    }
    for (const field of draft.fields) for (const plan of field.plans) addAll(future, plan.future);
    const { nested, hops, fields, unreachable } = draft;
    const slotted =
      hops.length + fields.length + unreachable.length > 0 ||
      nested.some(({ plan, pick }) => plan.slotted || pick !== undefined);
    return {
      type: selection.type,
      entity,
      level,
      values,
      nested,
      hops,
      fields,
      unreachable,
      future,
      slotted,
    };
  }

  #child(draft: Draft, child: ChildSelection, level: 0 | 1 | 2, tellsRedacted: boolean): void {
    switch (child.kind) {
      case 'nested':
        this.#nested(draft, child, level);
        return;
      case 'link': {
        draft.values.add(child.fact.via);
        const isUntold = !(tellsRedacted && child.fact.via === 'id');
        const source = { kind: 'link' as const, via: child.fact.via };
        draft.hops.push({
          responseKey: child.responseKey,
          source,
          targets: [this.#hopTarget(child.selection, child.fact.entity, null, {}, isUntold)],
        });
        return;
      }
      case 'node': {
        const { typeField, idField, targets } = child.fact;
        draft.values.add(typeField).add(idField);
        const plans = Object.entries(targets).map(([clioType, { entity, query = {} }]) =>
          this.#hopTarget(
            child.byType.of(this.#catalog.entity(entity).type),
            entity,
            clioType,
            query,
            !tellsRedacted,
          ),
        );
        draft.hops.push({
          responseKey: child.responseKey,
          source: { kind: 'node', typeField, idField },
          targets: plans,
        });
        return;
      }
      default:
        draft.fields.push(this.field(child));
    }
  }

  /** Records inside records: kept where they arrive if Clio lets them arrive there, else loaded. */
  #nested(draft: Draft, child: NestedSelection, level: 0 | 1 | 2): void {
    const { fact, key, responseKey, selection } = child;
    // What a bare record without an id holds is as bare as itself.
    const inner = level === 0 ? 1 : 2;
    const stays = this.#canStay(selection, fact.entity, inner);
    const loads = this.#catalog.load(fact.entity) !== undefined;
    if (stays && !(loads && inner === 1 && this.#chooseLoad(child))) {
      if (level > 0) draft.values.add(key);
      draft.nested.push({
        key,
        responseKey,
        plan: this.record(selection, fact.entity, inner),
        pick: child.pick,
      });
      return;
    }
    if (loads && level < 2) {
      draft.values.add(key);
      const target = this.#hopTarget(selection, fact.entity, null, fact.loadQuery ?? {});
      draft.hops.push({ responseKey, source: { kind: 'nested', key }, targets: [target] });
      return;
    }
    if (fact.sibling && level < 2) {
      draft.values.add(key).add(fact.sibling.of);
      draft.hops.push(this.#siblingHop(child, fact.sibling));
      return;
    }
    draft.unreachable.push(unreachable(child));
  }

  /** Loads the record beside this one, with the list in which this one stands. */
  #siblingHop(child: NestedSelection, sibling: { readonly of: string; readonly list: string }): HopPlan {
    const parent = this.#siblingOwner(child);
    const list = this.#catalog.entity(parent).fields[sibling.list];
    if (list?.kind !== 'many')
      throw new Error(`${parent}.${sibling.list} is no list (clio-graphql:plan-sibling)`);
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
          selection: child.selection,
        },
      ],
    };
    const source = { kind: 'sibling' as const, key: child.key, of: sibling.of, list: sibling.list };
    return { responseKey: child.responseKey, source, targets: [this.#hopTarget(owner, parent, null, {})] };
  }

  #siblingOwner(child: NestedSelection): string {
    for (const entity of Object.values(this.#catalog.data.entities)) {
      if (entity.fields[child.key] !== child.fact || !child.fact.sibling) continue;
      const beside = entity.fields[child.fact.sibling.of];
      if (beside?.kind === 'one') return beside.entity;
    }
    throw new Error(`${child.key} has no sibling (clio-graphql:plan-owner)`);
  }

  /**
   * @param isUntold True where what holds the id does not say whether the record is redacted: it then has to be loaded
   * for that as well.
   */
  #hopTarget(
    selection: Selection,
    entity: string,
    clioType: string | null,
    query: Readonly<Record<string, string>>,
    isUntold = false,
  ): HopTarget {
    const loaded = this.#catalog.load(entity);
    if (!loaded) throw new Error(`${entity} cannot be loaded (clio-graphql:plan-hop)`);
    const plan = this.record(selection, loaded.entity, 0);
    const load = needsMoreThanId(plan) || (isUntold && selection.redacted);
    return { clioType, entity: loaded.entity, query, plan, load };
  }

  /** True where all that is asked of a nested record can be served without loading it by itself. */
  #canStay(selection: Selection, entity: string, level: 1 | 2): boolean {
    const fact = this.#catalog.entity(entity);
    // A bare record without an id is sent whole; one with an id brings that and nothing to rely on.
    const whole = level === 1 || !fact.id;
    for (const key of selection.values) {
      if (!(key in fact.fields)) return false;
      if (!whole && key !== 'id') return false;
    }
    if (level === 2 && fact.id && Object.values(fact.fields).some((one) => one.kind === 'node'))
      return selection.values.size === 0 && selection.children.length === 0;
    return selection.children.every((child) => this.#childCanStay(child, entity, level, whole));
  }

  #childCanStay(child: ChildSelection, entity: string, level: 1 | 2, whole: boolean): boolean {
    const fields = this.#catalog.entity(entity).fields;
    switch (child.kind) {
      case 'link':
        return child.fact.via in fields && (whole || child.fact.via === 'id');
      case 'node':
        return child.fact.typeField in fields && whole;
      case 'nested': {
        if (!(child.key in fields)) return false;
        if (level === 2) return whole && !this.#catalog.entity(child.fact.entity).id;
        // Below a nested record: bare, or loaded by its id, or found beside it; a dead end is a dead end either way.
        return true;
      }
      default:
        // Calls of its own take nothing but the record's id.
        return this.#catalog.entity(entity).id !== undefined;
    }
  }

  /**
   * A nested record whose own nested records must be loaded may cost less when it is loaded itself: they then
   * arrive in its braces. Where one of them can be read in no other way, there is no choice.
   */
  #chooseLoad(child: NestedSelection): boolean {
    let gains = false;
    for (const below of child.selection.children) {
      if (below.kind !== 'nested' || this.#canStay(below.selection, below.fact.entity, 2)) continue;
      if (!this.#catalog.load(below.fact.entity) && !below.fact.sibling) return true;
      gains = true;
    }
    if (!gains) return false;
    const chosen = this.#choices.get(child);
    if (chosen !== undefined) return chosen;
    this.open ??= child;
    return false;
  }
}

interface Draft {
  readonly values: Set<string>;
  readonly nested: NestedPlan[];
  readonly hops: HopPlan[];
  readonly fields: FieldPlan[];
  readonly unreachable: UnreachablePlan[];
}

function needsMoreThanId(plan: RecordPlan): boolean {
  for (const value of plan.values) if (value !== 'id') return true;
  return plan.nested.length > 0 || plan.hops.length > 0;
}

function unreachable(child: NestedSelection): UnreachablePlan {
  const message =
    `Clio's API offers no way to read "${child.responseKey}" here: it nests one level, and these records cannot be loaded by ` +
    'themselves. Ask for `id` and `clioId` only, or start from a record that holds them directly.';
  return { responseKey: child.responseKey, message };
}

function memoize<R>(make: (key: string) => R): (key: string) => R {
  const made = new Map<string, R>();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key) as R;
  };
}

function addAll<T>(into: Set<T>, from: ReadonlySet<T>): void {
  for (const item of from) into.add(item);
}
