import { badInput } from '../errors.ts';
import { valuesOfField } from '../loaders/custom-field-values.ts';
import { type ClioRecord, copyRecord, isRecord } from '../loaders/record.ts';
import type { RecordPlan } from '../planner/plan.ts';
import { followHop } from './follow-hops.ts';
import type { OperationRun } from './operation-run.ts';
import { RecordPicker } from './pick-record.ts';
import { slotsOf } from './slots.ts';

/** Fills the positions below records that have arrived, and requests what the records lack. */
export function fillBelow(run: OperationRun, plan: RecordPlan, records: readonly ClioRecord[]): void {
  for (const { key, responseKey, plan: inner, pick } of plan.nested) {
    if (!inner.hasSlots && !pick) continue;
    const picker = pick && 'fact' in pick ? new RecordPicker(run, pick) : null;
    const custom = pick && 'custom' in pick ? pick.custom : null;
    const below: ClioRecord[] = [];
    for (const record of records) {
      const list = record[key];
      const value = picker ? picker.find(list) : custom ? valuesOfField(list, custom) : list;
      if (value === null && picker?.isWithheld(list)) {
        const slot = run.slot(slotsOf(record), responseKey);
        const receive = (found: unknown): void => {
          const copies: ClioRecord[] = [];
          slot.receive(copyNested(found, copies));
          run.fill(inner, copies);
        };
        picker.findWithheld(list, { receive });
      } else slotsOf(record)[responseKey] = copyNested(value, below);
    }
    run.fill(inner, below);
  }
  for (const hop of plan.hops) for (const record of records) followHop(run, hop, record);
  for (const field of plan.fields) {
    const { responseKey } = field.field;
    for (const record of records) {
      const own = slotsOf(record);
      // A record that was requested by an argument already has slots for its requested fields.
      if (!Object.hasOwn(own, responseKey)) run.requestField(field, record, own, responseKey);
    }
  }
  for (const position of plan.unreachable) {
    for (const record of records) {
      slotsOf(record)[position.responseKey] = run.isFirstReport(position) ? badInput(position.message) : null;
    }
  }
}

/** Copies nested records, so that each position has its own; the copies are added to `copies`. */
function copyNested(value: unknown, copies: ClioRecord[]): unknown {
  return Array.isArray(value) ? value.map((one) => copyOne(one, copies)) : (copyOne(value, copies) ?? null);
}

/** A value that is not a record stays, so that the resolver reports it. */
function copyOne(value: unknown, copies: ClioRecord[]): unknown {
  if (value instanceof Error || !isRecord(value)) return value;
  const own = copyRecord(value, null);
  copies.push(own);
  return own;
}
