import type { Logger } from 'pino';
import type { Config } from '../config/types.ts';
import type { GatewayServer } from '../server/server.ts';

/** A sandbox that is listening. */
export interface RunningSandbox {
  /** Origin, `http://127.0.0.1:4001`. */
  readonly url: string;
  /** What a client takes as Clio's REST base: the origin and `/api/v4`. */
  readonly baseUrl: string;
  /** Tokens of an account owner and of somebody who may not see everything. */
  readonly tokens: { readonly owner: string; readonly restricted: string };
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** Where REST calls go, and the token lent to requests that bring none. */
  readonly upstream: { readonly baseUrl: string; readonly defaultToken: string | null };
}

/** What the commands run; `main.ts` hands in the real ones. */
export interface Parts {
  createGateway(options: GatewayOptions): Promise<GatewayServer>;
  startSandbox(options: { readonly port: number }): Promise<RunningSandbox>;
}
