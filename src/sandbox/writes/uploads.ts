import { isRecord, listOf, type RawRecord } from '../record.ts';
import { emptyResponse, type SandboxResponse } from '../response.ts';
import { storageError } from '../storage.ts';
import type { Store } from '../store.ts';
import { etagOf, joined, type Stored } from '../stored-files.ts';

export interface UploadRequest {
  readonly key: string;
  /** Of a multipart upload. */
  readonly part?: number;
  readonly header: (name: string) => string | undefined;
  /** The bytes. */
  readonly body: Stored;
}

/** Files that clients upload. As in S3, a PUT must have the headers that its address was signed for. */
export class Uploads {
  readonly #store: Store;
  readonly #files = new Map<string, Stored>();
  readonly #parts = new Map<string, Map<number, Stored>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** A whole file, stored in one piece or in parts; undefined while a part is missing. */
  whole(key: string, parts: readonly number[]): Stored | undefined {
    const own = this.#parts.get(key);
    if (!own || parts.length === 0) return this.#files.get(key);
    const found = [...parts].sort((a, b) => a - b).flatMap((part) => own.get(part) ?? []);
    return found.length === parts.length ? joined(found) : undefined;
  }

  keep(key: string, file: Stored): void {
    this.#files.set(key, file);
  }

  /** Stores the body of a PUT to an upload address whose signature is right. */
  put({ key, part, header, body }: UploadRequest): SandboxResponse {
    const version = [...this.#store.table('DocumentVersion').values()].find((one) => one.uuid === key);
    const target = part === undefined ? version : partOf(version, part);
    if (!target) return storageError(404, 'NoSuchUpload', 'The specified upload does not exist.');
    const wrong = listOf(target.put_headers)
      .filter(isRecord)
      .find(({ name, value }) => header(String(name).toLowerCase()) !== value);
    if (wrong) {
      const message = `The signed header ${wrong.name} is missing or differs.`;
      return storageError(403, 'SignatureDoesNotMatch', message);
    }
    const digest = header('content-md5');
    if (digest !== undefined && digest !== body.md5)
      return storageError(400, 'BadDigest', 'The Content-MD5 did not match what was received.');
    if (part === undefined) this.#files.set(key, body);
    else this.#parts.set(key, (this.#parts.get(key) ?? new Map<number, Stored>()).set(part, body));
    return emptyResponse(200, { etag: etagOf(body) });
  }
}

function partOf(version: RawRecord | undefined, part: number): RawRecord | undefined {
  return listOf(version?.multiparts)
    .filter(isRecord)
    .find((one) => one.part_number === part);
}
