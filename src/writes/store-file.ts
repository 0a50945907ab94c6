import { GatewayError } from '../errors.ts';
import type { Part } from '../files/plan-parts.ts';
import type { SpooledFile } from '../files/spool.ts';
import { type ClioRecord, isRecord } from '../loaders/record.ts';
import type { CancelSignal } from '../rest/cancellation.ts';
import { NetworkError } from '../rest/network-error.ts';
import { type StorageClient, storageError } from '../rest/storage.ts';
import { checkStorageUrl } from '../rest/storage-url.ts';

const partsAtOnce = 3;
/**
 * The same bytes can be stored twice without harm, so that one broken connection does not fail the upload.
 */
const maxAttempts = 2;

/** The target of a part of a file, from Clio's response. */
interface StorageTarget {
  readonly part: Part;
  readonly url: URL;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

export interface StorageContext {
  readonly storage: StorageClient;
  /** REST base, which decides the allowed hosts of the storage. */
  readonly baseUrl: string;
  readonly signal: CancelSignal;
}

/**
 * Puts a file into Clio's storage, a few parts at the same time. The first failure ends the upload.
 *
 * @param version Clio's response with the targets.
 * @param parts Null for a file in one piece.
 * @throws GatewayError
 */
export async function storeFile(
  context: StorageContext,
  file: SpooledFile,
  version: ClioRecord,
  parts: readonly Part[] | null,
): Promise<void> {
  const remaining = readTargets(version, parts, file.size, context.baseUrl);
  let failed = false;
  const work = async (): Promise<void> => {
    for (let target = remaining.shift(); target && !failed; target = remaining.shift()) {
      try {
        await storePart(context, file, target);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: partsAtOnce }, work));
  const reason = ended.find((one) => one.status === 'rejected')?.reason as unknown;
  if (reason !== undefined) throw reason;
}

function readTargets(
  version: ClioRecord,
  parts: readonly Part[] | null,
  size: number,
  baseUrl: string,
): StorageTarget[] {
  const target = (part: Part, row: ClioRecord): StorageTarget => ({
    part,
    url: checkStorageUrl(row.put_url, baseUrl),
    headers: readHeaders(row.put_headers),
  });
  if (!parts) return [target({ number: 1, start: 0, end: size }, version)];
  const rows = Array.isArray(version.multiparts) ? version.multiparts.filter(isRecord) : [];
  return parts.map((part) => {
    const row = rows.find((one) => Number(one.part_number) === part.number);
    if (row) return target(part, row);
    throw unexpectedResponse(`returned no address for part ${part.number} of the file`);
  });
}

function readHeaders(value: unknown): (readonly [string, string])[] {
  const rows = Array.isArray(value) ? value.filter(isRecord) : [];
  return rows.map(({ name, value: text }) => [String(name), String(text)] as const);
}

async function storePart(
  { storage, signal }: StorageContext,
  file: SpooledFile,
  { part, url, headers }: StorageTarget,
): Promise<void> {
  const bytes = { size: part.end - part.start, open: () => file.open(part.start, part.end) };
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt >= maxAttempts;
    try {
      const status = await storage.put(url, headers, bytes, signal);
      if (status >= 200 && status < 300) return;
      if (status < 500 || isLast)
        throw new GatewayError(
          'UPSTREAM_ERROR',
          `Clio's file storage rejected the file (${status}). Try again.`,
        );
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      if (error.kind === 'aborted' || isLast) throw storageError(error, signal);
    }
  }
}

/** The error for a response of Clio that does not allow an upload to continue. */
export function unexpectedResponse(what: string): GatewayError {
  return new GatewayError('UPSTREAM_ERROR', `Clio ${what}. Try again, or report this.`);
}
