/**
 * Likely names, most likely first: those that the cookbook uses most, as arguments of lists, fields of records, and fields
 * of connections and mutations.
 */
const likely = [
  'filter',
  'first',
  'orderBy',
  'input',
  'id',
  'name',
  'displayNumber',
  'number',
  'description',
  'status',
  'state',
  'type',
  'date',
  'dueAt',
  'startAt',
  'endAt',
  'total',
  'balance',
  'quantityInHours',
  'query',
  'client',
  'clientId',
  'viewer',
  'matters',
  'contacts',
  'tasks',
  'activities',
  'calendarEntries',
  'bills',
  'documents',
  'nodes',
  'matter',
  'matterId',
  'contact',
  'contactId',
  'user',
  'userId',
  'assignee',
  'responsibleAttorney',
  'userErrors',
  'totalCount',
  'pageInfo',
  'hasNextPage',
  'endCursor',
  'after',
  'customFieldValues',
  'custom',
  'updatedAt',
];

const ranks = new Map(likely.map((name, rank) => [name, rank]));

/**
 * Puts likely names first and keeps the order of the others. The editor sorts by `sortText`, or without one by name, after
 * sorting by how well names match the typed text.
 */
export function orderSuggestions<T extends { readonly label: string }>(
  suggestions: readonly T[],
): (T & { readonly sortText: string })[] {
  return suggestions
    .toSorted((a, b) => rankOf(a.label) - rankOf(b.label))
    .map((one, index) => ({ ...one, sortText: String(index).padStart(5, '0') }));
}

/** The position of a name: likely ones first, those for programs only last. */
export function rankOf(name: string): number {
  return ranks.get(name) ?? (name.startsWith('_') ? ranks.size + 1 : ranks.size);
}
