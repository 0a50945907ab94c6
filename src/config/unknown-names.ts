import { type VariableName, variables } from './variables.ts';

export interface UnknownName {
  readonly name: string;
  /** The most similar setting; null if none is similar. */
  readonly nearest: VariableName | null;
}

const prefix = 'CLIO_';
const known = Object.keys(variables) as VariableName[];
const candidates = known.filter((name) => name.startsWith(prefix));

/** The names that begin with `CLIO_`, in upper or lower case, but are not settings. */
export function findUnknownNames(names: readonly string[]): UnknownName[] {
  return names
    .filter((name) => name.toUpperCase().startsWith(prefix) && !Object.hasOwn(variables, name))
    .map((name) => ({ name, nearest: nearestTo(name.toUpperCase().slice(prefix.length)) }));
}

/** Compares the parts after the prefix. */
function nearestTo(text: string): VariableName | null {
  const distances = candidates.map((name) => editDistance(text, name.slice(prefix.length)));
  const least = Math.min(...distances);
  return least <= text.length * 0.4 + 1 ? (candidates[distances.indexOf(least)] ?? null) : null;
}

/** The number of letters to insert, remove or replace (Levenshtein distance). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [at, other] of [...to].entries()) {
      const replaced = (row[at] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
