import type { Draft } from '../record.ts';
import type { Write } from './write.ts';

/** Values that Clio gives a new record. */
interface Defaults {
  /** Values that the body cannot change. */
  readonly set?: Draft;
  /** Values without one in the body. */
  readonly fill?: Draft;
}

const DEFAULTS: Readonly<Record<string, (w: Write) => Defaults>> = {
  BankAccount: (w) => ({ set: { user: w.user }, fill: { balance: 0 } }),
  Calendar: (w) => ({
    set: { creator: w.user, permission: 'owner', type: 'AdhocCalendar' },
    fill: { source: 'web' },
  }),
  CalendarEntry: (w) => ({
    set: {
      permission: 'editor',
      start_at_time_zone: 'America/Los_Angeles',
      $private: false,
      $owner_id: w.login.userId,
    },
  }),
  Comment: (w) => ({ set: { creator: w.user } }),
  Communication: (w) => ({ set: { user: w.user } }),
  ExpenseCategory: () => ({ set: { accessible_to_user: true } }),
  Folder: () => ({ set: { type: 'Folder', root: false } }),
  Group: () => ({ set: { type: 'AdhocGroup' } }),
  Matter: (w) => ({
    fill: {
      status: 'Open',
      open_date: w.today,
      billing_method: 'hourly',
      currency: { entity: 'Currency', id: 1 },
    },
  }),
  MatterDocket: () => ({ set: { status: 'not_started', $stages: ['in_progress', 'completed'] } }),
  Note: (w) => ({ set: { author: w.user }, fill: { date: w.today } }),
  Reminder: (w) => ({ set: { state: 'scheduled', $user_id: w.login.userId } }),
  SafeCustodyRecord: () => ({ fill: { $state: 'held' } }),
  Task: (w) => ({ fill: { assigner: w.user } }),
  TaskTemplate: (w) => ({ fill: { template_creator: w.user } }),
  TaskTemplateList: (w) => ({ set: { creator: w.user } }),
  Webhook: (w) => ({ set: { user: w.user, $login: w.login.name } }),
};

/** Completes a new record whose body was applied. */
export function completeNewRecord(w: Write, entity: string, draft: Draft): void {
  const { set, fill } = DEFAULTS[entity]?.(w) ?? {};
  Object.assign(draft, set);
  for (const [key, value] of Object.entries(fill ?? {})) draft[key] ??= value;
}
