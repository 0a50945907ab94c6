import type { Logger } from 'pino';
import type { Incoming } from './http-message.ts';

/** One request on its way through the server, with what its log line will say. */
export interface Exchange {
  readonly incoming: Incoming;
  readonly requestId: string;
  readonly logger: Logger;
  /** Name of the operation; null while unknown, for other paths, and for an operation without one. */
  operation: string | null;
  /** Codes of the errors answered, in their order. */
  errorCodes: readonly string[];
  /** Whether the client went away before it had its answer. */
  disconnected: boolean;
}
