import type { Config } from '../config/types.ts';
import type { ServedSchema, ServedSchemaOptions } from '../federation/served-schema.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { GatewayOptions } from '../gateway/gateway-options.ts';
import type { Explained, ExplainRequest } from '../request/explain-operation.ts';
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.ts';

/** A sandbox that is listening. */
export interface RunningSandbox extends Pick<Sandbox, 'url' | 'baseUrl' | 'today' | 'close'> {
  readonly tokens: Pick<Sandbox['tokens'], 'owner' | 'restricted'>;
}

/** The options of a gateway that the commands set. */
export interface ServeOptions extends Required<Pick<GatewayOptions, 'logger' | 'upstream'>> {
  readonly config: Config;
}

/** What the commands call; `program.ts` passes the real functions. */
export interface Parts {
  createGateway(options: ServeOptions): Promise<Gateway>;
  createServedSchema(options: ServedSchemaOptions): ServedSchema;
  explainOperation(served: ServedSchema, request: ExplainRequest): Explained;
  startSandbox(options: Pick<SandboxOptions, 'port' | 'limit' | 'applications'>): Promise<RunningSandbox>;
}
