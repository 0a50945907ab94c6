import { GatewayError } from '../errors.ts';
import { bindId, bindParameters } from '../loaders/bind-arguments.ts';
import { type ListPages, type ListResult, type ListWindow, loadList } from '../loaders/list-loader.ts';
import { type ClioRecord, copyRecord, isRecord, isRedacted, recordId } from '../loaders/record.ts';
import { seldomChanges } from '../loaders/seldom-changes.ts';
import { broughtRecords } from '../planner/brought-records.ts';
import { addFields, type FieldTree, type MutableFieldTree, printFields } from '../planner/fields.ts';
import type { FieldPlan } from '../planner/plan.ts';
import type { BroughtRecords } from '../planner/scheduler.ts';
import type { FieldSelection } from '../planner/selection.ts';
import type { Args } from '../planner/sizes.ts';
import type { Connection } from './connection.ts';
import { GrowingList } from './growing-list.ts';
import type { OperationRun } from './operation-run.ts';
import type { Receiver } from './slots.ts';

type ListSelection = Extract<FieldSelection, { kind: 'list' }>;
type Parameter = readonly [name: string, value: string];

/** A position that a list is answered at. */
export interface ListReceiver {
  readonly plan: FieldPlan;
  readonly field: ListSelection;
  readonly slot: Receiver;
}

/** A list that is asked for, with all positions that ask for the same. */
interface PendingList {
  readonly path: string;
  readonly filters: readonly Parameter[];
  readonly arguments: ListArguments;
  readonly receivers: ListReceiver[];
}

const none: readonly PendingList[] = [];

/** A field's arguments in Clio's terms. They are the same for each parent. */
interface ListArguments {
  readonly filters: readonly Parameter[];
  readonly order: string | null;
  readonly window: ListWindow;
  readonly brings: BroughtRecords | undefined;
  /** Equal for lists with the same arguments, wherever they stand. */
  readonly key: string;
}

/** Fields that list records. Those that ask for the same list at the same time are one call. */
export class ListFields {
  readonly #run: OperationRun;
  readonly #arguments = new Map<FieldPlan, ListArguments>();
  /** Lists that are not sent yet, by what they ask for. */
  readonly #pending = new Map<string, PendingList>();

  constructor(run: OperationRun) {
    this.#run = run;
  }

  /** Asks for a list. It goes with the next {@link send}. */
  add(plan: FieldPlan, field: ListSelection, parent: ClioRecord | null, args: Args, slot: Receiver): void {
    const { operation, parent: bound, with: also } = field.endpoint;
    const own = this.#argumentsOf(plan, field, args);
    let { path } = operation;
    let { filters } = own;
    if (bound) {
      const id = parent && recordId(parent);
      if (id === null) {
        slot.receive(null);
        return;
      }
      if (bound.in === 'path') path = path.replace(`{${bound.name}}`, encodeURIComponent(id));
      else
        filters = [...Object.entries(also), [bound.name, bindId(operation, bound.name, id)], ...own.filters];
    }
    const key = `${path} ${own.key} ${JSON.stringify(filters)}`;
    const pending = this.#pending.get(key);
    if (pending) pending.receivers.push({ plan, field, slot });
    else this.#pending.set(key, { path, filters, arguments: own, receivers: [{ plan, field, slot }] });
  }

