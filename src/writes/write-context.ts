import type { Catalog } from '../catalog/catalog.ts';
import type { UploadFact } from '../catalog/operation-facts.ts';
import type { CachingClient } from '../loaders/caching-client.ts';
import type { KeptRecords } from '../loaders/known-records.ts';
import type { Args } from '../planner/argument-values.ts';
import type { FieldTree } from '../planner/fields.ts';
import type { ClioResponse } from '../rest/types.ts';
import type { WholeLists } from './whole-lists.ts';
import type { WriteOnce } from './write-once.ts';

/** Uploads a file, in several calls; answers with what the last of them brought. */
export type UploadRunner = (fact: UploadFact, input: Args, fields: FieldTree) => Promise<ClioResponse>;

/** What a write has at hand. */
export interface WriteContext {
  readonly catalog: Catalog;
  readonly client: CachingClient;
  /** Definitions of the firm's custom fields, as read for this request. */
  readonly definitions: WholeLists;
  /** Lists of codes, as read for this request. */
  readonly codes: WholeLists;
  /** What earlier writes of the request have read and this one surely leaves as it is. */
  readonly known?: KeptRecords | undefined;
  /** Set where the client gave the write a key. */
  readonly once?: WriteOnce;
  /** Carries out mutations that take a file. */
  readonly upload: UploadRunner;
}
