/** The public surface of the package. */
export { ConfigError } from './config/config-error.ts';
export { loadConfig } from './config/load-config.ts';
export type { Config } from './config/types.ts';
export { codes, type ErrorCode, GatewayError, type Permission } from './errors.ts';
export { createGateway } from './gateway/gateway.ts';
export type { GatewayOptions } from './gateway/gateway-options.ts';
export type { TracedCall } from './loaders/call-trace.ts';
export type { Advice, AdviceCode } from './planner/advise.ts';
export type {
  ActualCalls,
  BudgetShare,
  ClioExtension,
  ExplainedCall,
  ExplainedNode,
} from './request/explain.ts';
export type { GatewayServer } from './server/server.ts';
