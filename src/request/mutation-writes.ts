import type { GraphQLResolveInfo } from 'graphql';
import type { CachingClient } from '../loaders/caching-client.ts';
import type { RecordLoader } from '../loaders/record-loader.ts';
import type { FieldPlan } from '../planner/plan.ts';
import { WholeLists } from '../writes/whole-lists.ts';
import type { WriteContext } from '../writes/write-context.ts';
import { WriteOnce } from '../writes/write-once.ts';
import { idempotencyKey } from './idempotency-key.ts';
import type { RequestInfo } from './request-context.ts';
import type { RequestParts } from './request-parts.ts';

/** The writes of one request: what its fields share, and what each of them needs. */
export class MutationWrites {
  /** Loader with the records that earlier fields of a mutation have read. */
  records: RecordLoader | null = null;
  readonly #definitions = new WholeLists();
  readonly #codes = new WholeLists();
  readonly #parts: RequestParts;
  readonly #info: RequestInfo;
  readonly #baseUrl: string;
  readonly #clientForCleanUp: () => CachingClient;

  /** @param clientForCleanUp Creates a client for work that must be done even if the caller no longer waits. */
  constructor(
    parts: RequestParts,
    info: RequestInfo,
    baseUrl: string,
    clientForCleanUp: () => CachingClient,
  ) {
    this.#parts = parts;
    this.#info = info;
    this.#baseUrl = baseUrl;
    this.#clientForCleanUp = clientForCleanUp;
  }

  contextFor(info: GraphQLResolveInfo, field: FieldPlan, client: CachingClient): WriteContext {
    const { catalog, storage, onWork } = this.#parts;
    const { token, signal } = this.#info;
    const baseUrl = this.#baseUrl;
    const afterwards = this.#clientForCleanUp;
    return {
      catalog,
      client,
      definitions: this.#definitions,
      codes: this.#codes,
      uploads: token === null ? null : { catalog, storage, client, afterwards, baseUrl, signal, onWork },
      once: this.#onceFor(info),
      known: this.records?.known.among(untouchedBy(field)),
    };
  }

  #onceFor(info: GraphQLResolveInfo): WriteOnce | undefined {
    const key = idempotencyKey(info);
    if (key === undefined) return undefined;
    const { token, signal } = this.#info;
    return new WriteOnce({
      store: this.#parts.outcomes,
      baseUrl: this.#baseUrl,
      token: token ?? '',
      key,
      field: info.fieldName,
      signal,
    });
  }
}

/** Entities whose records a mutation's field certainly does not change. */
function untouchedBy({ field }: FieldPlan): readonly string[] {
  return field.kind === 'write' || field.kind === 'upload' ? (field.endpoint.operation.untouched ?? []) : [];
}
