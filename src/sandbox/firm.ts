import type { CatalogData } from '../catalog/types.ts';
import type { Quirks } from './quirks.ts';
import type { Visibility } from './redaction.ts';
import type { Store } from './store.ts';
import type { Uploads } from './writes/uploads.ts';

/** The firm's records and the objects that decide how the API shows and changes them. */
export interface Firm {
  readonly data: CatalogData;
  readonly store: Store;
  readonly visibility: Visibility;
  readonly uploads: Uploads;
  readonly quirks: Quirks;
  readonly clock: () => number;
}
