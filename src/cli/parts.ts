import type { Config } from '../config/types.ts';
import type { ServedSchema, ServedSchemaOptions } from '../federation/served-schema.ts';
import type { Gateway, GatewayOptions } from '../gateway.ts';
import type { Explained, ExplainRequest } from '../request/explain-operation.ts';

/** A sandbox that is listening. */
export interface RunningSandbox {
  /** Origin, `http://127.0.0.1:4001`. */
  readonly url: string;
  /** What a client takes as Clio's REST base: the origin and `/api/v4`. */
  readonly baseUrl: string;
  /** The day of its data, `YYYY-MM-DD`. */
  readonly today: string;
  /** Tokens of an account owner and of somebody who may not see everything. */
  readonly tokens: { readonly owner: string; readonly restricted: string };
  close(): Promise<void>;
}

/** An application that people can let in. */
export interface SandboxApplication {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
}

/** All that `serve` decides about the gateway. */
export interface ServeOptions extends Required<Pick<GatewayOptions, 'logger' | 'upstream'>> {
  readonly config: Config;
}

/** What the commands run; `main.ts` hands in the real ones. */
export interface Parts {
  createGateway(options: ServeOptions): Promise<Gateway>;
  createServedSchema(options: ServedSchemaOptions): ServedSchema;
  explainOperation(served: ServedSchema, request: ExplainRequest): Explained;
  startSandbox(options: {
    readonly port: number;
    /** Calls that a token may make in a minute. */
    readonly limit?: number;
    readonly applications?: readonly SandboxApplication[];
  }): Promise<RunningSandbox>;
}
