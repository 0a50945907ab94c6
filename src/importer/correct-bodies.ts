import type { BodyFact } from '../catalog/operation-facts.ts';
import type { Corrections } from './corrections.ts';
import type { CatalogDraft, Mutable } from './draft.ts';

type BodyDraft = Omit<Mutable<BodyFact>, 'properties' | 'items'> & {
  properties?: Record<string, BodyDraft>;
  items?: BodyDraft;
};

/** Applies `bodies`. */
export function correctBodies(draft: CatalogDraft): void {
  const types = draft.types();
  for (const correction of draft.corrections.bodies) {
    const { body, targetsBy, targets = targetsBy && Object.values(targetsBy.types) } = correction;
    const { owner, last } = findBody(draft, body);
    const property = owner?.properties?.[last];
    if (!owner || !property) {
      draft.problems.push(`bodies: there is no ${body}`);
      continue;
    }
    if (targetsBy && !owner.properties?.[targetsBy.property])
      draft.problems.push(`bodies: ${body} has no ${targetsBy.property} beside it`);
    for (const target of targets ?? []) {
      if (!types.has(target))
        draft.problems.push(`bodies: ${body} takes ids of ${target}, which is not there`);
    }
    draft.correct(
      `bodies: ${body}`,
      () => owner,
      () => correctBody(owner, last, property, { ...correction, targets }),
    );
  }
}

/** The object that holds the property which `Operation#verb path.to.property` names. */
function findBody(draft: CatalogDraft, body: string): { owner: BodyDraft | undefined; last: string } {
  const [operationId = '', path = ''] = body.split(' ');
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let owner = draft.operations.get(operationId)?.body as BodyDraft | undefined;
  for (const key of keys) {
    const inner: BodyDraft | undefined = owner?.properties?.[key];
    owner = inner?.items ?? inner;
  }
  return { owner, last };
}

function correctBody(
  owner: BodyDraft,
  key: string,
  property: BodyDraft,
  {
    drop,
    required,
    type,
    format,
    name,
    values,
    label,
    targets,
    targetsBy,
    input,
    base64,
    reference,
    spelling,
    impliedBy,
    oneOf,
    notNull,
    verified,
    hiddenBy,
    notFor,
    seconds,
  }: Corrections['bodies'][number],
): void {
  if (drop) delete owner.properties?.[key];
  if ((drop || required === false) && owner.required?.includes(key))
    owner.required = owner.required.filter((one) => one !== key);
  if (required === true && !owner.required?.includes(key)) owner.required = [...(owner.required ?? []), key];
  if (type) property.type = type;
  if (format) property.format = format;
  if (type && !format) delete property.format;
  if (name) property.name = name;
  if (values) property.enum = values;
  if (label) delete property.enum;
  if (targets) property.targets = targets;
  if (targetsBy) property.targetsBy = targetsBy;
  if (input) property.input = input;
  if (base64) property.base64 = base64;
  if (reference) property.properties = { id: { type: 'integer', format: 'int64' } };
  if (spelling) property.spelling = spelling;
  if (impliedBy) property.impliedBy = impliedBy;
  if (oneOf) property.oneOf = oneOf;
  if (notNull) property.notNull = notNull;
  if (verified) property.verified = verified;
  if (hiddenBy) property.hiddenBy = hiddenBy;
  if (notFor) property.notFor = notFor;
  if (seconds) property.seconds = seconds;
}
