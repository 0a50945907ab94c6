import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { RecordCache } from '../../../src/loaders/cache.ts';
import { CachingClient } from '../../../src/loaders/caching-client.ts';
import type { TracedCall } from '../../../src/loaders/call-trace.ts';
import type { LoadedRecord } from '../../../src/loaders/record.ts';
import type { RecordLoader } from '../../../src/loaders/record-loader.ts';
import { type FieldTree, JoinedFields, type MutableFieldTree } from '../../../src/planner/fields.ts';
import { systemClock } from '../../../src/rest/clock.ts';
import type { ClioClient } from '../../../src/rest/types.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { startSandbox } from '../start-sandbox.ts';
import { startClient } from './test-client.ts';

export const catalog = loadCatalog();

/** A sandbox and a client for it; each request begins with `upstream()`. */
export interface SandboxConnection extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly client: ClioClient;
  cachingClient(options?: {
    token?: string;
    cache?: RecordCache;
    onCall?: (call: TracedCall) => void;
  }): CachingClient;
}

export async function connectToSandbox(): Promise<SandboxConnection> {
  const sandbox = await startSandbox();
  const client = startClient(sandbox.baseUrl, { clock: systemClock });
  return {
    sandbox,
    client,
    cachingClient: ({ token = sandbox.tokens.owner, cache = createCache(0), onCall } = {}) =>
      new CachingClient({ client, token, cache: cache.forToken(sandbox.baseUrl, token), onCall }),
    async [Symbol.asyncDispose]() {
      await client.close();
      await sandbox.close();
    },
  };
}

/** A cache with one lifetime for all records. */
export function createCache(
  ttlMs: number,
  { maxBytes = 64 * 1024 * 1024, now = Date.now }: { maxBytes?: number; now?: () => number } = {},
): RecordCache {
  const lifetimes = { cacheTtlMs: ttlMs, cacheLongTtlMs: ttlMs, cacheStaleMs: 0, cacheWatchedTtlMs: 0 };
  return new RecordCache({ config: { ...lifetimes, cacheMaxBytes: maxBytes }, now });
}

/** `fieldTree('id', 'client{id,name}')`. */
export function fieldTree(...names: readonly string[]): FieldTree {
  const tree: MutableFieldTree = new Map();
  for (const name of names) {
    const [, outer = '', inner] = /^(\w+)(?:\{(.*)\})?$/.exec(name) ?? [];
    tree.set(outer, inner === undefined ? true : new Set(inner.split(',')));
  }
  return tree;
}

/** Loads records of one entity at once. */
export function loadRecords(
  loader: RecordLoader,
  entity: string,
  ids: readonly string[],
  tree: FieldTree,
  query: Readonly<Record<string, string>> = {},
): Promise<readonly LoadedRecord[]> {
  const fields = new JoinedFields([tree]);
  return loader.load(
    entity,
    query,
    ids.map((id) => ({ id, fields })),
  );
}

export async function loadRecord(
  loader: RecordLoader,
  entity: string,
  id: string,
  tree: FieldTree,
): Promise<LoadedRecord> {
  const [record = null] = await loadRecords(loader, entity, [id], tree);
  return record;
}

/** A cache with its own clock. */
export function cacheAt(ttlMs: number): { cache: RecordCache; clock: { now: number } } {
  const clock = { now: 1_000_000 };
  return { cache: createCache(ttlMs, { now: () => clock.now }), clock };
}
