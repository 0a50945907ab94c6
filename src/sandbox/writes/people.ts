import { partyValues } from '../data/people.ts';
import { type Draft, isRecord, listOf, type RawRecord, type RawValue } from '../record.ts';
import { type Body, rowsOf } from './read-body.ts';
import { type FieldRule, isRemoval, type Write } from './write.ts';

/** The user or contact that a body names by `{id, type}`. Adds a problem and returns undefined if there is none. */
export function findPerson(w: Write, value: Body, path: string): RawRecord | undefined {
  const kind = value.type === 'User' ? 'User' : 'Contact';
  const ref = w.ref(kind, value.id ?? null, `${path}.id`);
  if (!ref) return undefined;
  if (kind === 'Contact') checkVisible(w, ref.id, `${path}.id`);
  return w.find(ref);
}

/** Adds a problem for a contact that is hidden from the login: it cannot be linked. */
export function checkVisible(w: Write, id: number | string, path: string): void {
  if (!w.firm.visibility.seesContact(w.login, id)) w.problems.add(path, 'is not visible to you');
}

/** A party of a task or communication. */
export function participant(w: Write, person: RawRecord): Draft {
  return { ...w.blank('Participant'), ...partyValues(person) };
}

/** The writing user as the creator of files. */
export function creator(w: Write): Draft {
  const user = w.find(w.user) ?? {};
  const draft = w.blank('ClioCreator');
  for (const key of Object.keys(draft)) draft[key] = user[key] ?? draft[key] ?? null;
  return { ...draft, type: 'ManageUser' };
}

/** The rule of a list of people, whose rows are matched by type and id. */
export function personRows(make: (w: Write, row: Body, path: string) => Draft | undefined): FieldRule {
  return (w, draft, value, { path: key }) => {
    let list = [...listOf(draft[key])];
    for (const [row, path] of rowsOf(value, key)) {
      if ((row.id ?? null) === null) {
        w.problems.add(`${path}.id`, "can't be blank");
        continue;
      }
      const others = list.filter(
        (other) => !isRecord(other) || other.id !== row.id || kindOf(other.type) !== kindOf(row.type),
      );
      const person = isRemoval(row) ? undefined : make(w, row, path);
      if (person || isRemoval(row)) list = person ? [...others, person] : others;
    }
    return list;
  };
}

/** Responses have `Person` or `Company` where bodies have `Contact`. */
function kindOf(type: RawValue | undefined): RawValue {
  return type === 'Person' || type === 'Company' ? 'Contact' : (type ?? 'Contact');
}
