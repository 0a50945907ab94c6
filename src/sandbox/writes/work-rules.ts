import { isBlank } from '../../values.ts';
import { notFound } from '../api-error.ts';
import { person } from '../data/people.ts';
import { type Draft, isRef, listOf, type RawValue, ref, refersTo } from '../record.ts';
import { checkVisible, findPerson, participant, personRows } from './people.ts';
import { isBody, rowsOf } from './read-body.ts';
import { type Action, type FieldRule, forObject, type RecordRule, type Rules, type Write } from './write.ts';

const taskStatus: FieldRule = (w, _draft, value, { path }) => {
  if (w.firm.quirks.basicTasks && value !== 'pending' && value !== 'complete')
    w.problems.add(path, 'must be one of ["complete", "pending"]');
  return value as RawValue;
};

const assignee = forObject((w, _draft, value, { path }) => {
  const one = findPerson(w, value, path);
  return one && participant(w, one);
});

const task: RecordRule = (w, draft, { body, before }) => {
  if (typeof body.cascading_source === 'number') draft.$cascading_source_id = body.cascading_source;
  if (draft.status === 'complete' && before?.status !== 'complete') draft.completed_at = w.now;
  else if (draft.status !== 'complete') draft.completed_at = null;
  const matter = w.find(draft.matter);
  if (matter && matter.has_tasks !== true) w.change('Matter', matter, { has_tasks: true });
};

const MINUTES: Readonly<Record<string, number>> = { minutes: 1, hours: 60, days: 1440, weeks: 10_080 };

/** Bodies have an amount and its unit, responses minutes. */
const duration: RecordRule = (_w, draft, { body }) => {
  if (body.duration_value !== undefined)
    draft.duration = Number(body.duration_value) * (MINUTES[String(body.duration_unit ?? 'minutes')] ?? 1);
};

const reminder: RecordRule = (w, draft, place) => {
  duration(w, draft, place);
  if (place.creating && place.owner) draft.subject = subject(w, 'Task', place.owner.id as number);
};

function subject(w: Write, type: string, id: number | string): Draft {
  const isTask = type === 'Task';
  return {
    ...w.blank('PolymorphicObject'),
    id: Number(id),
    type,
    identifier: isTask ? 'Task' : 'Appointment',
  };
}

const reminderSubject: FieldRule = (w, _draft, value, { path }) => {
  if (!isBody(value)) return undefined;
  const type = String(value.type);
  const ref = w.ref(type, value.id ?? null, `${path}.id`);
  return ref && subject(w, type, ref.id);
};

/** Clio moves earlier dates to 1900. */
const EARLIEST = '1900-01-01';

const entry: RecordRule = (_w, draft) => {
  for (const edge of ['start', 'end']) {
    const at = draft[`${edge}_at`];
    if (typeof at !== 'string') continue;
    const moved = at < EARLIEST ? `1900${at.slice(4)}` : at;
    draft[`${edge}_at`] = moved;
    draft[`${edge}_date`] = moved.slice(0, 10);
    draft[`${edge}_time`] = moved.slice(11, 19);
  }
  if (isRef(draft.calendar_owner)) {
    draft.calendar_owner_id = Number(draft.calendar_owner.id);
    draft.calendars = [draft.calendar_owner];
  }
};

const attendees = personRows((w, row, path) => {
  const kind = row.type === 'Calendar' ? 'Calendar' : 'Contact';
  const ref = w.ref(kind, row.id ?? null, `${path}.id`);
  const one = w.find(ref);
  if (!ref || !one) return undefined;
  if (kind === 'Contact') checkVisible(w, ref.id, `${path}.id`);
  return {
    ...w.blank('Attendee'),
    id: ref.id,
    type: kind,
    name: one.name ?? null,
    email: one.primary_email_address ?? null,
    enabled: true,
  };
});

/** With an unknown or invisible party the whole write is "not found". */
const parties = personRows((w, row) => {
  const kind = row.type === 'User' ? 'User' : 'Contact';
  const one = w.find(ref(kind, Number(row.id)));
  if (!one || (kind === 'Contact' && !w.firm.visibility.seesContact(w.login, Number(row.id))))
    throw notFound();
  return participant(w, one);
});

