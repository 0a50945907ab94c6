import { parseJson } from '../../values.ts';
import { ApiError } from '../api-error.ts';
import { words } from '../data/values.ts';
import { parseFields } from '../fields-grammar.ts';
import { instantAt } from '../instant.ts';
import {
  type Draft,
  isRecord,
  isRef,
  listOf,
  type RawRecord,
  type RawValue,
  ref,
  refersTo,
} from '../record.ts';
import type { Json } from '../render.ts';
import { isLoopbackUrl } from '../webhooks.ts';
import { renameField } from './copies.ts';
import { startTimer } from './matter-rules.ts';
import { isBody, rowsOf } from './read-body.ts';
import type { Action, DestroyRule, FieldRule, RecordRule, Rules, Write } from './write.ts';

const customField: RecordRule = (w, draft, { creating }) => {
  if (!creating) renameField(w, draft);
};

const customFieldIds: FieldRule = (w, draft, value, { path }) => {
  const ids = Array.isArray(value) ? value : [];
  draft.custom_fields = ids.flatMap((id: Json, index) => w.ref('CustomField', id, `${path}.${index}`) ?? []);
};

/** A report that is computed in the background. */
const QUEUED: Draft = {
  state: 'not_started',
  progress: 0,
  source: 'api',
  $stages: ['queued', 'in_progress', 'completed'],
};

const report: RecordRule = (_w, draft, { creating }) => {
  if (!creating) return;
  Object.assign(draft, { name: words(String(draft.kind ?? 'report')), ...QUEUED });
};

const generateReport: Action = (w, preset) => {
  const draft = w.make('Report');
  for (const key of ['category', 'format', 'kind']) draft[key] = preset[key] ?? null;
  Object.assign(draft, {
    name: preset.name ?? words(String(preset.kind ?? 'report')),
    ...QUEUED,
  });
  w.changes.put('ReportPreset', { ...w.touch(preset), last_generated_at: w.now });
  w.changes.put('Report', draft);
  return draft;
};

/** Text in Clio's document, but real accounts take an object. Both are accepted. */
const options: FieldRule = (w, _draft, value, { path }) => {
  if (typeof value !== 'string') return value as RawValue;
  const parsed = parseJson(value) as Json | undefined;
  if (!isBody(parsed)) w.problems.add(path, 'is not a JSON object');
  return (parsed ?? null) as RawValue;
};

const schedule: RecordRule = (w, draft, { before }) => {
  const preset = w.find(ref('ReportPreset', Number(draft.report_preset_id)));
  if (before && before.report_preset_id !== draft.report_preset_id) unschedule(w, before);
  if (preset) w.change('ReportPreset', preset, { report_schedule: ref('ReportSchedule', draft.id) });
};

const unschedule: DestroyRule = (w, record) => {
  const preset = w.find(ref('ReportPreset', Number(record.report_preset_id)));
  if (preset && refersTo(preset.report_schedule, record.id))
    w.change('ReportPreset', preset, { report_schedule: null });
};

const packet: RecordRule = (_w, draft, { creating }) => {
  if (creating) draft.number = String(draft.id).padStart(4, '0');
};

/** Responses show only the name of the place. */
const packetLocation: FieldRule = (w, draft, value, { path }) => {
  const place = w.find(value === null ? null : w.ref('SafeCustodyPacketLocation', value, path));
  if (place || value === null) draft.location = place ? { name: place.name ?? null } : null;
};

const documentType: FieldRule = (_w, draft, value) => {
  draft.document_type_name = value === null ? null : words(String(value));
};

const recordPacket: FieldRule = (w, draft, value, { path }) => {
  draft.packet = (value === null ? null : w.ref('SafeCustodyPacket', value, path)) ?? null;
};

/** No response shows a record's state; only a filter of the list uses it. */
const custodyState: FieldRule = (_w, draft, value) => {
  draft.$state = value as RawValue;
};

const DAY_MS = 86_400_000;
const LONGEST_FIELDS = 1000;
const LONGEST_DAYS = 31;
const USUAL_DAYS = 3;
const USUAL_EVENTS = ['created', 'updated', 'deleted'];

/** A webhook is pending until its receiver has completed the handshake. */
const webhook: RecordRule = (w, draft, { creating, body }) => {
  const model = Object.values(w.firm.data.subscriptions).find((one) => one.model === draft.model);
  const known = Object.values(model?.events ?? {});
  const url = String(draft.url ?? '');
  if (!url.startsWith('https://') && !isLoopbackUrl(url)) w.problems.add('url', 'must begin with https://');
  checkFields(w, model?.entity, String(draft.fields ?? ''));
  checkExpiry(w, body.expires_at);
  if (creating) {
    draft.expires_at ??= instantAt(Date.parse(w.now) + USUAL_DAYS * DAY_MS);
    if (body.events === undefined) draft.events = USUAL_EVENTS.filter((event) => known.includes(event));
  }
  const other = listOf(draft.events).find((event) => model && !known.includes(String(event)));
  if (other !== undefined) w.problems.add('events', `${other} is not an event of ${model?.model}`);
  if (creating || body.url !== undefined) draft.status = 'pending';
};

