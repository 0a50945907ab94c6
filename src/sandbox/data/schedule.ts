import { type Draft, ref } from '../record.ts';
import { CONTACT_COUNT } from './contacts.ts';
import type { Dataset } from './dataset.ts';
import { shiftMinutes } from './dates.ts';
import { ACTIVE_USERS } from './firm.ts';
import { participant } from './people.ts';
import type { Random } from './random.ts';
import { cycle, type DraftMaker, each, named, type Recipes, rows } from './recipe.ts';

const CALENDARS = 18;
const ENTRIES = 240;
const TASK_COUNT = 320;
/** Weekly series and their numbers of weeks; an occurrence has an id such as `7-2`. */
const SERIES: ReadonlyMap<number, number> = new Map([
  [7, 4],
  [60, 3],
  [121, 5],
  [200, 2],
]);

const SUMMARIES = [
  'Hearing',
  'Client meeting',
  'Deposition',
  'Mediation',
  'Team meeting',
  'Filing deadline',
  'Closing',
  'Call with expert',
  'Lunch',
  'Trial',
] as const;

const calendar: DraftMaker = (index, random) => {
  const id = index + 1;
  const isUsers = id <= 14;
  return {
    name: isUsers
      ? `Calendar of user ${id}`
      : (['Firm', 'Court dates', 'Holidays', 'Meeting room'][index - 14] ?? 'Shared'),
    type: isUsers ? 'UserCalendar' : id === 15 ? 'AccountCalendar' : 'AdhocCalendar',
    creator: ref('User', isUsers ? id : 1),
    permission: id === 1 || !isUsers ? 'owner' : random.pick(['editor', 'viewer', 'limited_viewer']),
    source: id % 5 === 0 ? 'mobile' : 'web',
    visible: id % 6 !== 0,
    court_rules_default_calendar: id === 16,
  };
};

function entries(data: Dataset, random: Random): Draft[] {
  const made: Draft[] = [];
  for (let id = 1; id <= ENTRIES; id += 1) {
    const calendar = random.int(1, CALENDARS);
    const weeks = SERIES.get(id);
    const start = data.dates.moment(random.int(-200, 90), random.int(8, 16), random.pick([0, 15, 30, 45]));
    const length = random.pick([30, 45, 60, 90, 120]);
    const allDay = id % 15 === 4;
    const contact = data.base('Contact')[random.int(0, CONTACT_COUNT - 1)] as Draft;
    const entry: Draft = {
      id: String(id),
      $private: id % 13 === 5,
      $owner_id: calendar,
      $series: weeks !== undefined,
      summary: random.pick(SUMMARIES),
      description: id % 4 === 0 ? 'Bring the file.' : null,
      location: id % 3 === 0 ? random.pick(['Court house, room 4', 'Office', 'By telephone']) : null,
      all_day: allDay,
      ...when(start, length),
      start_at_time_zone: 'America/Los_Angeles',
      recurrence_rule: weeks === undefined ? null : `RRULE:FREQ=WEEKLY;COUNT=${weeks}`,
      calendar_owner: ref('Calendar', calendar),
      calendar_owner_id: calendar,
      calendars: [ref('Calendar', calendar)],
      parent_calendar_entry: null,
      parent_calendar_entry_id: null,
      matter: id % 3 === 1 ? null : data.some('Matter', random),
      court_rule: id % 30 === 12,
      matter_docket: id % 30 === 12 ? data.some('MatterDocket', random) : null,
      permission: 'editor',
      attendees: [
        data.embed('Attendee', 'CalendarEntry', random, {
          id: calendar,
          type: 'Calendar',
          name: `Calendar of user ${calendar}`,
          enabled: true,
        }),
        ...(id % 4 === 2
          ? [
              data.embed('Attendee', 'CalendarEntry', random, {
                id: contact.id as number,
                type: 'Contact',
                name: contact.name ?? null,
                email: contact.primary_email_address ?? null,
                enabled: true,
              }),
            ]
          : []),
      ],
      reminders: [],
      time_entries: [],
      time_entries_count: 0,
    };
    made.push(entry);
    for (let week = 1; week <= (weeks ?? 0); week += 1) {
      made.push({
        ...entry,
        id: `${id}-${week}`,
        $series: false,
        $occurrence: true,
        ...when(shiftMinutes(start, (week - 1) * 7 * 24 * 60), length),
        parent_calendar_entry: ref('CalendarEntry', String(id)),
      });
    }
  }
  return made;
}

