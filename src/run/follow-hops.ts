import { type ClioRecord, isRecord, isRedacted, recordId, slots } from '../loaders/record.ts';
import type { HopPlan, HopTarget } from '../planner/plan.ts';
import { requestRecord } from './load-records.ts';
import type { OperationRun } from './operation-run.ts';
import { type Receiver, slotsOf } from './slots.ts';

/** Requests the records that a record refers to by id. */
export function followHop(run: OperationRun, hop: HopPlan, record: ClioRecord): void {
  const { responseKey, source, targets } = hop;
  const slot = run.slot(slotsOf(record), responseKey);
  const target = targets[0] as HopTarget;
  switch (source.kind) {
    case 'nested': {
      const value = record[source.key];
      if (Array.isArray(value)) requestAll(run, target, value.filter(isRecord), slot);
      else if (isRecord(value)) requestRecord(run, target, value, slot);
      else slot.receive(value ?? null);
      return;
    }
    case 'link': {
      const id = scalarId(record[source.via]);
      // Under the same id it is the same record: a client is a contact.
      const redacted = source.via === 'id' ? redactedStub(run, target, record, id) : null;
      requestRecord(run, target, redacted ?? sharedRecord(target, record, id), slot);
      return;
    }
    case 'node':
    case 'member': {
      const own = targetOfType(targets, record[source.typeField]);
      if (!own) {
        slot.receive(null);
        return;
      }
      const id = scalarId(record[source.idField]);
      const stub = redactedStub(run, own, record, id) ?? sharedRecord(own, record, id);
      requestRecord(run, own, stub, source.kind === 'node' ? slot : memberReceiver(source.key, slot));
      return;
    }
    case 'sibling': {
      const own = record[source.key];
      const beside = record[source.of];
      if (isRecord(own) && isRecord(beside)) {
        const receiver = siblingReceiver(source.list, recordId(own), slot);
        requestRecord(run, target, { id: recordId(beside) }, receiver);
      } else slot.receive(null);
      return;
    }
  }
}

/** Ignores case, which may differ in Clio's type. */
function targetOfType(targets: readonly HopTarget[], type: unknown): HopTarget | undefined {
  const found = targets.find((one) => one.clioType === type);
  if (found || typeof type !== 'string') return found;
  const lower = type.toLowerCase();
  return targets.find(({ clioType }) => clioType?.toLowerCase() === lower);
}

/** Receives a record, and passes on one of its values. */
function memberReceiver(key: string, slot: Receiver): Receiver {
  return {
    receive: (result) => slot.receive(isLoaded(result) ? (result[key] ?? null) : result),
  };
}

/** Receives a record, and passes on the record in its list that has the id. */
function siblingReceiver(key: string, id: string | null, slot: Receiver): Receiver {
  return {
    receive(result) {
      if (!isLoaded(result)) {
        slot.receive(result);
        return;
      }
      const list = result[slots]?.[key] ?? result[key];
      const records = Array.isArray(list) ? list.filter(isRecord) : [];
      slot.receive(records.find((one) => recordId(one) === id) ?? null);
    },
  };
}

/** Whether a result is a record, and not an error or null. */
export function isLoaded(result: unknown): result is ClioRecord {
  return isRecord(result) && !(result instanceof Error);
}

function requestAll(
  run: OperationRun,
  target: HopTarget,
  stubs: readonly ClioRecord[],
  slot: Receiver,
): void {
  if (stubs.length === 0) {
    slot.receive([]);
    return;
  }
  const list = new ListCollector(stubs.length, slot);
  for (const [index, stub] of stubs.entries())
    requestRecord(run, target, stub, { receive: (result) => list.receiveItem(index, result) });
}

/**
 * Collects the records of one list. When all have arrived, passes on those that exist, or the first error.
 */
class ListCollector {
  readonly #results: unknown[];
  readonly #slot: Receiver;
  #missing: number;
  #error: Error | undefined;

  constructor(length: number, slot: Receiver) {
    this.#results = new Array(length).fill(null);
    this.#missing = length;
    this.#slot = slot;
  }

  receiveItem(index: number, result: unknown): void {
    if (result instanceof Error) this.#error ??= result;
    else this.#results[index] = result;
    this.#missing -= 1;
    if (this.#missing === 0) this.#slot.receive(this.#error ?? this.#results.filter((one) => one !== null));
  }
}

function scalarId(value: unknown): string | null {
  return (typeof value === 'number' || typeof value === 'string') && value !== '' ? String(value) : null;
}

/**
 * A stub for a target that another record shows as redacted with the same id: it keeps only the fields that
 * the catalog lists.
 */
function redactedStub(
  { catalog }: OperationRun,
  { entity, plan }: HopTarget,
  shown: ClioRecord,
  id: string | null,
): ClioRecord | null {
  if (!isRedacted(shown) || id === null) return null;
  const stub: Record<string, unknown> = { id, redacted: true };
  // A view may have the type of record (`Contact`) under the name that the record has for its own kind (`Person`).
  for (const key of catalog.entity(entity).redactedFields ?? [])
    stub[key] = shown[key] === plan.type ? null : shown[key];
  return stub;
}

/** The values that a record shares with the one that refers to it: only the id if it is loaded. */
function sharedRecord({ shared, plan }: HopTarget, shown: ClioRecord, id: string | null): ClioRecord {
  if (shared === null) return { id };
  const record: Record<string, unknown> = { id };
  for (const theirs of plan.tree.keys()) {
    const own = shared[theirs];
    if (own !== undefined) record[theirs] = shown[own];
  }
  return record;
}
