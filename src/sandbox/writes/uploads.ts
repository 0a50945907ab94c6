import { isRecord, listOf, type RawRecord } from '../record.ts';
import type { SandboxResponse } from '../response.ts';
import { emptyResponse } from '../response.ts';
import { storageError } from '../storage.ts';
import type { Store } from '../store.ts';
import { joined, type Stored } from '../stored-files.ts';

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
      for (const { name, value } of headersOf(target)) {
        if (header(name.toLowerCase()) !== value)
          return storageError(
            403,
            'SignatureDoesNotMatch',
            `The signed header ${name} is missing or differs.`,
          );
      }
      const digest = header('content-md5');
      if (digest !== undefined && digest !== body.md5)
        return storageError(400, 'BadDigest', 'The Content-MD5 did not match what was received.');
      if (part === undefined) files.set(key, body);
      else {
        const own = pieces.get(key) ?? new Map<number, Stored>();
        pieces.set(key, own.set(part, body));
      }
      return emptyResponse(200, { etag: `"${Buffer.from(body.md5, 'base64').toString('hex')}"` });
    },
  };
}

function partOf(version: RawRecord | undefined, part: number): RawRecord | undefined {
  return listOf(version?.multiparts)
    .filter(isRecord)
    .find((one) => one.part_number === part);
}

function headersOf(record: RawRecord): { name: string; value: string }[] {
  return listOf(record.put_headers)
    .filter(isRecord)
    .map(({ name, value }) => ({ name: String(name), value: String(value) }));
}
