import type { Login } from './logins.ts';
import { isRef, type RawRecord } from './record.ts';
import type { Store } from './store.ts';

/** The record that the path of an operation names. */
export function findRecord(
  store: Store,
  entity: string,
  path: Readonly<Record<string, string>>,
  login: Login,
): RawRecord | undefined {
  const table = store.table(entity);
  switch (entity) {
    case 'Client': {
      const matter = store.table('Matter').get(Number(path.matter_id));
      return isRef(matter?.client) ? table.get(matter.client.id) : undefined;
    }
    case 'Timer':
      return [...table.values()].find((timer) => timer.$user_id === login.userId);
    case 'BillingSetting':
    case 'EventMetrics':
      return table.values().next().value;
    case 'User':
      return table.get(path.id === undefined ? login.userId : Number(path.id));
    case 'CalendarEntry':
      return table.get(path.id ?? '');
    default: {
      const record = table.get(/^\d+$/.test(path.id ?? '') ? Number(path.id) : '');
      // Other placeholders name the record that it is below.
      for (const [name, text] of Object.entries(path)) {
        const held = record?.[name] ?? record?.[`$${name}`];
        if (name !== 'id' && held !== undefined && held !== Number(text)) return undefined;
      }
      return record;
    }
  }
}
