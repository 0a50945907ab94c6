import type { CatalogDraft } from './draft.ts';

/** Applies `codes`. */
export function addCodes(draft: CatalogDraft): void {
  for (const { operation: id, name, reason: _, ...code } of draft.corrections.codes) {
    const operation = draft.operations.get(id);
    const list = draft.operations.get(code.list);
    const listed = list && draft.entityOf(list)?.fields;
    if (!listed?.code || !listed.type) draft.problems.push(`codes: ${code.list} lists no codes with types`);
    let property = operation?.body;
    for (const key of code.into) property = property?.properties?.[key];
    if (!operation || !property) {
      draft.problems.push(`codes: ${id} has no ${code.into.join('.')}`);
      continue;
    }
    if (operation.codes?.[name]) draft.problems.push(`codes: ${id} ${name} is there twice`);
    operation.codes = { ...operation.codes, [name]: code };
  }
}
