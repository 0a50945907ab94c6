import { type Draft, isRecord, listOf, type RawRecord, type RawValue } from '../record.ts';
import type { Json } from '../render.ts';
import { type Body, isBody } from './read-body.ts';
import { isRemoval, type Place, type Write } from './write.ts';

/** The user or contact that a body names by `{id, type}`. Adds a problem and returns undefined where there is none. */
export function findPerson(w: Write, value: Body, path: string): RawRecord | undefined {
  const kind = value.type === 'User' ? 'User' : 'Contact';
  const ref = w.ref(kind, value.id ?? null, `${path}.id`);
  if (!ref) return undefined;
  if (kind === 'Contact') checkVisible(w, ref.id, `${path}.id`);
  return w.find(ref);
}

/** Adds a problem for a contact that is hidden from the login: it cannot be linked. */
export function checkVisible(w: Write, id: number | string, path: string): void {
  if (!w.visibility.seesContact(w.login, id)) w.problems.add(path, 'is not visible to you');
}

/** A party of a task or communication. */
export function participant(w: Write, person: RawRecord): Draft {
  const isUser = 'roles' in person;
  return {
    ...w.blank('Participant'),
    id: person.id as number,
    type: isUser ? 'User' : (person.type ?? 'Person'),
    name: person.name ?? null,
    initials: person.initials ?? null,
    identifier: (isUser ? person.email : person.primary_email_address) ?? null,
    enabled: person.enabled ?? true,
  };
}

/** The same as a free-form object, for conversations. */
export function freePerson(person: RawRecord): RawRecord {
  return {
    id: person.id as number,
    type: 'roles' in person ? 'User' : (person.type ?? 'Person'),
    name: person.name ?? null,
    enabled: true,
  };
}

/** The writing user as the creator of files. */
export function creator(w: Write): Draft {
  const user = w.find(w.user) ?? {};
  const draft = w.blank('ClioCreator');
  for (const key of Object.keys(draft)) draft[key] = user[key] ?? draft[key] ?? null;
  return { ...draft, type: 'ManageUser' };
}

/** Applies rows of people, which are matched by type and id. */
export function personRows(
  w: Write,
  held: RawValue | undefined,
  value: Json,
  { path }: Place,
  make: (row: Body, path: string) => Draft | undefined,
): RawValue[] {
  let list = [...listOf(held)];
  for (const [index, one] of (Array.isArray(value) ? value : []).entries()) {
    if (!isBody(one)) continue;
    const row = one;
    const at = `${path}.${index}`;
    if (row.id === undefined || row.id === null) {
      w.problems.add(`${at}.id`, "can't be blank");
      continue;
    }
    const others = list.filter(
      (other) => !isRecord(other) || other.id !== row.id || kindOf(other.type) !== kindOf(row.type),
    );
    if (isRemoval(row)) {
      list = others;
      continue;
    }
    const person = make(row, at);
    if (person) list = [...others, person];
  }
  return list;
}

/** Answers say `Person` or `Company` where bodies say `Contact`. */
function kindOf(type: RawValue | undefined): RawValue {
  return type === 'Person' || type === 'Company' ? 'Contact' : (type ?? 'Contact');
}
