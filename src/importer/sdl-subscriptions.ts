import { lowerFirst } from '../catalog/letter-case.ts';
import type { SubscriptionFact } from '../catalog/types.ts';
import { plural, words } from './names.ts';
import type { Field, SdlWriter } from './sdl-writer.ts';

/** Defines the result of a subscription. Returns its field of `Subscription`. */
export function addSubscription(
  writer: SdlWriter,
  name: string,
  { entity, events, changes }: SubscriptionFact,
): Field {
  const { type, domain } = writer.catalog.entity(entity);
  const noun = words(type);
  const change = `${type}Change`;
  writer.object(domain, change, `A change of one ${noun}.`, [
    { name: 'event', type: 'ChangeEvent!' },
    { name: 'id', type: 'ID!', fallback: `Global id of the ${noun}.` },
    { name: 'clioId', type: 'ID!', fallback: "Clio's own id, as in its REST API." },
    {
      name: lowerFirst(type),
      type,
      fallback: `The ${noun} as it is now; null when it was deleted, or when the login may not see it. Loaded only if it is selected, in one batch for all changes of a second.`,
    },
    { name: 'at', type: 'DateTime!' },
    { name: 'missed', type: 'Boolean!' },
  ]);
  return {
    name,
    type: `${change}!`,
    arguments: [
      { name: 'id', type: 'ID' },
      { name: 'events', type: '[ChangeEvent!]' },
      { name: 'since', type: changes === undefined ? '' : 'DateTime' },
    ],
    fallback: `Changes of the ${plural(noun)} that the login may see: ${Object.keys(events).join(', ')}. The guide on live changes describes requirements and price.`,
  };
}
