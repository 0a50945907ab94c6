import type { CatalogOperation } from '../../../src/catalog/catalog.ts';
import type { RawValue } from '../../../src/sandbox/record.ts';
import type { RecordId } from '../../../src/sandbox/store.ts';
import type { Firm, View } from './firm.ts';
import { evaluateList } from './lists.ts';

/** What a small operation selects of the records at one position. */
export interface Selected {
  readonly entity: string;
  /** Clio's names of plain values. */
  readonly values: readonly string[];
  /** Records inside these, by Clio's name of the field. */
  readonly inside: readonly { readonly key: string; readonly selected: Selected }[];
  /** Lists that are filtered by the id of each of these records. */
  readonly lists: readonly SelectedList[];
}

/** A list from its start. */
export interface SelectedList {
  readonly operation: CatalogOperation;
  /** Parameter that takes the id of the parent record; null at the root. */
  readonly parent: string | null;
  readonly with: Readonly<Record<string, string>>;
  /** Ids by which it is filtered at the root. */
  readonly ids: readonly string[] | undefined;
  readonly first: number;
  readonly isCounted: boolean;
  readonly selected: Selected;
}

/** A root field: a list, or records that the arguments name by their ids. */
export type SelectedRoot =
  | SelectedList
  | { readonly ids: readonly RecordId[]; readonly first?: undefined; readonly selected: Selected };

export interface LeastCalls {
  readonly calls: number;
  /**
   * Calls of the worst choice if records are missing, because the best choice cannot be known before the calls; otherwise
   * the same as the minimum.
   */
  readonly most: number;
}

/** A record that must be loaded by its id. */
interface Wanted {
  readonly id: RecordId;
  readonly selected: Selected;
}

interface WantedList {
  readonly list: SelectedList;
  /** The parent record; null at the root. */
  readonly parent: RecordId | null;
  /** Names of what its call requests. */
  readonly names: ReadonlySet<string>;
}

interface SentList {
  readonly names: ReadonlySet<string>;
  readonly size: number;
}

/** The state of a run. */
interface State {
  calls: number;
  readonly wanted: Wanted[];
  readonly lists: WantedList[];
  /** Lists that have arrived, as far as they were read. */
  readonly sent: Map<string, readonly SentList[]>;
  /** Names of what is known of a record, by entity and id. A missing record is known. */
  readonly known: Map<string, ReadonlySet<string> | 'missing'>;
}

/**
 * The minimum number of REST calls of a small operation, by the rules and with the current data. It shares nothing with the planner.
 *
 * - A call returns the selected fields of its records and of the records inside them, and the ids of those inside these.
 * - Records named by an id are loaded, those of an entity together.
 * - A list needs a call for each parent record, and windows of one list need one call.
 * - A field that has arrived once, in a call's records or inside them, is known. A record appears again below the lists that it
 *   filters: the fields that are selected there arrive with it.
 *
 * There are two choices: the records that are loaded although they are inside others, and the order of the loads. All choices are
 * tried. The best can depend on missing records, which nobody knows before the calls.
 */
export function leastCalls(firm: Firm, roots: readonly SelectedRoot[]): LeastCalls {
  const choices = roots.flatMap(({ selected }) => choicesIn(firm, selected));
  let calls = Number.POSITIVE_INFINITY;
  let most = 0;
  let isCertain = true;
  for (let bits = 0; bits < 2 ** choices.length; bits += 1) {
    const loaded = new Set(choices.filter((_, index) => bits & (1 << index)));
    const evaluation = new Evaluation(firm, loaded, roots);
    const made = evaluation.run(roots);
    calls = Math.min(calls, made);
    most = Math.max(most, made);
    isCertain &&=
      !evaluation.isUncertain && positionsIn(roots).every((selected) => evaluation.met.has(selected));
  }
  return { calls, most: isCertain ? calls : most };
}

function positionsIn(parts: readonly { readonly selected: Selected }[]): readonly Selected[] {
  return parts.flatMap(({ selected }) => [
    selected,
    ...positionsIn(selected.inside),
    ...positionsIn(selected.lists),
  ]);
}

