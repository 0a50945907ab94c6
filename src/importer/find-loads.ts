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
    // Always in this order, whichever of the two the document has first.
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
  for (const { entity: name, query, requires, batch, incomplete } of draft.corrections.loads) {
    const entity = draft.entities.get(name);
    if (!entity?.load) {
      draft.problems.push(`loads: ${name} cannot be loaded`);
      continue;
    }
    checkBatch(draft, `loads: ${name}`, name, [...Object.keys(query ?? {}), ...(requires ?? [])]);
    const load: LoadDraft = { ...entity.load };
    draft.correct(
      `loads: ${name}`,
      () => load,
      () => {
        if (query) load.query = query;
        if (requires) load.requires = requires;
        if (batch === false) delete load.batch;
        if (incomplete) load.incomplete = incomplete;
      },
    );
    if (load.batch || load.show) entity.load = load;
    else delete entity.load;
  }
}

function correctLoadQueries(draft: CatalogDraft): void {
  for (const { field: path, query } of draft.corrections.loadQueries) {
    const { entity, key, field } = draft.field(path);
    if (!entity || field?.kind !== 'one') {
      draft.problems.push(`loadQueries: there is no to-one field ${path}`);
      continue;
    }
    checkBatch(draft, `loadQueries: ${path}`, field.entity, Object.keys(query));
    draft.correct(
      `loadQueries: ${path}`,
      () => entity.fields[key],
      () => {
        entity.fields[key] = { ...field, loadQuery: query };
      },
    );
  }
}

function correctSiblings(draft: CatalogDraft): void {
  for (const { field: path, of, list } of draft.corrections.siblings) {
    const { entity, key, field } = draft.field(path);
    const beside = entity?.fields[of];
    const owner = beside?.kind === 'one' ? draft.entities.get(beside.entity) : undefined;
    if (!entity || field?.kind !== 'one' || owner?.fields[list]?.kind !== 'many') {
      draft.problems.push(`siblings: there is no ${path}, or no ${of} beside it with ${list}`);
      continue;
    }
    draft.correct(
      `siblings: ${path}`,
      () => entity.fields[key],
      () => {
        entity.fields[key] = { ...field, sibling: { of, list } };
      },
    );
  }
}

/** Clio would refuse or ignore a parameter that the batch does not take. */
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
