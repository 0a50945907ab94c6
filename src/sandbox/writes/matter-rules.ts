import { amountsOf } from '../data/matters.ts';
import { cents } from '../data/random.ts';
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
import { checkVisible } from './people.ts';
import { unprocessable } from './problems.ts';
import { type Body, isBody, rowsOf } from './read-body.ts';
import {
  type DestroyRule,
  type FieldRule,
  forObject,
  type RecordRule,
  type Rules,
  type Write,
} from './write.ts';

const matter: RecordRule = (w, draft, { body, creating, before, path }) => {
  if (path !== '') return;
  const client = w.find(draft.client);
  if (creating) {
    const number = Number(draft.id);
    const [surname = ''] = String(client?.last_name ?? client?.name ?? 'Client').split(' ');
    draft.number = number;
    if (body.display_number === undefined)
      draft.display_number = `${String(number).padStart(5, '0')}-${surname}`;
    draft.maildrop_address = `matter-${number}@maildrop.example.com`;
  } else if (body.reset_matter_number !== true) {
    // Clio changes the number of a matter only with `reset_matter_number`.
    draft.display_number = before?.display_number ?? null;
  }
  statusDates(w, draft, body, before);
  if (body.matter_stage !== undefined || body.practice_area !== undefined) checkStage(w, draft);
  if (client && client.is_client !== true) w.change('Contact', client, { is_client: true });
};

/** Sets the dates that follow from the status and stage. A reopened matter loses its closing date. */
function statusDates(w: Write, draft: Draft, body: Body, before: RawRecord | undefined): void {
  if (draft.status !== before?.status) {
    if (body.close_date === undefined) draft.close_date = draft.status === 'Closed' ? w.today : null;
    if (draft.status === 'Pending' && body.pending_date === undefined) draft.pending_date = w.today;
  }
  if (isRef(draft.matter_stage) && !refersTo(before?.matter_stage, draft.matter_stage.id))
    draft.matter_stage_updated_at = w.now;
}

/** The stage must belong to the practice area of the matter. */
function checkStage(w: Write, draft: Draft): void {
  const stage = w.find(draft.matter_stage);
  const area = isRef(draft.practice_area) ? draft.practice_area.id : null;
  if (stage && Number(stage.practice_area_id) !== Number(area))
    w.problems.add('matter_stage', 'must belong to the practice area of the matter');
}

/** Null does not unlink the staff of a matter: Clio ignores it, and rejects a null id. */
const staff: FieldRule = (w, _draft, value, { path }) => {
  if (!isBody(value) || value.id === undefined) return undefined;
  if (value.id !== null) return w.ref('User', value.id, `${path}.id`);
  w.problems.add(`${path}.id`, "can't be blank");
};

/** The date of the statute of limitations is a task of the matter. */
const limitation = forObject((w, draft, value, { fact }) => {
  const held = w.find(draft.statute_of_limitations);
  const task = held ? w.touch(held) : w.make('Task');
  w.fill(task, value, { entity: 'Task', path: 'statute_of_limitations', fact, creating: !held });
  Object.assign(task, {
    name: task.name ?? 'Statute of limitations',
    statute_of_limitations: true,
    matter: ref('Matter', draft.id),
    status: task.status ?? 'pending',
    priority: task.priority ?? 'Normal',
    permission: task.permission ?? 'public',
  });
  w.changes.put('Task', task);
  return ref('Task', task.id);
});

/** A change of the type deletes the stored rates. */
const customRate = forObject((w, draft, value, place) => {
  const held = isRecord(draft.custom_rate) ? draft.custom_rate : undefined;
  const isOther = value.type !== undefined && value.type !== held?.type;
  const rate: Draft = { ...(held ?? w.blank('MatterCustomRate')), ...(isOther && { rates: [] }) };
  w.fill(rate, value, { ...place, entity: 'MatterCustomRate' }, held);
  draft.billing_method =
    { FlatRate: 'flat', HourlyRate: 'hourly', ContingencyFee: 'contingency' }[String(rate.type)] ?? 'hourly';
  return rate;
});

/** Rows can only be added. */
const taskLists: FieldRule = (w, draft, value, { path }) => {
  const lists = [...listOf(draft.task_template_list_instances)];
  for (const [row, at] of rowsOf(value, path)) {
    const list = isBody(row.task_template_list) ? (row.task_template_list.id ?? null) : null;
    if (list === null) w.problems.add(`${at}.task_template_list`, "can't be blank");
    else if (w.ref('TaskTemplateList', list, `${at}.task_template_list.id`))
      lists.push(w.make('TaskTemplateListInstace'));
  }
  return lists;
};