/** Records inside others that could be loaded by id so that they have other records inside them. */
function choicesIn(firm: Firm, { inside, lists }: Selected): Selected[] {
  return [
    ...inside.flatMap(({ selected }) => [
      ...(canLoad(firm, selected) && selected.inside.some((one) => needsMoreThanId(one.selected))
        ? [selected]
        : []),
      ...choicesIn(firm, selected),
    ]),
    ...lists.flatMap(({ selected }) => choicesIn(firm, selected)),
  ];
}

/** Equal for lists of which one contains the other, if they have the same parent. */
function kindOf({ operation, parent, with: also }: SelectedList): string {
  return `${operation.id} ${parent} ${JSON.stringify(also)}`;
}

function canLoad({ catalog }: Firm, { entity }: Selected): boolean {
  return catalog.load(entity) !== undefined;
}

function needsMoreThanId({ values, inside }: Selected): boolean {
  return values.length + inside.length > 0;
}

class Evaluation {
  readonly #firm: Firm;
  /** Records that are loaded although they are inside others. */
  readonly #loaded: ReadonlySet<Selected>;
  /** Positions at which there are records. */
  readonly met = new Set<Selected>();
  /** Whether a record was named that Clio no longer has. */
  isUncertain = false;
  /** Lists that are selected at several places, so that it can be best to wait with them. */
  readonly #shared: ReadonlySet<string>;
  /** What is selected of records whose lists do not wait for them. */
  readonly #early = new Set<Selected>();

  constructor(firm: Firm, loaded: ReadonlySet<Selected>, roots: readonly SelectedRoot[]) {
    this.#firm = firm;
    this.#loaded = loaded;
    const names = positionsIn(roots).flatMap(({ lists }) => [...new Set(lists.map(kindOf))]);
    this.#shared = new Set(names.filter((name, index) => names.indexOf(name) < index));
  }

  run(roots: readonly SelectedRoot[]): number {
    const state: State = { calls: 0, wanted: [], lists: [], sent: new Map(), known: new Map() };
    for (const root of roots) {
      if (root.first !== undefined) this.#selectList(state, root, null, [root]);
      else
        for (const id of root.ids) {
          this.#request(state, id, root.selected);
          // The arguments name it: its lists do not wait for it.
          this.#early.add(root.selected);
          this.#selectLists(state, root.selected, id);
        }
    }
    return this.#goOn(state);
  }

