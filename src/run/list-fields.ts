import { contentOf } from '../loaders/content.ts';
import { type ListPages, type ListResult, loadList } from '../loaders/list-loader.ts';
import { type ClioRecord, isRecord, recordId } from '../loaders/record.ts';
import type { Args } from '../planner/argument-values.ts';
import { type BroughtRecords, broughtRecords } from '../planner/brought-records.ts';
import { printFields } from '../planner/fields.ts';
import {
  type BoundList,
  bindListArguments,
  bindParent,
  idsIn,
  type ListArguments,
} from '../planner/list-arguments.ts';
import { isBackward } from '../planner/list-window.ts';
import type { FieldPlan } from '../planner/plan.ts';
import type { ListSelection } from '../planner/selection.ts';
import type { SharedList, WantedList } from '../planner/shared-list.ts';
import { type Connection, Connections } from './connection.ts';
import { GrowingList, ownRecords } from './growing-list.ts';
import type { LoadRequest } from './load-records.ts';
import type { OperationRun } from './operation-run.ts';
import type { Receiver } from './slots.ts';

/** The arguments of a field, and the records that arrive with its list. They are the same for each parent. */
interface FieldArguments extends ListArguments {
  readonly brings: readonly BroughtRecords[];
}

/** A position of a list. */
export interface ListPosition extends WantedList, BoundList {
  readonly arguments: ListArguments;
  readonly slot: Receiver;
}

/** The result of a list that is sent, and the connections that fill its positions. */
export interface SentResult {
  readonly list: Promise<ListResult>;
  readonly connections: Connections;
}

/** A list that is sent, with its result. */
export type SentList = SharedList<ListPosition, LoadRequest, SentResult>;

/** Fields that list records. */
export class ListFields {
  readonly #run: OperationRun;
  readonly #arguments = new Map<FieldPlan, FieldArguments>();

  constructor(run: OperationRun) {
    this.#run = run;
  }

  /** Requests a list. The scheduler releases it, or finds it among the lists that it has released. */
  add(plan: FieldPlan<ListSelection>, parent: ClioRecord | null, args: Args, slot: Receiver): void {
    const run = this.#run;
    const id = parent && recordId(parent);
    if (id === null && plan.field.endpoint.parent) {
      slot.receive(null);
      return;
    }
    const own = this.#argumentsOf(plan, args);
    const { path, filters, key } = bindParent(plan.field, own, id);
    const { size, brings } = own;
    const ids = idsIn(filters);
    const mayLoad = run.mayLoad(plan);
    const position = { plan, path, filters, key, size, ids, brings, mayLoad, arguments: own, slot };
    const sent = run.scheduler.addList(position);
    if (!sent) return;
    if (sent.result === undefined) throw new Error('A list was not sent (clio-graphql:run-list)');
    const { list, connections } = sent.result;
    const done = list.then(
      (whole) => receive(run, connections, position, whole),
      (error: unknown) => slot.receive(error),
    );
    run.track({ mayLoad, brings: [] }, done);
  }

  #argumentsOf(plan: FieldPlan<ListSelection>, args: Args): FieldArguments {
    let own = this.#arguments.get(plan);
    if (!own) {
      const bound = bindListArguments(this.#run.catalog, plan.field, args);
      const brings = broughtRecords(plan, args);
      if (brings.length === 0) this.#run.hasPartialRecords = true;
      own = { brings, ...bound };
      this.#arguments.set(plan, own);
    }
    return own;
  }
}

/** Sends a list. @returns When its positions have been filled. */
export function sendList(run: OperationRun, shared: SentList): Promise<void> {
  const { wanted, widest, fields, brings, page, meta } = shared;
  const [{ plan, path, filters }] = wanted;
  const { operation } = plan.field.endpoint;
  const { entity } = operation;
  const isOfRecords = operation.response === 'list' && entity !== undefined;
  const { order, window } = widest.arguments;
  const connections = new Connections();
  let shown: GrowingList | undefined;
  const show = (pages: ListPages): void => {
    shown ??= new GrowingList(run, wanted, connections, pages);
    shown.grow(pages.items);
    run.sendWhatMayGo();
  };
  // Equal calls are made once only if they are requested at the same time. Records of different pages would
  // request them at different times.
  const isShown =
    run.isIncremental &&
    wanted.every((one) => one.size === widest.size) &&
    !wanted.some((one) => one.plan.plans.some(({ callsForEach }) => callsForEach));
  // The plan's own tree is printed only once.
  const printedFields = fields === plan.tree ? plan.printedFields : printFields(fields);
  const request = {
    operation,
    path,
    fields: operation.fields && isOfRecords ? printedFields : '',
    filters,
    order,
    window,
    page,
    meta,
    content: entity === undefined ? undefined : contentOf(run.catalog, entity, fields),
    purpose: plan,
  };
  const result = loadList(run.client, request, isShown ? show : undefined);
  shared.result = { list: result, connections };
  return result.then(
    (list) => {
      if (brings.length > 0) learn(run, brings, list);
      if (shown) shown.complete(list);
      else for (const position of wanted) receive(run, connections, position, list);
      if (isBackward(window) ? !list.hasPreviousPage : !list.hasNextPage) shared.noteEnd();
    },
    (error: unknown) => {
      if (shown) shown.fail(error);
      else for (const { slot } of wanted) slot.receive(error);
    },
  );
}

function receive(
  run: OperationRun,
  connections: Connections,
  position: ListPosition,
  whole: ListResult,
): void {
  const { plan, slot } = position;
  slot.receive(connections.of(plan, () => connect(run, position, whole)));
}

function connect(run: OperationRun, { plan, arguments: own }: ListPosition, whole: ListResult): Connection {
  const { field } = plan;
  const list = field.connection.page ? cutOut(whole, own) : whole;
  const records = list.items.filter(isRecord);
  const positions = new Map<string, readonly ClioRecord[]>();
  for (const [index, { path }] of field.connection.positions.entries()) {
    const record = plan.plans[index];
    const own = ownRecords(record, field, records);
    positions.set(path.join('.'), own);
    if (record) run.fill(record, own);
  }
  return { list, positions };
}

/** A narrower window of a list. */
function cutOut(list: ListResult, { size, window }: ListArguments): ListResult {
  const { items, hasNextPage, hasPreviousPage, totalCount, bytes, freshUntil, rest, restAt } = list;
  const isAllBeforeRest = rest !== undefined && restAt === size && size === items.length;
  // The items are enough, or there are no more.
  if (size >= items.length && !isAllBeforeRest) return list;
  const isFromEnd = isBackward(window);
  const start = isFromEnd ? items.length - size : 0;
  return {
    items: items.slice(start, start + size),
    cursor: (index) => list.cursor(start + index),
    hasNextPage: isFromEnd ? hasNextPage : true,
    hasPreviousPage: isFromEnd ? true : hasPreviousPage,
    totalCount,
    bytes,
    freshUntil,
  };
}

/** Notes a list's records as known, so that they are not loaded again by id. */
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
  cache.keepRecords(records, { content, fields: own.fields, freshUntil }, bytes);
}
