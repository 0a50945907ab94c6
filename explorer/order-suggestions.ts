/**
 * Names that people want first, most likely first: what the cookbook's operations use most, by arguments of a list,
 * fields of any record, and what a connection and a mutation have.
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
 * Puts likely names first and leaves the rest in the order given. The editor sorts by `sortText`, and without one by name;
 * where something is typed already, what matches it best comes first all the same.
 */
export function orderSuggestions<T extends { readonly label: string }>(
  suggestions: readonly T[],
): (T & { readonly sortText: string })[] {
  return suggestions
    .toSorted((a, b) => rankOf(a.label) - rankOf(b.label))
    .map((one, index) => ({ ...one, sortText: String(index).padStart(5, '0') }));
}

/** The place of a name: likely ones first, those that only machines use last. */
export function rankOf(name: string): number {
  return ranks.get(name) ?? (name.startsWith('_') ? ranks.size + 1 : ranks.size);
}
