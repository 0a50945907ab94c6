import { lowerFirst } from '../catalog/letter-case.ts';
import type { SubscriptionFact } from '../catalog/types.ts';
import type { CatalogDraft } from './draft.ts';
import { pascalCase } from './names.ts';

const create = 'Webhook#create';

/** Events of all models. */
const commonEvents: Readonly<Record<string, string>> = {
  created: 'CREATED',
  updated: 'UPDATED',
  deleted: 'DELETED',
};

/** Adds the models and events of the operation that creates webhooks. Applies `subscriptions`. */
export function addSubscriptions(draft: CatalogDraft): void {
  const properties = draft.operations.get(create)?.body?.properties;
  const models = (properties?.model?.enum ?? []).map(String);
  const events = (properties?.events?.items?.enum ?? []).map(String);
  for (const model of models) {
    const entity = pascalCase(model);
    if (!draft.entities.has(entity)) {
      draft.problems.push(`subscriptions: there is no entity ${entity}`);
      continue;
    }
    draft.subscriptions.set(fieldOf(model), {
      model,
      entity,
      events: eventsOf(model, events),
      ...changesOf(draft, entity),
    });
  }
  draft.correct(
    'subscriptions',
    (model) => draft.subscriptions.get(fieldOf(model)),
    (fact, { model, without }) => {
      const kept = Object.entries(fact.events).filter(([, event]) => !without.includes(event));
      draft.subscriptions.set(fieldOf(model), { ...fact, events: Object.fromEntries(kept) });
    },
  );
}

function fieldOf(model: string): string {
  return `${lowerFirst(pascalCase(model))}Changed`;
}

/** GraphQL event → Clio's event: those of all models, and those that begin with the model's name (`matter_opened`). */
function eventsOf(model: string, all: readonly string[]): SubscriptionFact['events'] {
  const own: Record<string, string> = {};
  for (const event of all) {
    const name =
      commonEvents[event] ?? (event.startsWith(`${model}_`) ? event.slice(model.length + 1) : null);
    if (name !== null) own[name.toUpperCase()] = event;
  }
  return own;
}

/** The list that can return the records changed since an instant. */
function changesOf(draft: CatalogDraft, entity: string): { readonly changes?: string } {
  for (const [id, operation] of draft.operations) {
    if (operation.response === 'list' && operation.entity === entity && 'updated_since' in operation.query)
      return { changes: id };
  }
  return {};
}
