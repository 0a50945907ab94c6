import type { Draft, RawRecord, RawValue } from '../record.ts';
import type { Store } from '../store.ts';

/**
 * Advances work in the background by one step per read: a report is complete after as many reads as it has `$stages`.
 * Counting reads instead of seconds lets tests run without waiting.
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
