import type { Catalog } from '../catalog/catalog.ts';
import type { CachingClient } from '../loaders/caching-client.ts';
import type { KeptRecords } from '../loaders/known-records.ts';
import type { UploadContext } from './upload-file.ts';
import type { WholeLists } from './whole-lists.ts';
import type { WriteOnce } from './write-once.ts';

export interface WriteContext {
  readonly catalog: Catalog;
  readonly client: CachingClient;
  /** Definitions of the firm's custom fields, read for this request. */
  readonly definitions: WholeLists;
  /** Lists of codes, read for this request. */
  readonly codes: WholeLists;
  /** Records that earlier writes of the request have read and this write certainly does not change. */
  readonly known?: KeptRecords | undefined;
  /** Set if the client gave the write a key. */
  readonly once?: WriteOnce;
  /** Null without a token. */
  readonly uploads: UploadContext | null;
}
