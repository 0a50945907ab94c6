import { badInput } from '../errors.ts';
import { contentOf } from '../loaders/content.ts';
import { idOrder, type ListWindow } from '../loaders/list-calls.ts';
import { type ListPages, type ListResult, loadList } from '../loaders/list-loader.ts';
import { type ClioRecord, isRecord, isRedacted, recordId } from '../loaders/record.ts';
import { defaultPageSize } from '../planner/argument-sizes.ts';
import type { Args } from '../planner/argument-values.ts';
import { bindId, bindParameters, type Parameter } from '../planner/bind-arguments.ts';
import { broughtBy, broughtRecords } from '../planner/brought-records.ts';
import {
  addFields,
  coversFields,
  type FieldTree,
  type MutableFieldTree,
  printFields,
} from '../planner/fields.ts';
import type { FieldPlan, RecordPlan } from '../planner/plan.ts';
import type { BroughtRecords } from '../planner/scheduler.ts';
import type { ListSelection } from '../planner/selection.ts';
import type { Connection } from './connection.ts';
import { GrowingList, ownRecords } from './growing-list.ts';
import type { OperationRun } from './operation-run.ts';
import type { Receiver } from './slots.ts';

export type ListPlan = FieldPlan<ListSelection>;

/** A position that a list is answered at. */
export interface ListReceiver {
  readonly plan: ListPlan;
  readonly window: ListWindow;
  readonly slot: Receiver;
}

/** A list that is asked for, with all positions that ask for it: of windows that begin at its start, the widest is loaded. */
interface PendingList {
  readonly key: string;
  readonly path: string;
  readonly filters: readonly Parameter[];
  readonly arguments: ListArguments;
  readonly receivers: ListReceiver[];
}

/** A list that has been sent, so that it can answer further positions. */
interface SentList {
  readonly fields: FieldTree;
  readonly page: boolean;
  /** How many records it holds at most. */
  size: number;
  readonly result: Promise<ListResult>;
}

const none: readonly PendingList[] = [];

/** A field's arguments in Clio's terms. They are the same for each parent. */
interface ListArguments {
  readonly filters: readonly Parameter[];
  readonly order: string | null;
  readonly window: ListWindow;
  readonly brings: readonly BroughtRecords[];
  /** Equal for lists of which one can answer the other, wherever they stand. */
  readonly key: string;
}

/** Fields that list records. A list is asked for once: windows of it are cut out of the widest. */
export class ListFields {
  readonly #run: OperationRun;
  readonly #arguments = new Map<FieldPlan, ListArguments>();
  /** Lists that are not sent yet, by what they ask for. */
  readonly #pending = new Map<string, PendingList>();
  readonly #sent = new Map<string, SentList[]>();

  constructor(run: OperationRun) {
    this.#run = run;
  }

  /** Asks for a list. It goes with the next {@link send}. */
  add(plan: ListPlan, parent: ClioRecord | null, args: Args, slot: Receiver): void {
    const { operation, parent: bound, with: also } = plan.field.endpoint;
    const own = this.#argumentsOf(plan, args);
    let { path } = operation;
    let { filters } = own;
    if (bound) {
      const id = parent && recordId(parent);
      if (id === null) {
        slot.receive(null);
        return;
      }
      if (bound.in === 'path') path = path.replace(`{${bound.name}}`, encodeURIComponent(id));
      else filters = [[bound.name, bindId(operation, bound.name, id)], ...filters];
    }
    const fixed = Object.entries(also);
    if (fixed.length > 0) filters = [...fixed, ...filters];
    const key = `${path} ${own.key} ${printFilters(filters)}`;
    const receiver: ListReceiver = { plan, window: own.window, slot };
    const sent = this.#sent.get(key)?.find((one) => answers(one, receiver));
    if (sent) {
      this.#deliver(sent, receiver);
      return;
    }
    const pending = this.#pending.get(key);
    if (pending) pending.receivers.push(receiver);
    else this.#pending.set(key, { key, path, filters, arguments: own, receivers: [receiver] });
  }

