import { lowerFirst } from '../catalog/letter-case.ts';
import type { FieldPlaceFact } from '../catalog/operation-facts.ts';
import type { CatalogDraft, OperationDraft } from './draft.ts';
import { plural } from './names.ts';

/** Clio's verb → the first word of the mutation. */
const writeVerbs: Readonly<Record<string, string>> = {
  create: 'create',
  update: 'update',
  destroy: 'delete',
};

/** Assigns each operation its field in the GraphQL schema, by its path or by `places`. */
export function placeOperations(draft: CatalogDraft): void {
  for (const [id, operation] of draft.operations) {
    const field = derivePlace(draft, id, operation);
    if (field) operation.field = field;
  }
  const types = draft.types().add('Query').add('Mutation');
  const placed = new Set<string>();
  draft.correct(
    'places',
    (id) => draft.operations.get(id),
    (operation, { operation: id, reason: _, ...field }) => {
      if (placed.has(id)) draft.problems.push(`places: ${id} is placed twice`);
      placed.add(id);
      if (!types.has(field.on))
        draft.problems.push(`places: ${id} is placed on ${field.on}, which does not exist`);
      if (field.parent && !operation.pathParameters.includes(field.parent))
        draft.problems.push(`places: the path of ${id} has no ${field.parent}`);
      operation.field = field;
    },
  );
  for (const [id, operation] of draft.operations) {
    if (operation.method === 'GET' && !operation.field)
      draft.problems.push(`${id} has no place in the schema: add it to places`);
  }
}

function derivePlace(draft: CatalogDraft, id: string, operation: OperationDraft): FieldPlaceFact | undefined {
  const type = draft.entityOf(operation)?.type;
  const write = writeVerbs[operation.verb];
  if (write && operation.method !== 'GET') {
    // A deletion returns no record, so its type is in the operation's id.
    const subject = type ?? draft.entities.get(id.split('#')[0] ?? '')?.type;
    return subject ? { on: 'Mutation', name: `${write}${subject}` } : undefined;
  }
  if (!type || operation.method !== 'GET') return undefined;
  const name = lowerFirst(type);
  if (operation.response === 'list' && operation.pathParameters.length === 0)
    return { on: 'Query', name: plural(name) };
  const [parameter] = operation.pathParameters;
  if (operation.verb === 'show' && operation.pathParameters.length === 1 && parameter === 'id')
    return { on: 'Query', name };
  return undefined;
}
