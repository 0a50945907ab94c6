import { isBlank } from '../../values.ts';
import { ApiError } from '../api-error.ts';
import { type Draft, isRecord, listOf, type RawRecord, type RawValue, ref, refersTo } from '../record.ts';
import { renamePerson } from './copies.ts';
import { unprocessable } from './problems.ts';
import {
  type DestroyRule,
  type FieldRule,
  forObject,
  type RecordRule,
  type Rules,
  type Write,
} from './write.ts';

/** Clio's limit since 4.0.13, for each of these lists of a contact. */
const MOST_ENTRIES = 20;
const LIMITED = ['email_addresses', 'phone_numbers', 'addresses'] as const;

/** Marks one entry of a list as the main one. */
const main =
  (key: 'primary' | 'default_web_site'): FieldRule =>
  (_w, draft, value) => {
    draft[key] = value === true;
    if (value === true) draft.$chosen = true;
  };

/** Clio's check is not documented, so this accepts the usual form. */
const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

const emailAddress: FieldRule = (w, _draft, value, { path }) => {
  if (typeof value === 'string' && !EMAIL.test(value)) w.problems.add(path, 'is invalid');
  return value as RawValue;
};

/** An entry with a table of its own has the id of its contact. */
const adopt: RecordRule = (_w, draft, { owner }) => {
  if (owner?.id !== undefined) draft.$contact_id = owner.id;
};

const contact: RecordRule = (w, draft, { body, creating, path, before }) => {
  if (path !== '') return;
  for (const key of LIMITED) {
    if (listOf(draft[key]).length > MOST_ENTRIES) w.problems.add(key, `cannot be more than ${MOST_ENTRIES}`);
  }
  names(w, draft, body.name !== undefined && body.name !== null, creating);
  if (creating) draft.$creator_id = w.login.userId;
  summarize(w, draft);
  const shown = ['name', 'initials', 'primary_email_address'];
  if (before && shown.some((key) => before[key] !== draft[key])) renamePerson(w, draft);
};

/** A company has a name. A person's name consists of its parts, and Clio rejects it in a body. */
function names(w: Write, draft: Draft, isNamed: boolean, creating: boolean): void {
  if (draft.type === 'Company') {
    if (isBlank(draft.name)) w.problems.add('name', "can't be blank");
    Object.assign(draft, { first_name: null, middle_name: null, last_name: null });
    draft.initials = String(draft.name ?? '')[0] ?? null;
    return;
  }
  if (isNamed) w.problems.add('name', 'Invalid attributes present for a Person: name');
  const { first_name: first, middle_name: middle, last_name: last } = draft;
  if (isBlank(first) && isBlank(last)) {
    if (creating) w.problems.add('first_name', "can't be blank");
    return;
  }
  draft.name = [first, middle, last].filter((part) => !isBlank(part)).join(' ');
  draft.initials = [first, last].map((part) => (isBlank(part) ? '' : String(part)[0])).join('');
}

/** Sets `primary_…` and `secondary_…` from the lists. */
function summarize(w: Write, draft: Draft): void {
  const entries = (key: string): RawRecord[] =>
    listOf(draft[key]).flatMap((one) => {
      const record = isRecord(one) ? one : w.find(one);
      return record ? [record] : [];
    });
  const sorted = (key: string, flag: string): RawRecord[] =>
    oneChosen(entries(key), flag, (record) => keep(w, draft, key, record));
  const mails = sorted('email_addresses', 'primary');
  const phones = sorted('phone_numbers', 'primary');
  const places = sorted('addresses', 'primary');
  const sites = sorted('web_sites', 'default_web_site');
  Object.assign(draft, {
    primary_email_address: mails[0]?.address ?? null,
    secondary_email_address: mails[1]?.address ?? null,
    primary_phone_number: phones[0]?.number ?? null,
    secondary_phone_number: phones[1]?.number ?? null,
    primary_address: places[0] ?? null,
    secondary_address: places[1] ?? null,
    primary_work_address: places.find((one) => one.name === 'Work') ?? null,
    primary_web_site: sites[0] ?? null,
  });
}

/** Sorts the main entry first: the one that this write marked, else the one marked before, else the first. */
function oneChosen(entries: RawRecord[], flag: string, store: (record: RawRecord) => void): RawRecord[] {
  const chosen =
    entries.find((one) => one.$chosen === true) ?? entries.find((one) => one[flag] === true) ?? entries[0];
  const next = entries.map((one) => {
    const { $chosen: _done, ...rest } = one;
    const marked = { ...rest, [flag]: one === chosen };
    if (one[flag] === (one === chosen) && one.$chosen === undefined) return one;
    store(marked);
    return marked;
  });
  return next.sort((a, b) => Number(b[flag] === true) - Number(a[flag] === true));
}

const TABLES: Readonly<Record<string, string>> = {
  email_addresses: 'EmailAddress',
  phone_numbers: 'PhoneNumber',
};

/** Stores an entry in its table, or else in the contact. */
function keep(w: Write, draft: Draft, key: string, record: RawRecord): void {
  const table = TABLES[key];
  if (table !== undefined) w.changes.put(table, record);
  else draft[key] = listOf(draft[key]).map((one) => (isRecord(one) && one.id === record.id ? record : one));
}

/** A body has the picture as text, a response has its address. */
const avatar = forObject((w, _draft, value) => {
  if (value._destroy === true) return null;
  if (typeof value.image !== 'string') return undefined;
  const made = w.make('Avatar');
  return { ...made, url: `https://files.example.com/avatars/${String(made.id)}.png` };
});

const coCounselRate = forObject((w, draft, value) => {
  const held = w.find(draft.co_counsel_rate);
  const rate = held ? w.touch(held) : w.make('ActivityRate');
  Object.assign(rate, { rate: value.rate ?? null, co_counsel_contact_id: draft.id });
  w.changes.put('ActivityRate', rate as RawRecord);
  return ref('ActivityRate', rate.id);
});

const OPEN_BILLS: ReadonlySet<RawValue> = new Set(['awaiting_payment', 'awaiting_approval', 'draft']);

/**
 * Deletes a contact.
 *
 * @throws ApiError 409 for a client with open bills, 422 for any other client
 */
const destroyContact: DestroyRule = (w, record) => {
  const isClient = ({ client }: RawRecord): boolean => refersTo(client, record.id);
  if (w.changes.all('Bill').some((bill) => isClient(bill) && OPEN_BILLS.has(bill.state ?? null)))
    throw new ApiError(409, 'Conflict', 'Client has open bills');
  if (w.changes.all('Matter').some(isClient))
    throw unprocessable('The contact is the client of a matter and cannot be deleted.');
};

export const CONTACT_RULES: Rules = {
  fields: {
    'EmailAddress.address': emailAddress,
    'EmailAddress.default_email': main('primary'),
    'PhoneNumber.default_number': main('primary'),
    'WebSite.default_web_site': main('default_web_site'),
    'Contact.avatar': avatar,
    'Contact.co_counsel_rate': coCounselRate,
  },
  records: { Contact: contact, EmailAddress: adopt, PhoneNumber: adopt },
  destroys: { Contact: destroyContact },
};
