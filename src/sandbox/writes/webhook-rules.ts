import { parseFields } from '../fields-grammar.ts';
import { instantAt } from '../instant.ts';
import { listOf } from '../record.ts';
import type { Json } from '../render.ts';
import { isLoopbackUrl } from '../webhooks.ts';
import type { RecordRule, Rules, Write } from './write.ts';

const DAY_MS = 86_400_000;
const LONGEST_FIELDS = 1000;
const LONGEST_DAYS = 31;
const USUAL_DAYS = 3;
const USUAL_EVENTS = ['created', 'updated', 'deleted'];

/** A webhook is pending until its receiver has completed the handshake. */
const webhook: RecordRule = (w, draft, { creating, body }) => {
  const model = Object.values(w.firm.data.subscriptions).find((one) => one.model === draft.model);
  const known = Object.values(model?.events ?? {});
  const url = String(draft.url ?? '');
  if (!url.startsWith('https://') && !isLoopbackUrl(url)) w.problems.add('url', 'must begin with https://');
  checkFields(w, model?.entity, String(draft.fields ?? ''));
  checkExpiry(w, body.expires_at);
  if (creating) {
    draft.expires_at ??= instantAt(Date.parse(w.now) + USUAL_DAYS * DAY_MS);
    if (body.events === undefined) draft.events = USUAL_EVENTS.filter((event) => known.includes(event));
  }
  const other = listOf(draft.events).find((event) => model && !known.includes(String(event)));
  if (other !== undefined) w.problems.add('events', `${other} is not an event of ${model?.model}`);
  if (creating || body.url !== undefined) draft.status = 'pending';
};

/** The fields of a webhook are those of a request for its model. */
function checkFields(w: Write, entity: string | undefined, fields: string): void {
  if (fields.length > LONGEST_FIELDS)
    w.problems.add('fields', `is too long (maximum is ${LONGEST_FIELDS} characters)`);
  else if (entity !== undefined && fields !== '') {
    try {
      parseFields(w.firm.data, entity, fields);
    } catch (error) {
      w.problems.add('fields', String((error as Error).message));
    }
  }
}

/** Clio documents only the latest time. A webhook that expires before its first event is a client's mistake. */
function checkExpiry(w: Write, at: Json | undefined): void {
  if (typeof at !== 'string') return;
  const remainingMs = Date.parse(at) - Date.parse(w.now);
  if (remainingMs <= 0) w.problems.add('expires_at', 'must be in the future');
  else if (remainingMs > LONGEST_DAYS * DAY_MS)
    w.problems.add('expires_at', `must be within ${LONGEST_DAYS} days`);
}

export const WEBHOOK_RULES: Rules = { records: { Webhook: webhook } };
