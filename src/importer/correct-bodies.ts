import type { BodyFact } from '../catalog/operation-facts.ts';
import type { Corrections } from './corrections.ts';
import type { CatalogDraft, Mutable } from './draft.ts';

type BodyDraft = Omit<Mutable<BodyFact>, 'properties' | 'items'> & {
  properties?: Record<string, BodyDraft>;
  items?: BodyDraft;
};

/** Applies `bodies`. */
export function correctBodies(draft: CatalogDraft): void {
  draft.correct(
    'bodies',
    (body) => findProperty(draft, body),
    (property, correction) => {
      const { body, targetsBy, targets = targetsBy && Object.values(targetsBy.types) } = correction;
      if (targetsBy && !property.owner.properties?.[targetsBy.property])
        draft.problems.push(`bodies: ${body} has no ${targetsBy.property} beside it`);
      draft.checkTypes(`bodies: ${body}`, targets);
      correctProperty(property, { ...correction, ...(targets ? { targets } : {}) });
    },
  );
}

/** A property and the object that has it. */
interface PropertyDraft {
  readonly owner: BodyDraft;
  readonly key: string;
  readonly fact: BodyDraft;
}

/** @param body The property, as `Operation#verb path.to.property`. */
function findProperty(draft: CatalogDraft, body: string): PropertyDraft | undefined {
  const [operationId = '', path = ''] = body.split(' ');
  const keys = path.split('.');
  const key = keys.pop() ?? '';
  let owner = draft.operations.get(operationId)?.body as BodyDraft | undefined;
  for (const step of keys) {
    const inner: BodyDraft | undefined = owner?.properties?.[step];
    owner = inner?.items ?? inner;
  }
  const fact = owner?.properties?.[key];
  return owner && fact && { owner, key, fact };
}

function correctProperty(
  { owner, key, fact }: PropertyDraft,
  { body: _, reason: __, drop, required, values, label, reference, ...facts }: Corrections['bodies'][number],
): void {
  if (drop) delete owner.properties?.[key];
  const isRequired = owner.required?.includes(key) ?? false;
  if (isRequired && (drop || required === false))
    owner.required = owner.required?.filter((one) => one !== key);
  if (!isRequired && required) owner.required = [...(owner.required ?? []), key];
  // The document's format belongs to its own type.
  if (facts.type) delete fact.format;
  Object.assign(fact, facts);
  if (values) fact.enum = values;
  if (label) delete fact.enum;
  if (reference) fact.properties = { id: { type: 'integer', format: 'int64' } };
}
