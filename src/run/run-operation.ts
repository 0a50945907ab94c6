import type { Catalog } from '../catalog/catalog.ts';
import type { UploadFact } from '../catalog/types.ts';
import { GatewayError } from '../errors.ts';
import { bindId, bindParameters } from '../loaders/bind-arguments.ts';
import { clioId, globalId, parseGlobalId } from '../loaders/ids.ts';
import { type ListPages, type ListResult, type ListWindow, loadList } from '../loaders/list-loader.ts';
import {
  type ClioRecord,
  copyRecord,
  isRecord,
  type LoadedRecord,
  recordId,
  slots,
} from '../loaders/record.ts';
import { RecordLoader } from '../loaders/record-loader.ts';
import { seldomChanges } from '../loaders/seldom-changes.ts';
import { printCall, type Upstream } from '../loaders/upstream.ts';
import { argumentValues } from '../planner/argument-values.ts';
import { addFields, type FieldTree, printFields } from '../planner/fields.ts';
import { isHeld, type Waiting } from '../planner/held.ts';
import {
  type FieldPlan,
  fieldTree,
  type HopPlan,
  type HopTarget,
  type OperationPlan,
  type RecordPlan,
} from '../planner/plan.ts';
import type { FieldSelection, Pick } from '../planner/selection.ts';
import type { Answer, Call } from '../rest/types.ts';
import { bindInput } from '../writes/bind-input.ts';
import { CustomFields } from '../writes/custom-fields.ts';
import type { Payload } from '../writes/payload.ts';
import {
  customFieldSubject,
  type SetCustomFieldValues,
  setCustomFieldValues,
} from '../writes/set-custom-field-values.ts';
import { InputProblem, userErrorsOf } from '../writes/user-errors.ts';
import { verifiableFields, verifyWrite } from '../writes/verify-write.ts';
import type { WriteOnce } from '../writes/write-once.ts';
import type { WriteResult } from '../writes/write-result.ts';
import type { Connection } from './connection.ts';
import { PageArrivals } from './page-arrivals.ts';

/** A record waiting to be put where it is asked for. */
interface Wanted {
  readonly id: string;
  readonly plan: RecordPlan;
  /** GraphQL type to note on the record, at abstract positions. */
  readonly type: string | null;
  readonly deliver: (result: LoadedRecord) => void;
}

interface Batch extends Waiting {
  readonly entity: string;
  readonly query: Readonly<Record<string, string>>;
  readonly wanted: Wanted[];
  readonly future: Set<string>;
  readonly asked: Map<RecordPlan, FieldTree>;
}

type Slots = Record<string, unknown>;

/** Fills a slot. */
type Put = (result: unknown) => void;

/** Uploads a file, in several calls; answers with what the last of them brought. */
export type UploadRunner = (
  fact: UploadFact,
  input: Readonly<Record<string, unknown>>,
  fields: FieldTree,
) => Promise<Answer>;

/** What the writes of a request share. */
export interface Writing {
  /** The firm's custom fields, as read for this request. */
  readonly customFields: CustomFields;
  /** Set where the client gave the write a key. */
  readonly once?: WriteOnce;
  /** Carries out mutations that take a file. */
  readonly upload?: UploadRunner;
}

/**
 * Runs a plan. Everything that can be asked for at once is; a batch waits while other work may still bring
 * more ids of its entity (see isHeld). A call that fails is noted where its records belong; the rest goes on.
 *
 * @param variables Coerced variables of the operation.
 * @returns The root fields' values by response key. Positions below are in the records' slots.
 */
export function runOperation(
  catalog: Catalog,
  upstream: Upstream,
  plan: OperationPlan,
  variables: Readonly<Record<string, unknown>>,
  writing: Writing = { customFields: new CustomFields() },
): Promise<Slots> {
  return new OperationRun(catalog, upstream, variables, writing, null).run(plan);
}

/**
 * Runs a plan as {@link runOperation} does, with the same calls, but does not wait for its end: what has not arrived is
 * a promise in its slot, which is never rejected (an error is what it is fulfilled with), and a list that takes several
 * pages may be there with its first. For answers that are sent in parts.
 */
export function startOperation(
  catalog: Catalog,
  upstream: Upstream,
  plan: OperationPlan,
  variables: Readonly<Record<string, unknown>>,
): Slots {
  const writing = { customFields: new CustomFields() };
  return new OperationRun(catalog, upstream, variables, writing, new Set()).start(plan);
}

