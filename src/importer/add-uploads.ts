import type { CatalogDraft } from './draft.ts';

/** Applies `uploads`. */
export function addUploads(draft: CatalogDraft): void {
  for (const { name, reason: _, ...upload } of draft.corrections.uploads) {
    const { create, finish, show, undo, version } = upload;
    for (const id of [create, finish, show, undo]) {
      if (!draft.operations.has(id)) draft.problems.push(`uploads: ${name}: there is no ${id}`);
    }
    const entity = draft.operations.get(finish)?.entity ?? '';
    if (draft.entities.get(entity)?.fields[version]?.kind !== 'one')
      draft.problems.push(`uploads: ${name}: there is no ${entity}.${version}`);
    if (draft.uploads.has(name)) draft.problems.push(`uploads: ${name} is there twice`);
    draft.uploads.set(name, upload);
  }
}
