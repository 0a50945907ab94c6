import { type Draft, isRef, listOf, type RawValue } from '../record.ts';
import { rowsOf } from './read-body.ts';
import type { DestroyRule, FieldRule, RecordRule, Rules } from './write.ts';

/** Bills and records of a treatment belong to its matter. */
const ofTreatment: RecordRule = (_w, draft, { owner }) => {
  if (owner && 'medical_bills' in owner) draft.matter = owner.matter ?? null;
};

/** Responses show each payer of a medical bill as a lien. */
const payers: FieldRule = (w, draft, value, { path }) => {
  draft.liens = [...rowsOf(value, path)].map(([row]): Draft => {
    const amount = (row.amount ?? null) as RawValue;
    return { ...w.make('Lien'), amount, mark_as_lien: row.mark_as_lien === true };
  });
};

/** Deleting the detail deletes its bills and records. */
const destroyTreatment: DestroyRule = (w, record) => {
  for (const one of [...listOf(record.medical_bills), ...listOf(record.medical_records)])
    if (isRef(one)) w.changes.remove(one.entity, one.id);
};

export const MEDICAL_RULES: Rules = {
  fields: { 'MedicalBill.payers': payers },
  records: { MedicalBill: ofTreatment, MedicalRecord: ofTreatment },
  destroys: { MedicalRecordsRequest: destroyTreatment },
};