function when(start: string, minutes: number): Draft {
  const end = shiftMinutes(start, minutes);
  return {
    start_at: start,
    end_at: end,
    start_date: start.slice(0, 10),
    end_date: end.slice(0, 10),
    start_time: start.slice(11, 19),
    end_time: end.slice(11, 19),
  };
}

const TASKS = [
  'Call the client',
  'Draft the agreement',
  'File the motion',
  'Review the contract',
  'Order the transcript',
  'Prepare exhibits',
  'Send the invoice',
  'Check for conflicts',
  'Serve the papers',
  'Update the index',
] as const;

const TASK_STATES = [
  'pending',
  'complete',
  'in_progress',
  'pending',
  'in_review',
  'complete',
  'draft',
] as const;

const task: DraftMaker = (index, random, data) => {
  const id = index + 1;
  const status = cycle(TASK_STATES, index);
  const kind = index % 9 === 4 ? 'Contact' : 'User';
  return {
    $cascading_source_id: index % 25 === 3 ? random.int(1, TASK_COUNT) : null,
    name: random.pick(TASKS),
    description: index % 5 === 0 ? '<p>With <strong>care</strong>.</p>' : 'See the file.',
    description_text_type: index % 5 === 0 ? 'rich_text' : 'plain_text',
    status,
    priority: cycle(['Normal', 'High', 'Normal', 'Low'], index),
    permission: index % 14 === 6 ? 'private' : 'public',
    due_at: index % 6 === 2 ? null : data.dates.day(random.int(-200, 60)),
    completed_at: status === 'complete' ? data.dates.someMoment(random, -200, -1) : null,
    assignee:
      index % 21 === 8
        ? null
        : participant(
            data,
            'Task',
            random,
            data.draft(kind, random.int(1, kind === 'User' ? ACTIVE_USERS : CONTACT_COUNT)),
          ),
    assigner: ref('User', random.int(1, 7)),
    matter: index % 8 === 5 ? null : data.some('Matter', random),
    statute_of_limitations: id % 20 === 9,
    task_type: data.some('TaskType', random),
    time_estimated: random.int(1, 16) * 900,
    reminders: [],
    time_entries: [],
    time_entries_count: 0,
  };
};

const reminder: DraftMaker = (index, random, data) => {
  const isTask = index % 2 === 0;
  const id = random.int(1, isTask ? TASK_COUNT : ENTRIES);
  return {
    $user_id: random.int(1, ACTIVE_USERS),
    duration: random.pick([15, 60, 1440]),
    next_delivery_at: index % 4 === 3 ? null : data.dates.moment(random.int(1, 40), 9, 0),
    notification_method: data.some('NotificationMethod', random),
    subject: data.embed('PolymorphicObject', 'Reminder', random, {
      id,
      type: isTask ? 'Task' : 'CalendarEntry',
      identifier: isTask ? 'Task' : 'Appointment',
    }),
  };
};

export const SCHEDULE: Recipes = {
  Calendar: each(CALENDARS, calendar, { neverBlank: ['permission', 'source'] }),
  CalendarEntry: { drafts: entries, neverBlank: ['start_at', 'end_at'] },
  Task: each(TASK_COUNT, task, { neverBlank: ['priority', 'description_text_type', 'permission'] }),
  Reminder: each(60, reminder),
  CalendarEntryEventType: named(
    'Hearing',
    'Deposition',
    'Meeting',
    'Deadline',
    'Trial',
    'Mediation',
    'Travel',
    'Holiday',
  ),
  MatterDocket: each(16, (index, random, data) => ({
    name: `${random.pick(['Civil', 'Family', 'Probate'])} docket ${index + 1}`,
    status: cycle(['completed', 'in_progress', 'not_started', 'failed'], index),
    matter: data.some('Matter', random),
    start_date: data.dates.day(-random.int(5, 200)),
    calendar_entries: [],
    deleted_at: index % 9 === 5 ? data.dates.someMoment(random, -50, -2) : null,
  })),
  TaskTemplateList: rows(
    [
      'New client',
      'Estate plan',
      'Lease review',
      'Litigation start',
      'Closing',
      'Appeal',
      'Incorporation',
      'Empty list',
    ].map((name) => ({ name, templates_count: 0 })),
  ),
  TaskTemplate: each(30, (index, random) => ({
    $days_from_assignment: random.int(0, 30),
    name: cycle(TASKS, index),
    task_template_list: ref('TaskTemplateList', (index % 7) + 1),
    private: index % 8 === 1,
  })),
};
