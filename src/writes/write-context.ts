import type { Catalog } from '../catalog/catalog.ts';
import type { UploadFact } from '../catalog/operation-facts.ts';
import type { CachingClient } from '../loaders/caching-client.ts';
import type { KeptRecords } from '../loaders/known-records.ts';
import type { Args } from '../planner/argument-values.ts';
import type { FieldTree } from '../planner/fields.ts';
import type { ClioResponse } from '../rest/types.ts';
import type { WholeLists } from './whole-lists.ts';
import type { WriteOnce } from './write-once.ts';

/** Uploads a file in several calls. Returns the response to the last. */
export type UploadRunner = (fact: UploadFact, input: Args, fields: FieldTree) => Promise<ClioResponse>;

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
  /** Executes mutations that take a file. */
  readonly upload: UploadRunner;
}
