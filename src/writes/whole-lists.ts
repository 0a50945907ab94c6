import type { CatalogOperation } from '../catalog/catalog.ts';
import type { CachingClient } from '../loaders/caching-client.ts';
import type { Content } from '../loaders/content.ts';
import { loadList } from '../loaders/list-loader.ts';
import { type ClioRecord, isRecord } from '../loaders/record.ts';

/** More records than any such list has: Clio lists 200 in a call. */
const maxRecords = 10_000;

/** Lists that a request reads whole, each once, however many of its writes need it. One that failed is read again. */
export class WholeLists {
  readonly #lists = new Map<string, Promise<readonly ClioRecord[]>>();

  /** @param fields What is read of each record, as the `fields` parameter. */
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

  /** After a write that may have changed what was read. */
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