class OperationRun {
  readonly #catalog: Catalog;
  readonly #upstream: Upstream;
  readonly #records: RecordLoader;
  readonly #variables: Record<string, unknown>;
  readonly #writing: Writing;
  readonly #batches = new Map<string, Batch>();
  readonly #running = new Set<Waiting>();
  /** Calls of this request by what they ask: equal lists at two positions are one call. */
  readonly #lists = new Map<string, PendingList>();
  /** Other calls of this request under way, likewise. */
  readonly #underWay = new Map<string, Promise<Answer>>();
  /** Slots that wait for what belongs there; null where nobody looks at them before the end. */
  readonly #open: Set<Put> | null;
  #finish: (() => void) | undefined;
  #fail: ((error: unknown) => void) | undefined;

  constructor(
    catalog: Catalog,
    upstream: Upstream,
    variables: Readonly<Record<string, unknown>>,
    writing: Writing,
    open: Set<Put> | null,
  ) {
    this.#catalog = catalog;
    this.#upstream = upstream;
    this.#records = new RecordLoader(catalog, upstream);
    this.#variables = variables as Record<string, unknown>;
    this.#writing = writing;
    this.#open = open;
  }

  async run(plan: OperationPlan): Promise<Slots> {
    const root: Slots = {};
    const done = new Promise<void>((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
    this.#begin(plan, root);
    await done;
    return root;
  }

  start(plan: OperationPlan): Slots {
    const root: Slots = {};
    const settle = (result: unknown): void => {
      for (const put of this.#open ?? []) put(result);
    };
    // What nothing was put into by then stays empty, as it does for those who look at the end only.
    this.#finish = () => settle(null);
    this.#fail = (error) => settle(asError(error));
    this.#begin(plan, root);
    return root;
  }

  #begin(plan: OperationPlan, root: Slots): void {
    for (const [responseKey, field] of plan.fields) this.#field(field, null, root, responseKey);
    this.#pump();
  }

  /** A place for what is still to come; to be filled once. */
  #slot(into: Slots, responseKey: string | number): Put {
    const open = this.#open;
    if (open === null) {
      into[responseKey] = null;
      return (result) => {
        into[responseKey] = result;
      };
    }
    let arrive: Put | undefined;
    into[responseKey] = new Promise<unknown>((resolve) => {
      arrive = resolve;
    });
    const put: Put = (result) => {
      open.delete(put);
      into[responseKey] = result;
      arrive?.(result);
    };
    open.add(put);
    return put;
  }

  // ---- scheduling --------------------------------------------------------------------------------

  /** Sends what need not wait. Called whenever something has arrived. */
  #pump(): void {
    for (const [key, pending] of this.#lists) {
      if (pending.sent) continue;
      pending.sent = true;
      this.#sendList(key, pending);
    }
    const waiting: Waiting[] = [...this.#running, ...this.#batches.values()];
    const free = [...this.#batches].filter(([, batch]) => !isHeld(batch, waiting));
    // Batches that all wait for each other: the first goes.
    const now = free.length > 0 || this.#running.size > 0 ? free : [...this.#batches].slice(0, 1);
    for (const [key, batch] of now) {
      this.#batches.delete(key);
      this.#sendBatch(batch);
    }
    if (this.#running.size === 0 && this.#batches.size === 0) this.#finish?.();
  }

  #track(waiting: Waiting, work: Promise<void>): void {
    this.#running.add(waiting);
    work.then(
      () => {
        this.#running.delete(waiting);
        this.#pump();
      },
      // Only a fault of our own ends here: calls that fail are delivered as errors.
      (error: unknown) => this.#fail?.(error),
    );
  }

  // ---- records -----------------------------------------------------------------------------------

  /** Fills the positions below records that have arrived. */
  #serve(plan: RecordPlan, records: readonly ClioRecord[]): void {
    if (!plan.slotted || records.length === 0) return;
    for (const { key, responseKey, plan: inner, pick } of plan.nested) {
      if (!inner.slotted && !pick) continue;
      const found = pick ? this.#picker(pick) : null;
      const below: ClioRecord[] = [];
      for (const record of records) {
        const value = record[key];
        const picked = found ? found(Array.isArray(value) ? value.filter(isRecord) : []) : value;
        const own = Array.isArray(picked)
          ? picked.filter(isRecord).map((one) => copyRecord(one, null))
          : isRecord(picked) && !(picked instanceof Error)
            ? copyRecord(picked, null)
            : (picked ?? null);
        slotsOf(record)[responseKey] = own;
        if (Array.isArray(own)) below.push(...own);
        else if (isRecord(own) && !(own instanceof Error)) below.push(own);
      }
      this.#serve(inner, below);
    }
    for (const hop of plan.hops) for (const record of records) this.#hop(hop, record);
    for (const field of plan.fields)
      for (const record of records) this.#field(field, record, slotsOf(record), field.field.responseKey);
    for (const { responseKey, message } of plan.unreachable) {
      for (const record of records)
        slotsOf(record)[responseKey] = new GatewayError('BAD_USER_INPUT', message);
    }
  }

  /** Finds the record that an argument names; a bad argument is the answer itself. */
  #picker({ fact, argument }: Pick): (list: readonly ClioRecord[]) => ClioRecord | Error | null {
    try {
      const args = argumentValues(argument.definition, argument.node, this.#variables);
      const given = Object.entries(fact.by).filter(([name]) => typeof args[name] === 'string');
      const [[name, key] = ['', ''], ...others] = given;
      if (name === '' || others.length > 0) {
        throw new GatewayError(
          'BAD_USER_INPUT',
          `"${fact.name}" takes exactly one of ${Object.keys(fact.by).join(' and ')}.`,
        );
      }
      const beside = this.#catalog.entity(fact.entity).fields[key];
      const nested = beside?.kind === 'one' ? this.#catalog.entity(beside.entity).type : null;
      const wanted =
        nested === null ? String(args[name]) : clioId(this.#catalog, name, String(args[name]), [nested]);
      return (list) =>
        list.find((one) => {
          const value = one[key];
          return (isRecord(value) ? recordId(value) : value) === wanted;
        }) ?? null;
    } catch (error) {
      return () => asError(error);
    }
  }

  #hop(hop: HopPlan, record: ClioRecord): void {
    const { responseKey, source } = hop;
    const put = this.#slot(slotsOf(record), responseKey);
    if (source.kind === 'nested') {
      const value = record[source.key];
      const target = hop.targets[0] as HopTarget;
      if (Array.isArray(value)) this.#hopList(target, value.filter(isRecord), put);
      else if (isRecord(value)) this.#want(target, recordId(value), value, null, put);
      else put(null);
      return;
    }
    if (source.kind === 'link') {
      const id = scalarId(record[source.via]);
      // A client's id is a contact's.
      const stub = source.via === 'id' ? redactedStub(record, id) : null;
      this.#want(hop.targets[0] as HopTarget, id, stub, null, put);
      return;
    }
    if (source.kind === 'node') {
      const target = hop.targets.find((one) => one.clioType === record[source.typeField]);
      const id = scalarId(record[source.idField]);
      if (target)
        this.#want(target, id, redactedStub(record, id), this.#catalog.entity(target.entity).type, put);
      else put(null);
      return;
    }
    const own = record[source.key];
    const beside = record[source.of];
    if (!isRecord(own) || !isRecord(beside)) {
      put(null);
      return;
    }
    const id = recordId(own);
    this.#want(hop.targets[0] as HopTarget, recordId(beside), null, null, (result) => {
      if (result === null || result instanceof Error) {
        put(result);
        return;
      }
      const list = (result[slots]?.[source.list] ?? result[source.list]) as unknown;
      put(Array.isArray(list) ? (list.filter(isRecord).find((one) => recordId(one) === id) ?? null) : null);
    });
  }

  #hopList(target: HopTarget, stubs: readonly ClioRecord[], put: Put): void {
    const results: (ClioRecord | null)[] = stubs.map(() => null);
    let missing = stubs.length;
    let failed: Error | undefined;
    const settle = (): void => put(failed ?? results.filter((one) => one !== null));
    if (missing === 0) settle();
    for (const [index, stub] of stubs.entries()) {
      this.#want(target, recordId(stub), stub, null, (result) => {
        if (result instanceof Error) failed ??= result;
        else results[index] = result;
        missing -= 1;
        if (missing === 0) settle();
      });
    }
  }

  /**
   * Asks for a record. A stub that Clio marked as redacted stands for itself where loading the record would bring nothing,
   * and where it has brought nothing: `redacted` does not say whether the record is hidden or only a part of it.
   */
  #want(
    target: HopTarget,
    id: string | null,
    stub: ClioRecord | null,
    type: string | null,
    deliver: (result: LoadedRecord) => void,
  ): void {
    if (id === null) {
      deliver(null);
      return;
    }
    const standIn = (): void => {
      const copy = copyRecord(stub ?? { id }, type);
      deliver(copy);
      this.#serve(target.plan, [copy]);
    };
    const isRedacted = stub?.redacted === true;
    if (!target.load || (isRedacted && this.#catalog.entity(target.entity).redactable !== 'partly')) {
      standIn();
      return;
    }
    const take = (result: LoadedRecord): void => {
      if (isRedacted && isNotToBeHad(result)) standIn();
      else deliver(result);
    };
    const key = `${target.entity} ${JSON.stringify(target.query)}`;
    let batch = this.#batches.get(key);
    if (!batch) {
      batch = { entity: target.entity, query: target.query, wanted: [], future: new Set(), asked: new Map() };
      this.#batches.set(key, batch);
    }
    for (const entity of target.plan.future) batch.future.add(entity);
    if (!batch.asked.has(target.plan)) batch.asked.set(target.plan, fieldTree(target.plan));
    batch.wanted.push({ id, plan: target.plan, type, deliver: take });
  }

  #sendBatch(batch: Batch): void {
    const [origin] = batch.asked.keys();
    const arrived = new Map<RecordPlan, ClioRecord[]>();
    const loads = batch.wanted.map(async ({ id, plan, type }): Promise<LoadedRecord> => {
      const tree = batch.asked.get(plan) as FieldTree;
      try {
        const record = await this.#records.load(batch.entity, batch.query, id, tree, origin);
        const own = record && (plan.slotted || type !== null) ? copyRecord(record, type) : record;
        if (own && plan.slotted) {
          const list = arrived.get(plan);
          if (list) list.push(own);
          else arrived.set(plan, [own]);
        }
        return own;
      } catch (error) {
        return asError(error);
      }
    });
    this.#track(
      batch,
      Promise.all(loads).then((results) => {
        // Whoever waits for a record gets to see it after this, when its own slots are there.
        for (const [index, { deliver }] of batch.wanted.entries()) deliver(results[index] ?? null);
        for (const [plan, records] of arrived) this.#serve(plan, records);
      }),
    );
  }

  // ---- fields with calls of their own --------------------------------------------------------------

  #field(plan: FieldPlan, parent: ClioRecord | null, into: Slots, responseKey: string): void {
    const put = this.#slot(into, responseKey);
    const { field } = plan;
    try {
      const args = argumentValues(field.argument.definition, field.argument.node, this.#variables);
      if (field.kind === 'list') this.#list(plan, field, parent, args, put);
      else if (field.kind === 'write' && field.place.upload)
        this.#upload(plan, field, field.place.upload, args, put);
      else if (field.kind === 'write') this.#write(plan, field, args, put);
      else if (field.kind === 'customFields') this.#setCustomFields(plan, field, args, put);
      else if (field.kind === 'record') this.#record(plan, field, parent, args, put);
      else this.#byId(plan, field, args, put);
    } catch (error) {
      // A bad argument is the field's own error; the rest of the operation stands. A form is told in its own words.
      if (error instanceof InputProblem)
        put({ positions: new Map(), id: null, userErrors: error.userErrors } satisfies Payload);
      else put(error);
    }
  }

  #byId(plan: FieldPlan, field: Extract<FieldSelection, { kind: 'byId' }>, args: Args, put: Put): void {
    const { place } = field;
    const { operation, type } = place;
    if (operation && type !== null) {
      const id = clioId(this.#catalog, 'id', String(args.id), [type]);
      const query = bindParameters(this.#catalog, operation, args);
      const target = plan.forType(type) as HopTarget;
      if (query.length > 0)
        this.#fetchRecord(
          operation.path.replace('{id}', encodeURIComponent(id)),
          query,
          target.plan,
          target.plan,
          put,
        );
      else this.#want(target, id, null, null, put);
      return;
    }
    if (!place.many) {
      const { type: named, id } = parseGlobalId(this.#catalog, 'id', String(args.id));
      this.#want(plan.forType(named) as HopTarget, id, null, named, put);
      return;
    }
    const ids = args.ids as readonly string[];
    const results: unknown[] = [];
    for (const [index, id] of ids.entries()) {
      const putOne = this.#slot(results as unknown as Slots, index);
      try {
        const { type: named, id: own } = parseGlobalId(this.#catalog, 'ids', id);
        this.#want(plan.forType(named) as HopTarget, own, null, named, putOne);
      } catch (error) {
        // One bad id is its own place's error.
        putOne(error);
      }
    }
    put(results);
  }

  /** One write, asking for the record's fields in the same call; what lies deeper is loaded after it. */
  #write(plan: FieldPlan, field: Extract<FieldSelection, { kind: 'write' }>, args: Args, put: Put): void {
    const { operation, type } = field.place;
    const input = bindInput(this.#catalog, operation, (args.input ?? {}) as Args);
    const tree: FieldTree = new Map();
    for (const one of plan.plans) addFields(tree, fieldTree(one));
    const verify = (args.input as Args | undefined)?.verify === true;
    if (verify) addFields(tree, verifiableFields(this.#catalog, operation, input.body));
    const fields = operation.fields ? printFields(tree) : '';
    const call = {
      method: operation.method,
      path: input.path,
      origin: plan,
      query: fields === '' ? [] : [['fields', fields] as const],
      ...(input.body === undefined ? {} : { body: input.body }),
      ...(input.ifMatch === null ? {} : { ifMatch: input.ifMatch }),
    };
    const perform = async (): Promise<WriteResult> => {
      try {
        const { data } = await this.#upstream.write(call);
        const record = isRecord(data) ? data : null;
        const id = input.id ?? (record ? recordId(record) : null);
        const userErrors = verify && record ? verifyWrite(this.#catalog, operation, input.body, record) : [];
        return { type, id, record, userErrors, settled: true };
      } catch (error) {
        const userErrors = userErrorsOf(error, operation.body);
        if (!userErrors) throw error;
        return { type, id: null, record: null, userErrors, settled: true };
      } finally {
        this.#writing.customFields.forget();
      }
    };
    const entity = operation.answer === 'record' ? (operation.entity ?? null) : null;
    this.#perform(plan, field.positions, entity, args, perform, put);
  }

  /** An upload is several calls; the last of them asks for the record's fields. */
  #upload(
    plan: FieldPlan,
    field: Extract<FieldSelection, { kind: 'write' }>,
    fact: UploadFact,
    args: Args,
    put: Put,
  ): void {
    const { operation, type } = field.place;
    const { upload } = this.#writing;
    if (!upload) throw new Error('Nothing uploads files here (clio-graphql:run-upload)');
    const tree: FieldTree = new Map();
    for (const one of plan.plans) addFields(tree, fieldTree(one));
    const perform = async (): Promise<WriteResult> => {
      try {
        const { data } = await upload(fact, args.input as Args, tree);
        const record = isRecord(data) ? data : null;
        return { type, id: record && recordId(record), record, userErrors: [], settled: true };
      } catch (error) {
        // Which of Clio's words are about the input depends on the step.
        if (!(error instanceof InputProblem)) throw error;
        return { type, id: null, record: null, userErrors: error.userErrors, settled: true };
      }
    };
    this.#perform(plan, field.positions, operation.entity ?? null, args, perform, put);
  }

  #setCustomFields(
    plan: FieldPlan,
    { place, positions }: Extract<FieldSelection, { kind: 'customFields' }>,
    args: Args,
    put: Put,
  ): void {
    const input = args.input as SetCustomFieldValues & { readonly record: string };
    const subject = customFieldSubject(this.#catalog, place, input.record);
    const tree: FieldTree = new Map();
    for (const one of plan.plans) if (one.type === subject.type) addFields(tree, fieldTree(one));
    const { customFields } = this.#writing;
    const parts = { catalog: this.#catalog, upstream: this.#upstream, customFields, place };
    const perform = (): Promise<WriteResult> => setCustomFieldValues(parts, subject, input, tree);
    this.#perform(plan, positions, subject.update.entity ?? null, args, perform, put);
  }

  /**
   * Performs a write (or, under a key, tells what came of it before) and puts its payload together.
   *
   * @param entity Shape of the payload's record; null where it has none.
   */
  #perform(
    plan: FieldPlan,
    positions: readonly { readonly path: readonly string[]; readonly selection: { readonly type: string } }[],
    entity: string | null,
    args: Args,
    perform: () => Promise<WriteResult>,
    put: Put,
  ): void {
    const { once } = this.#writing;
    const future = new Set<string>();
    for (const one of plan.plans) for (const followed of one.future) future.add(followed);
    const loaded = entity === null ? undefined : this.#catalog.load(entity);
    const first = async () => ({ written: await perform(), isAgain: false });
    const work = (once ? once(args, perform, loaded === undefined) : first()).then(
      ({ written, isAgain }) => {
        const { type, id, record, userErrors } = written;
        const delivered = new Map<string, LoadedRecord>();
        for (const [index, { path, selection }] of positions.entries()) {
          const own = plan.plans[index];
          // A position of several types is listed once for each of them.
          if (!own || selection.type !== type) continue;
          const key = path.join('.');
          delivered.set(key, null);
          if (isAgain && loaded && id !== null) {
            const target = { clioType: null, entity: loaded.entity, query: {}, plan: own, load: true };
            this.#want(target, id, null, type, (result) => delivered.set(key, result));
          } else if (record) {
            const copy = copyRecord(record, type);
            delivered.set(key, copy);
            this.#serve(own, [copy]);
          }
        }
        put({
          positions: delivered,
          id: id === null ? null : globalId(type, id),
          userErrors,
        } satisfies Payload);
      },
      (error: unknown) => put(error),
    );
    this.#track({ entity: null, future }, work);
  }

  /** A singleton, a record below a parent, a link or a text: one call for each parent. */
  #record(
    plan: FieldPlan,
    field: Extract<FieldSelection, { kind: 'record' }>,
    parent: ClioRecord | null,
    args: Args,
    put: Put,
  ): void {
    const { operation, parent: parentParameter } = field.place;
    let { path } = operation;
    const types = operation.entity ? [this.#catalog.entity(operation.entity).type] : [];
    for (const name of operation.pathParameters) {
      const id =
        name === parentParameter
          ? parent && recordId(parent)
          : clioId(this.#catalog, name, String(args[name]), types);
      if (id === null) {
        put(null);
        return;
      }
      path = path.replace(`{${name}}`, encodeURIComponent(id));
    }
    const query = bindParameters(this.#catalog, operation, args);
    const [record] = plan.plans;
    if (record) this.#fetchRecord(path, query, record, plan, put);
    else {
      const call = {
        method: 'GET' as const,
        path,
        origin: plan,
        query,
        ...(operation.answer === 'text' ? { expect: 'text' as const } : {}),
      };
      const work = this.#once(call, () => this.#upstream.send(call)).then(
        (answer) => put(operation.answer === 'redirect' ? answer.location : answer.data),
        nullWhenMissing(put),
      );
      this.#track({ entity: null, future: new Set() }, work);
    }
  }

  #fetchRecord(
    path: string,
    query: readonly (readonly [string, string])[],
    plan: RecordPlan,
    origin: FieldPlan | RecordPlan,
    put: Put,
  ): void {
    const fields = printFields(fieldTree(plan));
    const call = {
      method: 'GET' as const,
      path,
      origin,
      query: [...(fields === '' ? [] : [['fields', fields] as const]), ...query],
    };
    const work = this.#once(call, () => this.#upstream.sendCached(call)).then((answer) => {
      if (!isRecord(answer.data)) {
        put(null);
        return;
      }
      const record = plan.slotted ? copyRecord(answer.data, null) : answer.data;
      put(record);
      this.#serve(plan, [record]);
    }, nullWhenMissing(put));
    this.#track({ entity: null, future: plan.future }, work);
  }

  #once(call: Call, send: () => Promise<Answer>): Promise<Answer> {
    const key = printCall(call);
    const known = this.#underWay.get(key);
    if (known !== undefined) return known;
    const answer = send().finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, answer);
    return answer;
  }

  #list(
    plan: FieldPlan,
    field: Extract<FieldSelection, { kind: 'list' }>,
    parent: ClioRecord | null,
    args: Args,
    put: Put,
  ): void {
    const { operation, parent: bound, with: also } = field.place;
    let { path } = operation;
    const filter = (args.filter ?? {}) as Record<string, unknown>;
    const filters: (readonly [string, string])[] = Object.entries(also);
    if (bound) {
      const id = parent && recordId(parent);
      if (id === null) {
        put(null);
        return;
      }
      if (bound.in === 'path') path = path.replace(`{${bound.name}}`, encodeURIComponent(id));
      else filters.push([bound.name, bindId(operation, bound.name, id)]);
    }
    const taken = new Set(filters.map(([name]) => name));
    for (const pair of bindParameters(this.#catalog, operation, filter)) {
      if (taken.has(pair[0]))
        throw new GatewayError(
          'BAD_USER_INPUT',
          `The filter repeats "${operation.query[pair[0]]?.name}", which the parent record sets already.`,
        );
      filters.push(pair);
    }
    const window: ListWindow = {
      first: size(args.first),
      after: text(args.after),
      last: size(args.last),
      before: text(args.before),
    };
    const order = text(args.orderBy);
    const key = JSON.stringify([path, filters, order, window]);
    let pending = this.#lists.get(key);
    if (!pending || pending.sent) {
      pending = {
        operation,
        path,
        filters,
        order,
        window,
        page: false,
        meta: false,
        fields: new Map(),
        future: new Set(),
        receivers: [],
        sent: false,
      };
      this.#lists.set(key, pending);
    }
    pending.page ||= field.connection.page;
    pending.meta ||= field.connection.meta;
    for (const one of plan.plans) {
      addFields(pending.fields, fieldTree(one));
      for (const entity of one.future) pending.future.add(entity);
    }
    pending.receivers.push({ plan, put });
  }

  #sendList(key: string, pending: PendingList): void {
    const { operation, fields, receivers, future } = pending;
    if (fields.size === 0 && pending.page && operation.entity && this.#catalog.entity(operation.entity).id)
      fields.set('id', true);
    const isWhole = !pending.filters.some(([name]) => operation.query[name]?.partial);
    const isLearned = operation.pathParameters.length === 0 && operation.answer === 'list' && isWhole;
    const brings = operation.entity && isLearned ? { entity: operation.entity, fields } : undefined;
    let shown: ShownList | undefined;
    const show = (page: ListPages): void => {
      shown ??= this.#show(receivers, page);
      this.#grow(shown, page.items);
      this.#pump();
    };
    const isShown = this.#open !== null && !receivers.some(({ plan }) => plan.plans.some(callsForEach));
    const work = loadList(
      this.#upstream,
      {
        // New names first: after a spread each object would have a hidden class of its own on Node 20.
        origin: receivers[0]?.plan,
        seldomChanges:
          operation.entity !== undefined && seldomChanges(this.#catalog, operation.entity, fields),
        ...pending,
        fields:
          operation.fields && operation.entity && operation.answer === 'list' ? printFields(fields) : '',
      },
      isShown ? show : undefined,
    ).then(
      (list) => {
        const records = list.items.filter(isRecord);
        if (brings) this.#learn(brings.entity, fields, records, list);
        if (shown) this.#complete(shown, list);
        else for (const { plan, put } of receivers) this.#receive(plan, list, records, put);
      },
      (error: unknown) => {
        if (shown) shown.pages.end(error);
        else for (const { put } of receivers) put(error);
      },
    );
    const done = (): void => {
      // A list asked for again meanwhile has taken the place.
      if (this.#lists.get(key) === pending) this.#lists.delete(key);
    };
    this.#track({ entity: null, future, brings }, work.finally(done));
  }

  #receive(plan: FieldPlan, list: ListResult, records: readonly ClioRecord[], put: Put): void {
    const positions = new Map<string, readonly ClioRecord[]>();
    if (plan.field.kind === 'list') {
      for (const [index, position] of plan.field.connection.positions.entries()) {
        const record = plan.plans[index];
        const own = record?.slotted ? records.map((one) => copyRecord(one, null)) : records;
        positions.set(position.path.join('.'), own);
        if (record) this.#serve(record, own);
      }
    }
    put({ list, positions } satisfies Connection);
  }

  /** Hands out connections that grow. */
  #show(receivers: PendingList['receivers'], { cursor, totalCount }: ListPages): ShownList {
    const list: ShownList['list'] = {
      items: [],
      cursor,
      hasNextPage: true,
      hasPreviousPage: false,
      totalCount,
      bytes: 0,
      freshUntil: 0,
    };
    const shown: ShownList = { list, pages: new PageArrivals(), positions: [] };
    for (const { plan, put } of receivers) {
      const positions = new Map<string, ClioRecord[]>();
      if (plan.field.kind === 'list') {
        for (const [index, { path }] of plan.field.connection.positions.entries()) {
          const records: ClioRecord[] = [];
          positions.set(path.join('.'), records);
          shown.positions.push({ plan: plan.plans[index], records });
        }
      }
      put({ list, positions, pages: shown.pages } satisfies Connection);
    }
    return shown;
  }

  /** @param items All that have come so far. */
  #grow({ list, pages, positions }: ShownList, items: readonly unknown[]): void {
    const fresh = items.slice(list.items.length);
    const records = fresh.filter(isRecord);
    list.items.push(...fresh);
    for (const { plan, records: shown } of positions) {
      const own = plan?.slotted ? records.map((one) => copyRecord(one, null)) : records;
      shown.push(...own);
      if (plan) this.#serve(plan, own);
    }
    pages.grow(list.items.length);
  }

  #complete(shown: ShownList, whole: ListResult): void {
    this.#grow(shown, whole.items);
    Object.assign(shown.list, whole, { items: shown.list.items });
    shown.pages.end();
  }

  /** A list's records need not be loaded again one by one. */
  #learn(
    entity: string,
    fields: FieldTree,
    records: readonly ClioRecord[],
    { bytes, freshUntil }: ListResult,
  ): void {
    if (!this.#catalog.load(entity)) return;
    this.#records.learn(entity, fields, records);
    const each = Math.ceil(bytes / Math.max(1, records.length));
    for (const record of records) {
      const id = recordId(record);
      if (id !== null && record.redacted !== true)
        this.#upstream.cache.keepRecord(entity, id, fields, record, each, null, freshUntil);
    }
  }
}

