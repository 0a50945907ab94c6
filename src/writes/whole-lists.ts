import type { CatalogOperation } from '../catalog/catalog.ts';
import type { CachingClient } from '../loaders/caching-client.ts';
import type { Content } from '../loaders/content.ts';
import { loadList } from '../loaders/list-loader.ts';
import { type ClioRecord, isRecord } from '../loaders/record.ts';

/** More records than any such list has. Clio lists 200 per call. */
const maxRecords = 10_000;

/** Lists that a request reads whole. Each is read once for all its writes; a failed one is read again. */
export class WholeLists {
  readonly #lists = new Map<string, Promise<readonly ClioRecord[]>>();

  /** @param fields The `fields` parameter. */
  read(
    client: CachingClient,
    operation: CatalogOperation,
    fields: string,
    content?: Content,
  ): Promise<readonly ClioRecord[]> {
    let list = this.#lists.get(operation.id);
    if (list === undefined) {
      list = readList(client, operation, fields, content).catch((error: unknown) => {
        this.#lists.delete(operation.id);
        throw error;
      });
      this.#lists.set(operation.id, list);
    }
    return list;
  }

  /** Called after a write that may have changed the lists. */
  forget(): void {
    this.#lists.clear();
  }
}

async function readList(
  client: CachingClient,
  operation: CatalogOperation,
  fields: string,
  content: Content | undefined,
): Promise<readonly ClioRecord[]> {
  const { items } = await loadList(client, {
    operation,
    path: operation.path,
    fields,
    filters: [],
    order: null,
    window: { first: maxRecords, after: null, last: null, before: null },
    page: true,
    meta: false,
    content,
  });
  return items.filter(isRecord);
}