  /** Calls until no call is left, with the best order of those that wait for others. */
  #goOn(state: State): number {
    let known: Wanted[];
    do {
      this.#sendLists(state, (list) => !this.#shared.has(kindOf(list)));
      known = state.wanted.filter((one) => this.#isKnown(state, one));
      const left = state.wanted.filter((one) => !known.includes(one));
      state.wanted.splice(0, state.wanted.length, ...left);
      for (const { id, selected } of known) this.#arriveById(state, id, selected);
    } while (known.length > 0);
    const entities = [...new Set(state.wanted.map(({ selected }) => selected.entity))];
    const kinds = [...new Set(state.lists.map(({ list }) => kindOf(list)))];
    if (entities.length + kinds.length === 0) return state.calls;
    return Math.min(
      ...entities.map((entity) => this.#goOn(this.#load(state, entity))),
      ...kinds.map((kind) => {
        const { calls, wanted, lists, sent, known } = state;
        const next = {
          calls,
          wanted: [...wanted],
          lists: [...lists],
          sent: new Map(sent),
          known: new Map(known),
        };
        this.#sendLists(next, (list) => kindOf(list) === kind);
        return this.#goOn(next);
      }),
    );
  }

  // ---- calls ---------------------------------------------------------------------------------------

  /** Loads all wanted records of an entity together. */
  #load(before: State, entity: string): State {
    const { calls, lists, sent, known } = before;
    const own = before.wanted.filter(({ selected }) => selected.entity === entity);
    const wanted = before.wanted.filter(({ selected }) => selected.entity !== entity);
    const state = { calls, wanted, lists: [...lists], sent: new Map(sent), known: new Map(known) };
    const ids = [...new Set(own.map(({ id }) => id))];
    state.calls += this.#callsToLoad(entity, ids);
    const names = new Set(own.flatMap(({ selected }) => [...this.#names(selected)]));
    for (const id of ids) {
      const view = this.#firm.loaded(entity, String(id));
      if (view) this.#learn(state, view, names);
      else state.known.set(`${entity} ${id}`, 'missing');
    }
    for (const { id, selected } of own) this.#arriveById(state, id, selected);
    return state;
  }

  #callsToLoad(entity: string, ids: readonly RecordId[]): number {
    const { catalog } = this.#firm;
    const { batch, requires } = catalog.load(entity)?.load ?? {};
    if (batch === undefined || requires) return ids.length;
    const limit = catalog.operation(batch).limit ?? 1;
    return Math.ceil(ids.length / limit);
  }

  /** Calls for the lists that are wanted, and those below them: windows of one list are one call. */
  #sendLists(state: State, isSent: (list: SelectedList) => boolean): void {
    const own = state.lists.filter(({ list }) => isSent(list));
    if (own.length === 0) return;
    const left = state.lists.filter((one) => !own.includes(one));
    state.lists.splice(0, state.lists.length, ...left);
    const byKey = new Map<string, WantedList[]>();
    for (const one of own) {
      const key = `${kindOf(one.list)} ${one.list.ids} ${one.parent}`;
      byKey.set(key, [...(byKey.get(key) ?? []), one]);
    }
    for (const [key, all] of byKey) {
      const missing = all.filter((one) => !this.#hasCome(state, key, one));
      const size = Math.max(0, ...missing.map(({ list }) => list.first));
      if (missing.some(({ list }) => list.first > 0 || list.isCounted)) {
        state.calls += 1;
        const names = new Set(missing.flatMap((one) => [...one.names]));
        const [first] = missing as [WantedList];
        this.#learnList(state, first, size, names);
        const isWhole = this.#records(first, size + 1).length <= size;
        const sent = { names, size: isWhole ? Number.POSITIVE_INFINITY : size };
        state.sent.set(key, [...(state.sent.get(key) ?? []), sent]);
      }
      for (const one of all)
        for (const view of this.#records(one, one.list.first))
          this.#arrive(state, view, one.list.selected, 0);
    }
    this.#sendLists(state, isSent);
  }

  #hasCome(state: State, key: string, { list, names }: WantedList): boolean {
    const sent = state.sent.get(key) ?? [];
    return sent.some((one) => list.first <= one.size && [...names].every((name) => one.names.has(name)));
  }

  /** A list filtered by ids also returns the records with these ids that are wanted elsewhere. */
  #learnList(state: State, wanted: WantedList, size: number, names: ReadonlySet<string>): void {
    const { ids = [], selected } = wanted.list;
    const elsewhere = state.wanted.filter(
      (one) => one.selected.entity === selected.entity && ids.includes(String(one.id)),
    );
    const all = new Set([...names, ...elsewhere.flatMap((one) => [...this.#names(one.selected)])]);
    for (const view of this.#records(wanted, size)) this.#learn(state, view, all);
  }

  #records({ list, parent }: WantedList, first: number): readonly View[] {
    if (first === 0) return [];
    const args = list.ids === undefined ? { first } : { first, filter: { ids: list.ids } };
    return evaluateList(this.#firm, list, parent, args, { page: true, meta: false }, new Map()).views;
  }

  // ---- responses -----------------------------------------------------------------------------------

  #arriveById(state: State, id: RecordId, selected: Selected): void {
    const view = this.#firm.loaded(selected.entity, String(id));
    if (view) this.#arrive(state, view, selected, 0);
  }

  /** @param level 0 for a call's records, 1 for those inside them, 2 for those of which only the id has arrived. */
  #arrive(state: State, view: View, selected: Selected, level: 0 | 1 | 2): void {
    this.met.add(selected);
    if (view.id !== null && !this.#early.has(selected)) this.#selectLists(state, selected, view.id);
    for (const { key, selected: inner } of selected.inside)
      for (const one of this.#inside(view, key)) {
        if (one.state !== 'full') this.isUncertain = true;
        if (!needsMoreThanId(inner)) this.#arrive(state, one, inner, 2);
        else if (level === 0 && !this.#isLoaded(inner)) {
          // A deleted record has only its id.
          if (one.state === 'full') this.#arrive(state, one, inner, 1);
        } else if (one.id !== null) this.#request(state, one.id, inner);
      }
  }

  #request(state: State, id: RecordId, selected: Selected): void {
    state.wanted.push({ id, selected });
  }

  #selectLists(state: State, selected: Selected, parent: RecordId): void {
    const all = sameRecord(selected).flatMap(({ lists }) => lists);
    for (const list of selected.lists) this.#selectList(state, list, parent, all);
  }

  /** @param all Lists of the same record: what is selected of the same list below arrives with it. */
  #selectList(state: State, list: SelectedList, parent: RecordId | null, all: readonly SelectedList[]): void {
    const same = all.filter((one) => kindOf(one) === kindOf(list));
    state.lists.push({ list, parent, names: new Set(same.flatMap((one) => [...this.#names(one.selected)])) });
  }

  /** Notes what has arrived of a record, and of those inside it. */
  #learn({ known }: State, view: View, names: ReadonlySet<string>): void {
    const add = ({ entity, id, state }: View, more: readonly string[]): void => {
      const key = `${entity} ${id}`;
      const before = known.get(key) ?? [];
      if (before === 'missing') return;
      if (state === 'full') known.set(key, new Set([...before, ...more]));
      // It is noticed that a record was deleted if more than its id is requested.
      else if (more.some((name) => name !== 'id')) known.set(key, 'missing');
    };
    add(view, [...names]);
    for (const name of names) {
      const [key = '', inner] = name.split('.');
      if (inner !== undefined) for (const one of this.#inside(view, key)) add(one, [inner]);
    }
  }

  #isKnown({ known }: State, { id, selected }: Wanted): boolean {
    const names = known.get(`${selected.entity} ${id}`);
    return names === 'missing' || [...this.#names(selected)].every((name) => names?.has(name));
  }

  #inside(view: View, key: string): readonly View[] {
    const fact = this.#firm.catalog.entity(view.entity).fields[key];
    if (fact?.kind !== 'one' && fact?.kind !== 'many') return [];
    const raw = this.#firm.value(view, key);
    const all = Array.isArray(raw) ? (raw as readonly RawValue[]) : [raw];
    return all.flatMap((one) => this.#firm.nested(fact.entity, one, 1) ?? []);
  }

  // ---- selected fields ------------------------------------------------------------------------------

  /** Whether records inside others are loaded by id: by choice, or because records inside them cannot be loaded. */
  #isLoaded(selected: Selected): boolean {
    return (
      this.#loaded.has(selected) ||
      selected.inside.some((one) => needsMoreThanId(one.selected) && !canLoad(this.#firm, one.selected))
    );
  }

  /** What a call requests of its records: `number`, `client` for the client's id, `client.name`. */
  #names(selected: Selected): ReadonlySet<string> {
    const names = new Set(['id']);
    for (const { values, inside } of sameRecord(selected)) {
      for (const name of values) names.add(name);
      for (const { key, selected: inner } of inside) {
        names.add(key);
        // A field with records inside is not requested below the first level.
        if (!this.#isLoaded(inner)) for (const name of namesInside(inner)) names.add(`${key}.${name}`);
      }
    }
    return names;
  }
}

function namesInside(selected: Selected): readonly string[] {
  return sameRecord(selected).flatMap(({ values, inside }) => [
    'id',
    ...values,
    ...inside.map(({ key }) => key),
  ]);
}

/** Everything that is selected of one record: at its position, and where it appears again below the lists that it filters. */
function sameRecord(selected: Selected): readonly Selected[] {
  const back = selected.lists.flatMap((list) =>
    sameRecord(list.selected).flatMap(({ inside }) =>
      inside.flatMap((one) => (`${one.key}_id` === list.parent ? sameRecord(one.selected) : [])),
    ),
  );
  return [selected, ...back];
}
