import { globalId } from '../catalog/ids.ts';
import { copyRecord, type LoadedRecord } from '../loaders/record.ts';
import type { Args } from '../planner/argument-values.ts';
import { broughtBy } from '../planner/brought-records.ts';
import { type FieldPlan, HopTarget } from '../planner/plan.ts';
import type { WriteSelection } from '../planner/selection.ts';
import { type PreparedWrite, prepareWrite } from '../writes/prepare-write.ts';
import { InputProblem } from '../writes/user-errors.ts';
import type { Payload, WriteResult } from '../writes/write-result.ts';
import { requestRecord } from './load-records.ts';
import type { OperationRun } from './operation-run.ts';
import type { Receiver } from './slots.ts';

/**
 * Executes a mutation's field, or takes the stored result if its key was used before, and composes the
 * payload.
 */
export function runWrite(
  run: OperationRun,
  plan: FieldPlan<WriteSelection>,
  args: Args,
  slot: Receiver,
): void {
  const { writes } = run;
  if (!writes) throw new Error('A query does not write (clio-graphql:run-writes)');
  let write: PreparedWrite;
  try {
    write = prepareWrite(writes, plan, args);
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    // A form shows the error beside its input.
    slot.receive({ positions: new Map(), id: null, userErrors: error.userErrors } satisfies Payload);
    return;
  }
  const { entity } = write;
  const loaded = entity === null ? undefined : run.catalog.load(entity)?.entity;
  const { once } = writes;
  const result = once
    ? once.perform(args, () => write.perform(), loaded === undefined)
    : write.perform().then((written) => ({ written, isAgain: false }));
  const done = result.then(
    ({ written, isAgain }) => slot.receive(compose(run, plan, written, isAgain ? loaded : undefined)),
    (error: unknown) => slot.receive(error),
  );
  run.track({ mayLoad: plan.mayLoad, brings: [] }, done);
}

/** @param reload Entity that loads the record again; undefined if the write has returned the record. */
function compose(
  run: OperationRun,
  { plans, field }: FieldPlan<WriteSelection>,
  { type, id, record, userErrors }: WriteResult,
  reload: string | undefined,
): Payload {
  const records = new Map<string, LoadedRecord>();
  for (const [index, { path, selection }] of field.positions.entries()) {
    const plan = plans[index];
    // A position of several types is listed once for each type.
    if (!plan || selection.type !== type) continue;
    const key = path.join('.');
    records.set(key, null);
    if (reload !== undefined && id !== null) {
      const target = new HopTarget({ entity: reload, plan, load: true, isAbstract: true });
      const receiver = { receive: (result: unknown) => records.set(key, result as LoadedRecord) };
      requestRecord(run, target, { id }, receiver);
    } else if (record) {
      const copy = copyRecord(record, type);
      run.records.known.learn(broughtBy(run.catalog, plan.entity, plan.tree), [record]);
      records.set(key, copy);
      run.fill(plan, [copy]);
    }
  }
  return { positions: records, id: id === null ? null : globalId(type, id), userErrors };
}