type Args = Readonly<Record<string, unknown>>;

interface PendingList {
  readonly operation: Extract<FieldSelection, { kind: 'list' }>['place']['operation'];
  readonly path: string;
  readonly filters: readonly (readonly [string, string])[];
  readonly order: string | null;
  readonly window: ListWindow;
  page: boolean;
  meta: boolean;
  readonly fields: FieldTree;
  readonly future: Set<string>;
  readonly receivers: { readonly plan: FieldPlan; readonly put: Put }[];
  sent: boolean;
}

/** A list whose first page has been handed out while others are on their way. */
interface ShownList {
  readonly list: { -readonly [Key in keyof ListResult]: ListResult[Key] } & { readonly items: unknown[] };
  readonly pages: PageArrivals;
  readonly positions: { readonly plan: RecordPlan | undefined; readonly records: ClioRecord[] }[];
}

/**
 * True where something below each record takes a call of its own. Equal ones are one call as long as they are asked for at
 * the same time, which those of different pages would not be.
 */
function callsForEach(plan: RecordPlan): boolean {
  return (
    plan.fields.length > 0 ||
    plan.nested.some((inner) => callsForEach(inner.plan)) ||
    plan.hops.some(({ targets }) => targets.some((target) => callsForEach(target.plan)))
  );
}

function slotsOf(record: ClioRecord): Slots {
  const own = record[slots];
  if (!own) throw new Error('A record has no slots of its own (clio-graphql:run-slots)');
  return own;
}

function scalarId(value: unknown): string | null {
  return (typeof value === 'number' || typeof value === 'string') && value !== '' ? String(value) : null;
}

/** A record that another shows under the same id: where the one is redacted, a contact that may not be seen, so is the other. */
function redactedStub(shown: ClioRecord, id: string | null): ClioRecord | null {
  return shown.redacted === true && id !== null ? { id, redacted: true } : null;
}

function size(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** True where Clio has no such record for this login, or refuses all records of its kind. */
function isNotToBeHad(result: LoadedRecord): boolean {
  return result === null || (result instanceof GatewayError && result.code === 'FORBIDDEN');
}

/** What is not there is null; anything else is an error. */
function nullWhenMissing(put: Put): (error: unknown) => void {
  return (error) => put(error instanceof GatewayError && error.code === 'NOT_FOUND' ? null : error);
}