/** The fields of a webhook are those of a request for its model. */
function checkFields(w: Write, entity: string | undefined, fields: string): void {
  if (fields.length > LONGEST_FIELDS)
    w.problems.add('fields', `is too long (maximum is ${LONGEST_FIELDS} characters)`);
  else if (entity !== undefined && fields !== '') {
    try {
      parseFields(w.firm.data, entity, fields);
    } catch (error) {
      w.problems.add('fields', String((error as Error).message));
    }
  }
}

/** Clio documents only the latest time. A webhook that expires before its first event is a client's mistake. */
function checkExpiry(w: Write, at: Json | undefined): void {
  if (typeof at !== 'string') return;
  const remainingMs = Date.parse(at) - Date.parse(w.now);
  if (remainingMs <= 0) w.problems.add('expires_at', 'must be in the future');
  else if (remainingMs > LONGEST_DAYS * DAY_MS)
    w.problems.add('expires_at', `must be within ${LONGEST_DAYS} days`);
}

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

const timer: RecordRule = (w, draft, { creating }) => {
  const activity = w.find(draft.activity);
  if (!creating || !activity) return;
  startTimer(w, draft, Number(activity.id));
  w.change('Activity', activity, { timer: ref('Timer', draft.id) });
};

/** The activity loses its timer. */
const stopTimer: DestroyRule = (w, record) => {
  const activity = w.find(record.activity);
  if (activity && isRef(activity.timer)) w.change('Activity', activity, { timer: null });
};

/** A list with all its templates. */
const copyTaskTemplates: Action = (w, source, place) => {
  const draft: Draft = { ...w.make('TaskTemplateList'), creator: w.user };
  for (const key of ['name', 'description', 'practice_area']) draft[key] = source[key] ?? null;
  w.fill(draft, place.body, place);
  w.changes.put('TaskTemplateList', draft);
  const list = ref('TaskTemplateList', draft.id);
  for (const template of w.changes.all('TaskTemplate')) {
    if (!refersTo(template.task_template_list, source.id)) continue;
    w.changes.put('TaskTemplate', {
      ...template,
      id: w.changes.nextId('TaskTemplate'),
      task_template_list: list,
      created_at: w.now,
      updated_at: w.now,
    });
  }
  return { ...(w.find(list) ?? draft) };
};

/**
 * Deletes a tax rate.
 *
 * @throws ApiError 409 for one that is in use or built in
 */
const destroyTaxRate: DestroyRule = (w, record) => {
  const names = (one: RawRecord): boolean =>
    [...listOf(one.tax_settings), ...listOf(one.input_tax_settings)].some(
      (tax) => isRecord(tax) && tax.tax_rate_configuration_id === record.id,
    );
  const isUsed = ['Activity', 'ExpenseCategory', 'LineItem'].some((entity) =>
    w.changes.all(entity).some(names),
  );
  if (isUsed || record.is_system === true) throw new ApiError(409, 'Conflict', 'The tax rate is in use.');
};

/** A change of state is a record that only the response to this write shows. */
const changeState: Action = (w, record, place) => {
  const draft = w.make('SafeCustodyRecordState');
  w.fill(draft, place.body, { ...place, entity: 'SafeCustodyRecordState', creating: true });
  w.changes.put('SafeCustodyRecordState', draft);
  w.changes.put('SafeCustodyRecord', { ...w.touch(record), $state: draft.state ?? null });
  return draft;
};

export const OTHER_RULES: Rules = {
  fields: {
    'CustomFieldSet.custom_field_ids': customFieldIds,
    'ReportPreset.options': options,
    'SafeCustodyPacket.safe_custody_location_id': packetLocation,
    'SafeCustodyRecord.document_type': documentType,
    'SafeCustodyRecord.safe_custody_packet_id': recordPacket,
    'SafeCustodyRecord.state': custodyState,
    'MedicalBill.payers': payers,
  },
  records: {
    CustomField: customField,
    Report: report,
    ReportSchedule: schedule,
    SafeCustodyPacket: packet,
    Webhook: webhook,
    MedicalBill: ofTreatment,
    MedicalRecord: ofTreatment,
    Timer: timer,
  },
  destroys: {
    MedicalRecordsRequest: destroyTreatment,
    ReportSchedule: unschedule,
    TaxRateConfiguration: destroyTaxRate,
    Timer: stopTimer,
  },
  actions: {
    'ReportPreset#generate_report': generateReport,
    'SafeCustodyRecord#state_changes': changeState,
    'TaskTemplateList#copy': copyTaskTemplates,
  },
};
