import type { Draft, RawRecord, RawValue } from '../record.ts';
import type { Store } from '../store.ts';

/**
 * Work in the background goes on one step each time somebody asks for it: a report made by a write is completed
 * after as many polls as it has `$stages` left. Counting polls, not seconds, keeps tests free of waiting.
 */
export function advance(store: Store, entity: string, record: RawRecord): RawRecord {
  const [next, ...rest] = (record.$stages ?? []) as readonly RawValue[];
  if (typeof next !== 'string') return record;
  const isDone = rest.length === 0;
  const draft: Draft = {
    ...record,
    $stages: rest,
    ...(entity === 'MatterDocket' ? { status: next } : { state: next }),
  };
  if (isDone) delete draft.$stages;
  if (entity === 'Report') draft.progress = isDone ? 100 : 50;
  if (entity === 'DocumentArchive') draft.progress = isDone ? 1 : 0.5;
  store.put(entity, record.id as number, draft);
  return draft;
}