const communication: RecordRule = (_w, draft) => {
  if (typeof draft.received_at === 'string') draft.date = draft.received_at.slice(0, 10);
};

const subscriber: FieldRule = (w, draft, value, { path }) => {
  const user = w.find(w.ref('User', Number(value), path));
  draft.name = user?.name ?? null;
  return user?.id ?? null;
};

/** Clio's document requires a matter and a contact. Its text requires only the one that `type` names, and ignores the other. */
const note: RecordRule = (w, draft, { creating, body }) => {
  if (!creating) return;
  const [own, other] =
    draft.type === 'Contact' ? (['contact', 'matter'] as const) : (['matter', 'contact'] as const);
  if (!isRef(draft[own]) && !isBlank(body[own])) return;
  if (!isRef(draft[own])) w.problems.add(own, "can't be blank");
  draft[other] = null;
};

const receivers: FieldRule = (w, _draft, value, { path }) => {
  const people: RawValue[] = [];
  for (const [row, at] of rowsOf(value, path)) {
    const one = findPerson(w, row, at);
    if (one) people.push(person(one));
  }
  return people;
};

/** A message without a conversation begins one. */
const message: RecordRule = (w, draft, { body }) => {
  const sender = w.find(w.user);
  const from = sender ? person(sender) : null;
  Object.assign(draft, { sender: from, date: w.today });
  if (isBody(body.attachment) && typeof body.attachment.document_id === 'number')
    draft.document = w.ref('Document', body.attachment.document_id, 'attachment.document_id') ?? null;
  const matter =
    isBody(body.matter) && typeof body.matter.id === 'number'
      ? w.ref('Matter', body.matter.id, 'matter.id')
      : null;
  const own = ref('ConversationMessage', draft.id);
  const held = w.find(draft.conversation);
  if (held) {
    w.changes.put('Conversation', { ...w.touch(held), last_message: own });
    return;
  }
  const members = [from, ...listOf(draft.receivers)];
  const begun: Draft = {
    ...w.make('Conversation'),
    $user_id: w.login.userId,
    subject: String(body.subject),
    current_user_is_member: true,
    read: true,
    matter: matter ?? null,
    first_message: own,
    last_message: own,
    memberships: members.map((member): Draft => ({ ...w.make('ConversationMembership'), member })),
  };
  w.changes.put('Conversation', begun);
  draft.conversation = ref('Conversation', begun.id);
};

/** Comments belong to documents or folders; ids of both are accepted. */
const commentItem: FieldRule = (w, draft, value, { path }) => {
  const id = isBody(value) ? Number(value.id) : Number.NaN;
  const document = w.find(ref('Document', id));
  if (document || w.find(ref('Folder', id))) {
    draft.$item_id = id;
    draft.document_version = isRef(document?.latest_document_version)
      ? document.latest_document_version
      : null;
  } else w.problems.add(`${path}.id`, 'could not be found');
};

/** A new meeting's address comes from the video service. */
const meeting: RecordRule = (_w, draft, { creating }) => {
  if (!creating) return;
  draft.join_url = `https://meet.example.com/${String(draft.id)}`;
  draft.conference_id = Number(draft.id);
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

export const WORK_RULES: Rules = {
  fields: {
    'Task.assignee': assignee,
    'Task.status': taskStatus,
    'Reminder.subject': reminderSubject,
    'CalendarEntry.attendees': attendees,
    'Communication.senders': parties,
    'Communication.receivers': parties,
    'NotificationEventSubscriber.user_id': subscriber,
    'ConversationMessage.receivers': receivers,
    'Comment.item': commentItem,
  },
  records: {
    Task: task,
    ReminderTemplate: duration,
    Reminder: reminder,
    CalendarEntry: entry,
    Communication: communication,
    Note: note,
    ConversationMessage: message,
    ConferenceMeeting: meeting,
  },
  actions: { 'TaskTemplateList#copy': copyTaskTemplates },
};