  /** Answers a position from a list that has been sent for others. */
  #deliver({ result }: SentList, receiver: ListReceiver): void {
    const run = this.#run;
    const done = result.then(
      (list) => receive(run, receiver, list),
      (error: unknown) => receiver.slot.receive(error),
    );
    run.track({ mayLoad: run.mayLoad(receiver.plan), brings: [] }, done);
  }

  /** The lists that have been asked for since the last time. */
  take(): readonly PendingList[] {
    if (this.#pending.size === 0) return none;
    const lists = [...this.#pending.values()];
    this.#pending.clear();
    return lists;
  }

  #argumentsOf(plan: ListPlan, args: Args): ListArguments {
    let own = this.#arguments.get(plan);
    if (!own) {
      own = bindArguments(this.#run, plan, args);
      this.#arguments.set(plan, own);
    }
    return own;
  }

  send({ key, path, filters, arguments: { order, brings }, receivers }: PendingList): void {
    const run = this.#run;
    const [{ plan }] = receivers as [ListReceiver];
    const { operation } = plan.field.endpoint;
    const { entity } = operation;
    const isOfRecords = operation.response === 'list' && entity !== undefined;
    const held = brings.length > 0 && entity !== undefined ? run.heldAmong(entity, idsIn(filters)) : noPlans;
    const isShared = receivers.length > 1 || held.length > 0;
    const fields = isShared ? joinFields(receivers, held) : plan.tree;
    const brought =
      isShared && brings.length > 0 && entity !== undefined ? broughtBy(run.catalog, entity, fields) : brings;
    let shown: GrowingList | undefined;
    const show = (pages: ListPages): void => {
      shown ??= new GrowingList(run, receivers, pages);
      shown.grow(pages.items);
      run.sendWhatMayGo();
    };
    const window = widest(receivers, operation.limit);
    const page = receivers.some((one) => one.plan.field.connection.page);
    // Equal calls are one as long as they are asked for at the same time, which those of different pages would not be.
    const isShown =
      run.isIncremental &&
      receivers.every((one) => one.window.first === window.first) &&
      !receivers.some((one) => one.plan.plans.some(({ callsForEach }) => callsForEach));
    const request = {
      operation,
      path,
      fields: operation.fields && isOfRecords ? printed(plan, fields) : '',
      filters,
      order,
      window,
      page,
      meta: receivers.some((one) => one.plan.field.connection.meta),
      content: entity === undefined ? undefined : contentOf(run.catalog, entity, fields),
      purpose: plan,
    };
    const result = loadList(run.client, request, isShown ? show : undefined);
    const sent: SentList = { fields, page, size: page ? sizeOf(window, operation.limit) : 0, result };
    const others = this.#sent.get(key);
    if (others) others.push(sent);
    else this.#sent.set(key, [sent]);
    const done = result.then(
      (list) => {
        if (brought.length > 0) learn(run, brought, list);
        if (shown) shown.complete(list);
        else for (const receiver of receivers) receive(run, receiver, list);
        if (sent.size > 0 && !list.hasNextPage) sent.size = Number.POSITIVE_INFINITY;
      },
      (error: unknown) => {
        if (shown) shown.fail(error);
        else for (const { slot } of receivers) slot.receive(error);
      },
    );
    run.track({ mayLoad: isShared ? joinMayLoad(run, receivers) : run.mayLoad(plan), brings: brought }, done);
  }
}

const noPlans: readonly RecordPlan[] = [];

/** Whether a list that has been sent holds what a position asks for. One that takes no call may come without its count. */
function answers({ fields, page, size }: SentList, { plan, window }: ListReceiver): boolean {
  const { connection, endpoint } = plan.field;
  if (!connection.page) return page ? size > 0 : true;
  return size > 0 && size >= sizeOf(window, endpoint.operation.limit) && coversFields(fields, plan.tree);
}

/** Whether a window begins at the list's start, so that it is a part of any that is wider. */
function isPrefix({ first, after, last, before }: ListWindow): boolean {
  return after === null && last === null && before === null && (first === null || first >= 0);
}

/** Most records in a window. */
function sizeOf({ first, last }: ListWindow, limit = defaultPageSize): number {
  return first ?? last ?? Math.min(defaultPageSize, limit);
}

function widest(receivers: readonly ListReceiver[], limit: number | undefined): ListWindow {
  const paged = receivers.filter(({ plan }) => plan.field.connection.page);
  let [{ window }] = (paged.length > 0 ? paged : receivers) as [ListReceiver];
  for (const other of paged) if (sizeOf(other.window, limit) > sizeOf(window, limit)) window = other.window;
  return window;
}

/** The values of `ids[]`, if the list has no other filter: it then brings each of these records that there is. */
function idsIn(filters: readonly Parameter[]): ReadonlySet<string> | null {
  return filters.length > 0 && filters.every(([name]) => name === 'ids[]')
    ? new Set(filters.map(([, id]) => id))
    : null;
}

/** Equal for equal filters, in whatever order they were given. */
function printFilters(filters: readonly Parameter[]): string {
  return filters.length < 2 ? JSON.stringify(filters) : JSON.stringify(filters.map(String).sort());
}

function bindArguments(run: OperationRun, plan: ListPlan, args: Args): ListArguments {
  const { operation, parent, with: also } = plan.field.endpoint;
  const filters = bindParameters(run.catalog, operation, (args.filter ?? {}) as Args);
  for (const [name] of filters) {
    if (!(name in also) && !(parent?.in === 'query' && parent.name === name)) continue;
    const field = operation.query[name]?.name;
    throw badInput(`The filter repeats "${field}", which the parent record sets already.`);
  }
  // Lists come by id where nothing else is asked for.
  const order = args.orderBy === idOrder ? null : text(args.orderBy);
  const window: ListWindow = {
    first: size(args.first),
    after: text(args.after),
    last: size(args.last),
    before: text(args.before),
  };
  // A window that takes no call does not share what becomes of another's.
  const isShared = isPrefix(window) && (window.first !== 0 || plan.field.connection.meta);
  const key = isShared ? (order ?? '') : JSON.stringify([order, window]);
  const brings = broughtRecords(plan, args);
  if (brings.length === 0) run.hasPartialRecords = true;
  return { filters, order, window, brings, key };
}

function receive(run: OperationRun, { plan, window, slot }: ListReceiver, whole: ListResult): void {
  const { field } = plan;
  const { limit } = field.endpoint.operation;
  const list = field.connection.page && isPrefix(window) ? firstOf(whole, sizeOf(window, limit)) : whole;
  const records = list.items.filter(isRecord);
  const positions = new Map<string, readonly ClioRecord[]>();
  for (const [index, { path }] of field.connection.positions.entries()) {
    const record = plan.plans[index];
    const own = ownRecords(record, field, records);
    positions.set(path.join('.'), own);
    if (record) run.fill(record, own);
  }
  slot.receive({ list, positions } satisfies Connection);
}

/** A narrower window of a list. */
function firstOf(list: ListResult, size: number): ListResult {
  const { items, hasPreviousPage, totalCount, bytes, freshUntil, rest, restAt } = list;
  const isAllBeforeRest = rest !== undefined && restAt === size && size === items.length;
  // What has come is enough, or all that there is.
  if (size >= items.length && !isAllBeforeRest) return list;
  return {
    items: items.slice(0, size),
    cursor: (index) => list.cursor(index),
    hasNextPage: true,
    hasPreviousPage,
    totalCount,
    bytes,
    freshUntil,
  };
}

/** A list's records need not be loaded again one by one. */
function learn(
  run: OperationRun,
  brought: readonly BroughtRecords[],
  { items, bytes, freshUntil }: ListResult,
): void {
  const records = items.filter(isRecord);
  run.records.known.learn(brought, records);
  const own = brought.find(({ at }) => at === null);
  const { cache } = run.client;
  if (!own || !cache.isOn) return;
  const content = contentOf(run.catalog, own.entity, own.fields);
  const each = Math.ceil(bytes / Math.max(1, records.length));
  for (const record of records) {
    const id = recordId(record);
    if (id !== null && !isRedacted(record))
      cache.keepRecord(id, { content, fields: own.fields, record, freshUntil, etag: null, bytes: each });
  }
}

/** @param waiting Plans of records that are to be loaded by id and that the list brings. */
function joinFields(receivers: readonly ListReceiver[], held: readonly RecordPlan[]): FieldTree {
  const fields: MutableFieldTree = new Map();
  for (const { plan } of receivers) addFields(fields, plan.tree);
  for (const plan of held) addFields(fields, plan.tree);
  return fields;
}

function joinMayLoad(run: OperationRun, receivers: readonly ListReceiver[]): ReadonlySet<string> {
  const entities = new Set<string>();
  for (const { plan } of receivers) for (const entity of run.mayLoad(plan)) entities.add(entity);
  return entities;
}

/** The `fields` parameter, printed once for a plan. */
function printed(plan: FieldPlan, fields: FieldTree): string {
  return fields === plan.tree ? plan.printedFields : printFields(fields);
}

function size(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
