import { isRecord, listOf, type RawRecord } from '../record.ts';
import { emptyResponse, type SandboxResponse } from '../response.ts';
import { storageError } from '../storage.ts';
import type { Store } from '../store.ts';
import { etagOf, joined, type Stored } from '../stored-files.ts';

/** Files that clients stored. */
export interface Uploads {
  /** A whole file, stored in one piece or in parts; undefined while a part is missing. */
  whole(key: string, parts: readonly number[]): Stored | undefined;
  keep(key: string, file: Stored): void;
  /** Answers a PUT to an upload address whose signature is right. */
  put(request: UploadRequest): SandboxResponse;
}

export interface UploadRequest {
  readonly key: string;
  /** Of a multipart upload. */
  readonly part?: number;
  readonly header: (name: string) => string | undefined;
  /** The bytes. */
  readonly body: Stored;
}

/** Stores uploads. As in S3, a PUT must have the headers that its address was signed for. */
export function createUploads(store: Store): Uploads {
  const files = new Map<string, Stored>();
  const pieces = new Map<string, Map<number, Stored>>();

  return {
    whole(key, parts) {
      const own = pieces.get(key);
      if (!own || parts.length === 0) return files.get(key);
      const found = [...parts].sort((a, b) => a - b).map((part) => own.get(part));
      return found.every((one) => one !== undefined) ? joined(found as Stored[]) : undefined;
    },
    keep: (key, file) => void files.set(key, file),
    put({ key, part, header, body }) {
      const version = [...store.table('DocumentVersion').values()].find((one) => one.uuid === key);
      const target = part === undefined ? version : partOf(version, part);
      if (!version || !target)
        return storageError(404, 'NoSuchUpload', 'The specified upload does not exist.');
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
      if (part === undefined) files.set(key, body);
      else {
        const own = pieces.get(key) ?? new Map<number, Stored>();
        pieces.set(key, own.set(part, body));
      }
      return emptyResponse(200, { etag: etagOf(body) });
    },
  };
}

function partOf(version: RawRecord | undefined, part: number): RawRecord | undefined {
  return listOf(version?.multiparts)
    .filter(isRecord)
    .find((one) => one.part_number === part);
}
