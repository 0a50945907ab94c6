import {
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import type { RecordCache } from '../loaders/cache.ts';
import { CustomFields } from '../loaders/custom-fields.ts';
import type { OutcomeStore } from '../loaders/outcome-store.ts';
import { runOperation } from '../loaders/run-operation.ts';
import { createUpstream, type TracedCall } from '../loaders/upstream.ts';
import { createWriteOnce, type WriteOnce } from '../loaders/write-once.ts';
import { describePlan, type PlannedCall } from '../planner/describe-plan.ts';
import type { OperationPlan } from '../planner/plan.ts';
import type { PlannedOperation, Planner } from '../planner/planner.ts';
import { type Price, priceOperation } from '../planner/price-operation.ts';
import type { CancelSignal } from '../rest/cancellation.ts';
import type { ClioClient } from '../rest/types.ts';
import type { ResolverContext } from './context.ts';
import { idempotencyKey } from './idempotency-key.ts';

/** What a gateway has once, for all requests. */
export interface ContextParts {
  readonly catalog: Catalog;
  readonly schema: GraphQLSchema;
  readonly planner: Planner;
  readonly cache: RecordCache;
  /** Where the outcomes of writes with a key are kept. */
  readonly outcomes: OutcomeStore;
}

/** What is known of one request. */
export interface ContextRequest {
  readonly client: ClioClient;
  /** REST base the client calls: the same token text at another base is another login. */
  readonly baseUrl: string;
  readonly token: string | null;
  readonly signal: CancelSignal;
  /** When the request's time is over, in milliseconds since 1970. */
  readonly deadlineMs: number;
  readonly traced: boolean;
  /** Told of each oddity once. */
  readonly onWarning: (warning: string) => void;
}

/** `extensions.clio` of an answer. */
export interface ClioExtension {
  /** REST calls: what the plan may take, and what was made. */
  readonly cost?: Price & { readonly actual?: number };
  readonly calls?: readonly TracedCall[];
  readonly plan?: readonly PlannedCall[];
  readonly warnings?: readonly string[];
}

export interface RequestRun extends ResolverContext {
  /** The price and the plan of an operation; nothing is called. */
  explain(operation: PlannedOperation): ClioExtension;
  /** Undefined when there is nothing to tell. */
  report(): ClioExtension | undefined;
}

type Slots = Readonly<Record<string, unknown>>;

/** One request's way through the gateway: plan, run, tell. */
export function createContext(
  { catalog, planner, schema, cache, outcomes }: ContextParts,
  request: ContextRequest,
): RequestRun {
  const calls: TracedCall[] = [];
  const warnings = new Set<string>();
  const runs = new Map<OperationDefinitionNode, Promise<Slots>>();
  const customFields = new CustomFields();
  let price: Price | undefined;

  const planned = (operation: PlannedOperation): OperationPlan => {
    const plan = planner.plan(operation);
    if (request.traced) price ??= priceOperation(catalog, plan, operation.variables);
    return plan;
  };
  const execute = (
    plan: OperationPlan,
    variables: PlannedOperation['variables'],
    once?: WriteOnce,
  ): Promise<Slots> => {
    const upstream = createUpstream({
      client: request.client,
      token: request.token,
      cache: cache.forToken(request.baseUrl, request.token ?? ''),
      signal: request.signal,
      deadlineMs: request.deadlineMs,
      onCall: request.traced ? (call) => calls.push(call) : undefined,
    });
    return runOperation(catalog, upstream, plan, variables, { customFields, ...(once ? { once } : {}) });
  };
  const onceFor = (info: GraphQLResolveInfo): WriteOnce | undefined => {
    const key = idempotencyKey(info);
    const { baseUrl, token, signal } = request;
    if (key === undefined) return undefined;
    return createWriteOnce({
      store: outcomes,
      baseUrl,
      token: token ?? '',
      key,
      field: info.fieldName,
      signal,
    });
  };

  return {
    run({ operation, fragments, variableValues }: GraphQLResolveInfo) {
      let running = runs.get(operation);
      if (!running) {
        running = execute(planned({ operation, fragments, variables: variableValues }), variableValues);
        runs.set(operation, running);
      }
      return running;
    },
    async runField(info: GraphQLResolveInfo) {
      const { operation, fragments, variableValues } = info;
      const { fields } = planned({ operation, fragments, variables: variableValues });
      const responseKey = String(info.path.key);
      const field = fields.get(responseKey);
      if (!field) return null;
      const plan = { fields: new Map([[responseKey, field]]) };
      return (await execute(plan, variableValues, onceFor(info)))[responseKey];
    },
    warn(warning) {
      if (warnings.has(warning)) return;
      warnings.add(warning);
      request.onWarning(warning);
    },
    explain(operation) {
      const { coerced, errors } = getVariableValues(
        schema,
        operation.operation.variableDefinitions ?? [],
        operation.variables,
      );
      const [error] = errors ?? [];
      if (error) throw error;
      const variables = coerced ?? {};
      const plan = planner.plan({ ...operation, variables });
      return { cost: priceOperation(catalog, plan, variables), plan: describePlan(catalog, plan) };
    },
    report() {
      if (!request.traced && warnings.size === 0) return undefined;
      const actual = calls.filter((call) => !call.cached).length;
      return {
        ...(request.traced ? { cost: { ...(price ?? { min: 0, max: 0 }), actual }, calls } : {}),
        ...(warnings.size > 0 ? { warnings: [...warnings] } : {}),
      };
    },
  };
}