const activity: RecordRule = (w, draft, { body, creating, before, path }) => {
  if (path !== '') return;
  if (before && isRef(before.bill)) throw unprocessable('The activity is on a bill and cannot be changed.');
  const matterRecord = w.find(draft.matter);
  const isTime = draft.type === 'TimeEntry';
  if (creating) {
    draft.user ??= w.user;
    draft.quantity ??= isTime ? 0 : 1;
    draft.price ??= isTime ? (w.find(draft.user)?.rate ?? 0) : 0;
    draft.currency = isRef(matterRecord?.currency) ? matterRecord.currency : ref('Currency', 1);
  }
  Object.assign(draft, amountsOf(draft, isTime));
  draft.subject = matterRecord
    ? {
        ...w.blank('PolymorphicObject'),
        id: matterRecord.id as number,
        type: 'Matter',
        identifier: matterRecord.display_number ?? null,
        secondary_identifier: matterRecord.description ?? null,
      }
    : null;
  if (body.start_timer === true) {
    const timer = w.make('Timer');
    startTimer(w, timer, Number(draft.id));
    w.changes.put('Timer', timer);
    draft.timer = ref('Timer', timer.id);
  }
  const last = matterRecord?.last_activity_date;
  const day = draft.date;
  if (matterRecord && typeof day === 'string' && (typeof last !== 'string' || last < day))
    w.change('Matter', matterRecord, { last_activity_date: day });
};

/**
 * Starts a timer.
 *
 * @throws ApiError 422 if the user already has one
 */
function startTimer(w: Write, timer: Draft, activityId: number): void {
  if (w.changes.all('Timer').some((one) => one.$user_id === w.login.userId))
    throw unprocessable('You already have a running timer.');
  Object.assign(timer, {
    $user_id: w.login.userId,
    activity: ref('Activity', activityId),
    elapsed_time: 0,
    start_time: w.now,
  });
}

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

/** The vendor must be visible to the login. */
const vendor = forObject((w, _draft, value, { path }) => {
  const id = value.id ?? null;
  const contact = id === null ? null : w.ref('Contact', id, `${path}.id`);
  if (contact) checkVisible(w, contact.id, `${path}.id`);
  return contact;
});

/** A body can name a description by its id or by two codes that no response shows. */
const activityDescription = forObject((w, _draft, value, { path }) => {
  if (value.id === null) return null;
  for (const key of ['utbms_activity_id', 'utbms_task_id'])
    if (typeof value[key] === 'number') w.ref('UtbmsCode', value[key], `${path}.${key}`);
  return value.id === undefined ? undefined : w.ref('ActivityDescription', value.id, `${path}.id`);
});

const taxRate = (w: Write, draft: Draft): RawRecord | undefined =>
  w.find(ref('TaxRateConfiguration', Number(draft.tax_rate_configuration_id)));

const taxSetting: RecordRule = (w, draft) => {
  const rate = taxRate(w, draft);
  draft.tax_rate_configuration_name = rate?.name ?? null;
  draft.tax_rate_configuration_rate = rate?.rate ?? null;
  draft.tax_rate_configuration_formatted_rate = rate?.formatted_rate_as_percentage ?? null;
};

const lineItemTax: RecordRule = (w, draft, { owner }) => {
  const rate = taxRate(w, draft);
  draft.name = rate?.name ?? null;
  draft.rate = rate?.rate ?? null;
  draft.formatted_rate = rate?.formatted_rate_as_percentage ?? null;
  draft.amount = cents(Number(owner?.total ?? 0) * Number(rate?.rate ?? 0));
};

/** Clio's document has a free-form object here. Only its id has a meaning. */
const currency: FieldRule = (w, _draft, value, { path, fact }) => {
  if (fact.type !== 'object') return value as RawValue;
  if (!isBody(value)) return null;
  const other = Object.keys(value).find((key) => key !== 'id');
  if (other !== undefined) w.problems.add(`${path}.${other}`, 'is not allowed');
  return value.id === null ? null : w.ref('Currency', value.id ?? 0, `${path}.id`);
};

/** A payer has the id of its matter. */
const payer: RecordRule = (_w, draft, { owner }) => {
  draft.matter_id = owner?.id ?? null;
};

const relationship: RecordRule = (_w, draft, { owner }) => {
  if (owner && 'display_number' in owner) draft.matter = ref('Matter', owner.id);
};

export const MATTER_RULES: Rules = {
  fields: {
    'Matter.statute_of_limitations': limitation,
    'Matter.responsible_attorney': staff,
    'Matter.originating_attorney': staff,
    'Matter.responsible_staff': staff,
    'Matter.custom_rate': customRate,
    'Matter.task_template_list_instances': taskLists,
    'Activity.vendor': vendor,
    'Activity.activity_description': activityDescription,
    currency,
  },
  records: {
    Matter: matter,
    Activity: activity,
    TaxSetting: taxSetting,
    LineItemTax: lineItemTax,
    SplitInvoicePayer: payer,
    Relationship: relationship,
    Timer: timer,
  },
  destroys: { Timer: stopTimer },
};
