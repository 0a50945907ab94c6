import { appendFile } from 'node:fs/promises';

/** One tool call, as the audit log keeps it: who did what to which records. It holds no value of a record and no token. */
export interface AuditEntry {
  /** Clio's id of the user and of the firm; null where they could not be read. */
  readonly user: string | null;
  readonly firm: string | null;
  readonly tool: string;
  /** Name of the GraphQL operation; null where it has none. */
  readonly operation: string | null;
  /** Global ids of records in the response, at most {@link maxAuditedIds}. */
  readonly ids: readonly string[];
  /** How many records the response held. */
  readonly records: number;
  /** Calls made to Clio. */
  readonly calls: number;
  /** Codes of the errors; empty where all went well. */
  readonly codes: readonly string[];
}

export const maxAuditedIds = 200;

/** Writes one line of JSON for each tool call. */
export interface AuditLog {
  write(entry: AuditEntry): Promise<void>;
}

/**
 * An audit log in a file, which is created for its owner alone.
 *
 * @throws Error Where the file cannot be written: without its log line, no response leaves the gateway.
 */
export function createAuditLog(file: string, now: () => number): AuditLog {
  return {
    write: (entry) =>
      appendFile(file, `${JSON.stringify({ at: new Date(now()).toISOString(), ...entry })}\n`, {
        mode: 0o600,
      }),
  };
}
