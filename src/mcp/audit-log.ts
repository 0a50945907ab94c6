import { appendFile } from 'node:fs/promises';

/**
 * One tool call in the audit log: who did what with which records. It contains no values of records and no
 * token.
 */
export interface AuditEntry {
  /** Clio's id of the user and of the firm; null if they could not be read. */
  readonly user: string | null;
  readonly firm: string | null;
  readonly tool: string;
  /** Name of the GraphQL operation; null without one. */
  readonly operation: string | null;
  /** Global ids of records in the response, at most {@link maxAuditedIds}. */
  readonly ids: readonly string[];
  /** Number of records in the response. */
  readonly records: number;
  /** Calls made to Clio. */
  readonly calls: number;
  /** Codes of the errors; empty without errors. */
  readonly codes: readonly string[];
}

export const maxAuditedIds = 200;

/** A file with one line of JSON for each tool call, which only its owner can read. */
export class AuditLog {
  readonly #file: string;
  readonly #now: () => number;

  constructor(file: string, now: () => number) {
    this.#file = file;
    this.#now = now;
  }

  /** @throws Error if the file cannot be written: no response is sent without its log line. */
  async write(entry: AuditEntry): Promise<void> {
    const line = JSON.stringify({ at: new Date(this.#now()).toISOString(), ...entry });
    await appendFile(this.#file, `${line}\n`, { mode: 0o600 });
  }
}
