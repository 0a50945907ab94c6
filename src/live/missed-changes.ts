import type { Catalog } from '../catalog/catalog.ts';
import type { SubscriptionFact } from '../catalog/types.ts';
import { GatewayError } from '../errors.ts';
import { listData, WalkProgress } from '../loaders/list-pages.ts';
import { isRecord } from '../loaders/record.ts';
import type { Call, ClioResponse } from '../rest/types.ts';
import type { Change } from './change.ts';

const pageSize = 200;
/** Changes that take more pages than this are better read as a list. */
const maxPages = 10;

/** The fields that webhooks of a model report: enough to distinguish states of a record and to order them. */
export function watchedFields(catalog: Catalog, { entity }: SubscriptionFact): string {
  return 'etag' in catalog.entity(entity).fields ? 'id,etag,updated_at' : 'id,updated_at';
}

/**
 * Reads from the model's list what has changed since the second of an instant, to find what no webhook
 * reported. The list does not show deleted records.
 *
 * @param send Makes a call of the login.
 * @throws GatewayError
 */
export async function readMissedChanges(
  catalog: Catalog,
  fact: SubscriptionFact,
  sinceMs: number,
  send: (call: Call) => Promise<ClioResponse>,
): Promise<Change[]> {
  if (fact.changes === undefined) return [];
  const { path, order } = catalog.operation(fact.changes);
  // Clio's times are whole seconds, and Clio does not document whether the filter includes its own second.
  const secondMs = Math.floor(sinceMs / 1000) * 1000;
  const boundMs = secondMs - 1000;
  const changes: Change[] = [];
  const progress = new WalkProgress(null);
  let pageToken: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const query: [string, string][] = [
      ['fields', 'id,etag,created_at,updated_at'],
      ['updated_since', new Date(boundMs).toISOString()],
      ['limit', String(pageSize)],
    ];
    if (order && order.default !== 'id(asc)') query.push(['order', 'id(asc)']);
    if (pageToken !== undefined) query.push(['page_token', pageToken]);
    const response = await send({ method: 'GET', path, expect: 'list', query });
    const rows = listData(response);
    for (const row of rows.filter(isRecord)) {
      const change = asChange(row, secondMs);
      if (change.atMs >= secondMs) changes.push(change);
    }
    if (response.next === null) return changes;
    const next = progress.next(response.next, rows.length);
    if (next instanceof GatewayError) throw next;
    pageToken = next;
  }
  throw new GatewayError(
    'QUERY_TOO_COMPLEX',
    `More than ${maxPages * pageSize} records have changed since then. Read them as a list with the filter for changes, and subscribe from now on.`,
  );
}

function asChange(row: Readonly<Record<string, unknown>>, secondMs: number): Change {
  const created = Date.parse(String(row.created_at));
  const updated = Date.parse(String(row.updated_at));
  return {
    event: created >= secondMs ? 'CREATED' : 'UPDATED',
    id: String(row.id),
    atMs: Number.isNaN(updated) ? secondMs : updated,
    missed: true,
    etag: typeof row.etag === 'string' ? row.etag : null,
    updatedMs: Number.isNaN(updated) ? null : updated,
  };
}
