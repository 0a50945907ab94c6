import type { NestedFact } from '../catalog/types.ts';
import type { CatalogDraft, LoadDraft } from './draft.ts';

/** Finds how records are loaded by id, then applies `loads`, `loadQueries` and `siblings`. */
export function findLoads(draft: CatalogDraft): void {
  for (const [id, operation] of draft.operations) {
    const entity = draft.entityOf(operation);
    if (!entity || operation.method !== 'GET') continue;
    const load: LoadDraft = { ...entity.load };
    const [parameter] = operation.pathParameters;
    if (operation.verb === 'show' && operation.pathParameters.length === 1 && parameter === 'id')
      load.show = id;
    if (operation.verb === 'index' && operation.pathParameters.length === 0 && operation.query['ids[]'])
      load.batch = id;
    // In this order, whatever the order in the document.
    const { batch, show } = load;
    if (batch || show) entity.load = { ...(batch ? { batch } : {}), ...(show ? { show } : {}) };
  }
  correctLoads(draft);
  correctLoadQueries(draft);
  correctSiblings(draft);
  for (const entity of draft.entities.values()) {
    const full = entity.viewOf ? draft.entities.get(entity.viewOf) : undefined;
    if (full?.load) delete entity.load;
  }
}

function correctLoads(draft: CatalogDraft): void {
  draft.correct(
    'loads',
    (name) => (draft.entities.get(name)?.load ? draft.entities.get(name) : `${name} cannot be loaded`),
    (entity, { entity: name, reason: _, batch, ...facts }) => {
      checkBatch(draft, `loads: ${name}`, name, [
        ...Object.keys(facts.query ?? {}),
        ...(facts.requires ?? []),
      ]);
      const load: LoadDraft = { ...entity.load, ...facts };
      if (batch === false) delete load.batch;
      if (load.batch || load.show) entity.load = load;
      else delete entity.load;
    },
  );
}

function correctLoadQueries(draft: CatalogDraft): void {
  draft.correct(
    'loadQueries',
    (path) => draft.fieldOfKind<NestedFact>(path, 'one') ?? `there is no to-one field ${path}`,
    ({ entity, key, fact }, { field: path, query }) => {
      checkBatch(draft, `loadQueries: ${path}`, fact.entity, Object.keys(query));
      entity.fields[key] = { ...fact, loadQuery: query };
    },
  );
}

function correctSiblings(draft: CatalogDraft): void {
  draft.correct(
    'siblings',
    (path, { of, list }) => {
      const field = draft.fieldOfKind<NestedFact>(path, 'one');
      const beside = field?.entity.fields[of];
      const owner = beside?.kind === 'one' ? draft.entities.get(beside.entity) : undefined;
      if (field && owner?.fields[list]?.kind === 'many') return field;
      return `there is no ${path}, or no ${of} beside it with ${list}`;
    },
    ({ entity, key, fact }, { of, list }) => {
      entity.fields[key] = { ...fact, sibling: { of, list } };
    },
  );
}

/** Reports parameters that the batch operation does not have: Clio would reject or ignore them. */
function checkBatch(
  draft: CatalogDraft,
  correction: string,
  entity: string,
  parameters: readonly string[],
): void {
  const batch = draft.operations.get(draft.entities.get(entity)?.load?.batch ?? '');
  for (const parameter of parameters) {
    if (!batch?.query[parameter]) draft.problems.push(`${correction}: no batch takes ${parameter}`);
  }
}
