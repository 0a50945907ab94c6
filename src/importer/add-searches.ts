import type { CatalogDraft } from './draft.ts';

/** Applies `searches`. */
export function addSearches(draft: CatalogDraft): void {
  for (const { name, reason: _, ...search } of draft.corrections.searches) {
    const operation = draft.operations.get(search.operation);
    if (operation?.response !== 'list' || !operation.query.query)
      draft.problems.push(`searches: ${search.operation} is no list that can be searched`);
    for (const key of Object.keys(search.with ?? {}))
      if (!operation?.query[key]) draft.problems.push(`searches: ${search.operation} has no ${key}`);
    if (draft.searches.has(name)) draft.problems.push(`searches: ${name} is there twice`);
    draft.searches.set(name, search);
  }
}