  /** The lists that have been asked for since the last time. */
  take(): readonly PendingList[] {
    if (this.#pending.size === 0) return none;
    const lists = [...this.#pending.values()];
    this.#pending.clear();
    return lists;
  }

  #argumentsOf(plan: FieldPlan, { endpoint }: ListSelection, args: Args): ListArguments {
    let own = this.#arguments.get(plan);
    if (!own) {
      own = bindArguments(this.#run, plan, endpoint, args);
      this.#arguments.set(plan, own);
    }
    return own;
  }

  send({ path, filters, arguments: { order, window, brings }, receivers }: PendingList): void {
    const run = this.#run;
    const [{ plan, field }] = receivers as [ListReceiver];
    const isShared = receivers.length > 1;
    const fields = isShared ? joinFields(receivers) : plan.tree;
    const { operation } = field.endpoint;
    const { entity } = operation;
    const isOfRecords = operation.answer === 'list' && entity !== undefined;
    const brought = brings && isShared ? { entity: brings.entity, fields } : brings;
    let shown: GrowingList | undefined;
    const show = (pages: ListPages): void => {
      shown ??= new GrowingList(run, receivers, pages);
      shown.grow(pages.items);
      run.sendWhatMayGo();
    };
    // Equal calls are one as long as they are asked for at the same time, which those of different pages would not be.
    const isShown =
      run.isIncremental && !receivers.some((one) => one.plan.plans.some(({ callsForEach }) => callsForEach));
    const request = {
      operation,
      path,
      fields: operation.fields && isOfRecords ? printed(plan, fields) : '',
      filters,
      order,
      window,
      page: receivers.some((one) => one.field.connection.page),
      meta: receivers.some((one) => one.field.connection.meta),
      seldomChanges: entity !== undefined && seldomChanges(run.catalog, entity, fields),
      origin: plan,
    };
    const done = loadList(run.upstream, request, isShown ? show : undefined).then(
      (list) => {
        const records = list.items.filter(isRecord);
        if (brought) learn(run, brought, records, list);
        if (shown) shown.complete(list);
        else for (const receiver of receivers) receive(run, receiver, list, records);
      },
      (error: unknown) => {
        if (shown) shown.fail(error);
        else for (const { slot } of receivers) slot.receive(error);
      },
    );
    run.track({ mayLoad: isShared ? joinMayLoad(receivers) : plan.mayLoad, brings: brought }, done);
  }
}

function bindArguments(
  { catalog }: OperationRun,
  plan: FieldPlan,
  { operation, parent, with: also }: ListSelection['endpoint'],
  args: Args,
): ListArguments {
  const filters = bindParameters(catalog, operation, (args.filter ?? {}) as Args);
  for (const [name] of filters) {
    if (!(name in also) && !(parent?.in === 'query' && parent.name === name)) continue;
    const field = operation.query[name]?.name;
    throw new GatewayError(
      'BAD_USER_INPUT',
      `The filter repeats "${field}", which the parent record sets already.`,
    );
  }
  const order = text(args.orderBy);
  const window: ListWindow = {
    first: size(args.first),
    after: text(args.after),
    last: size(args.last),
    before: text(args.before),
  };
  const key = JSON.stringify([order, window]);
  return { filters, order, window, brings: broughtRecords(plan, args), key };
}

function receive(
  run: OperationRun,
  { plan, field, slot }: ListReceiver,
  list: ListResult,
  records: readonly ClioRecord[],
): void {
  const positions = new Map<string, readonly ClioRecord[]>();
  for (const [index, { path }] of field.connection.positions.entries()) {
    const record = plan.plans[index];
    const own = record?.hasSlots ? records.map((one) => copyRecord(one, null)) : records;
    positions.set(path.join('.'), own);
    if (record) run.fill(record, own);
  }
  slot.receive({ list, positions } satisfies Connection);
}

/** A list's records need not be loaded again one by one. */
function learn(
  run: OperationRun,
  { entity, fields }: BroughtRecords,
  records: readonly ClioRecord[],
  { bytes, freshUntil }: ListResult,
): void {
  if (!run.catalog.load(entity)) return;
  run.records.learn(entity, fields, records);
  const { cache } = run.upstream;
  const each = Math.ceil(bytes / Math.max(1, records.length));
  for (const record of records) {
    const id = recordId(record);
    if (id !== null && !isRedacted(record))
      cache.keepRecord(entity, id, fields, record, each, null, freshUntil);
  }
}

function joinFields(receivers: readonly ListReceiver[]): FieldTree {
  const fields: MutableFieldTree = new Map();
  for (const { plan } of receivers) addFields(fields, plan.tree);
  return fields;
}

function joinMayLoad(receivers: readonly ListReceiver[]): ReadonlySet<string> {
  const entities = new Set<string>();
  for (const { plan } of receivers) for (const entity of plan.mayLoad) entities.add(entity);
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
