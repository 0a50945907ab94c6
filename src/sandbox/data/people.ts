import type { Draft, RawRecord } from '../record.ts';
import type { Dataset } from './dataset.ts';
import type { Random } from './random.ts';

/** The fields of a user or contact that a task or communication includes. */
export function partyValues(one: RawRecord): Draft {
  const isUser = 'roles' in one;
  return {
    id: one.id as number,
    type: isUser ? 'User' : (one.type ?? 'Person'),
    name: one.name ?? null,
    initials: one.initials ?? null,
    identifier: (isUser ? one.email : one.primary_email_address) ?? null,
    enabled: one.enabled ?? true,
  };
}

/** A user or contact as a free-form object in conversations. */
export function person(one: RawRecord): RawRecord {
  const { id, type, name } = partyValues(one);
  return { id: id ?? null, type: type ?? null, name: name ?? null, enabled: true };
}

/** A user or contact who takes part in a task or communication. */
export function participant(data: Dataset, owner: string, random: Random, one: Draft): Draft {
  return data.embed('Participant', owner, random, {
    ...partyValues(one),
    created_at: one.created_at ?? null,
    updated_at: one.updated_at ?? null,
  });
}

/** A user as the creator of files. */
export function creator(data: Dataset, owner: string, random: Random, id: number): Draft {
  const user = (data.base('User')[id - 1] ?? {}) as RawRecord;
  const given: Draft = { id, type: 'ManageUser', default_calendar_id: user.default_calendar_id ?? null };
  for (const key of ownValues) given[key] = user[key] ?? null;
  const made = data.embed('ClioCreator', owner, random, given);
  for (const key of Object.keys(made)) if (key in user && key !== 'etag') made[key] = user[key] ?? null;
  return made;
}

/** Fields that are never drawn at random: one draw more or less would change all later values. */
const ownValues = [
  'name',
  'first_name',
  'last_name',
  'initials',
  'email',
  'enabled',
  'roles',
  'rate',
  'subscription_type',
];
