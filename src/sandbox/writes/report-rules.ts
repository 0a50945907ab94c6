import { parseJson } from '../../values.ts';
import { words } from '../data/values.ts';
import { type Draft, type RawValue, ref, refersTo } from '../record.ts';
import type { Json } from '../render.ts';
import { isBody } from './read-body.ts';
import type { Action, DestroyRule, FieldRule, RecordRule, Rules } from './write.ts';

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

export const REPORT_RULES: Rules = {
  fields: { 'ReportPreset.options': options },
  records: { Report: report, ReportSchedule: schedule },
  destroys: { ReportSchedule: unschedule },
  actions: { 'ReportPreset#generate_report': generateReport },
};
