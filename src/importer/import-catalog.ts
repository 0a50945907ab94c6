import type { CatalogData, EnumFact } from '../catalog/types.ts';
import { addCodes } from './add-codes.ts';
import { addFields } from './add-fields.ts';
import { addSearches } from './add-searches.ts';
import { addSubscriptions } from './add-subscriptions.ts';
import { addUploads } from './add-uploads.ts';
import { correctBodies } from './correct-bodies.ts';
import { correctEntities } from './correct-entities.ts';
import { correctFields } from './correct-fields.ts';
import { correctOperations } from './correct-operations.ts';
import { correctParameters } from './correct-parameters.ts';
import type { Corrections } from './corrections.ts';
import { CatalogDraft } from './draft.ts';
import { findLoads } from './find-loads.ts';
import { ImportError } from './import-error.ts';
import { joinTypes } from './join-types.ts';
import { nameBodies } from './name-bodies.ts';
import { nameEnums } from './name-enums.ts';
import { enumValueName } from './names.ts';
import { placeOperations } from './place-operations.ts';
import type { OpenApiDocument } from './read-document.ts';
import { readEntities } from './read-entities.ts';
import { readOperations } from './read-operations.ts';
import { relate } from './relate.ts';
import { byKey, compare, mapRecord, sortedRecord } from './sorting.ts';

/** In order: each pass needs the results of those before it. */
const passes: readonly ((draft: CatalogDraft) => void)[] = [
  readOperations,
  correctOperations,
  readEntities,
  correctFields,
  correctEntities,
  addFields,
  checkReferences,
  nameEnums,
  correctParameters,
  findLoads,
  placeOperations,
  correctBodies,
  nameBodies,
  relate,
  joinTypes,
  addUploads,
  addCodes,
  addSearches,
  addSubscriptions,
];

/**
 * Turns Clio's OpenAPI document into the catalog. The same document and corrections give the same catalog.
 *
 * @throws ImportError with each correction that changes nothing, or that has nothing to correct.
 */
export function importCatalog(
  document: OpenApiDocument,
  sha256: string,
  corrections: Corrections,
): CatalogData {
  const draft = new CatalogDraft(document, corrections);
  for (const pass of passes) pass(draft);
  if (draft.problems.length > 0)
    throw new ImportError(
      `The import failed:\n- ${draft.problems.join('\n- ')}\nChange these entries of schema/corrections.yml.`,
    );
  return {
    source: {
      title: document.info.title,
      version: document.info.version,
      retrieved: corrections.retrieved,
      sha256,
      paths: Object.keys(document.paths).length,
      operations: draft.operations.size,
    },
    entities: sorted(draft.entities, (entity) => ({ ...entity, fields: sortedRecord(entity.fields) })),
    enums: sorted(draft.enums, ({ domain, clio }): EnumFact => ({ domain, values: enumValues(clio) })),
    operations: sorted(draft.operations, (operation) => ({
      ...operation,
      query: sortedRecord(operation.query),
      ...(operation.relations
        ? { relations: [...operation.relations].sort((a, b) => compare(a.on + a.name, b.on + b.name)) }
        : {}),
    })),
    uploads: sorted(draft.uploads, (upload) => upload),
    searches: sorted(draft.searches, (search) => search),
    subscriptions: sorted(draft.subscriptions, (subscription) => subscription),
  };
}

/** A dropped entity must not be nested anywhere. */
function checkReferences(draft: CatalogDraft): void {
  for (const [name, entity] of draft.entities) {
    for (const [key, field] of Object.entries(entity.fields)) {
      if ((field.kind === 'one' || field.kind === 'many') && !draft.entities.has(field.entity))
        draft.problems.push(`${name}.${key} refers to ${field.entity}, which does not exist`);
    }
  }
}

function enumValues(clio: readonly string[]): Record<string, string> {
  return sortedRecord(Object.fromEntries(clio.map((value) => [enumValueName(value), value])));
}

function sorted<T, R>(map: ReadonlyMap<string, T>, convert: (value: T) => R): Record<string, R> {
  return mapRecord(Object.fromEntries([...map].sort(byKey)), convert);
}
