import {
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { GatewayError } from '../errors.ts';
import type { CacheUse, RecordCache } from '../loaders/cache.ts';
import {
  createUpstream,
  type LoadObserver,
  type Upstream,
  type UpstreamOptions,
  unauthenticated,
} from '../loaders/upstream.ts';
import { OperationPlan } from '../planner/plan.ts';
import type { PlannedOperation, Planner } from '../planner/planner.ts';
import { type Price, priceOperation } from '../planner/price-operation.ts';
import type { ResolverContext } from '../resolvers/context.ts';
import type { CancelSignal } from '../rest/cancellation.ts';
import type { Clock } from '../rest/clock.ts';
import type { StorageClient } from '../rest/storage.ts';
import type { CallCounts, ClioClient } from '../rest/types.ts';
import { runOperation, startOperation } from '../run/run-operation.ts';
import { CustomFields } from '../writes/custom-fields.ts';
import type { OutcomeStore } from '../writes/outcome-store.ts';
import type { UploadRunner } from '../writes/prepare-write.ts';
import { uploadFile } from '../writes/upload-file.ts';
import { createWriteOnce, type WriteOnce } from '../writes/write-once.ts';
import { isDryRun } from './dry-run.ts';
import {
  type ClioExtension,
  type ExplainFacts,
  explainPlan,
  explainTrace,
  type NotedCall,
} from './explain.ts';
import { idempotencyKey } from './idempotency-key.ts';

/** What a gateway has once, for all requests. */
export interface ContextParts {
  readonly catalog: Catalog;
  /** The schema that operations come on. */
  readonly schema: GraphQLSchema;
  /** From an operation on that schema to one that the planner knows. */
  readonly adapt: (operation: PlannedOperation) => PlannedOperation;
  readonly planner: Planner;
  readonly cache: RecordCache;
  /** Where the outcomes of writes with a key are kept. */
  readonly outcomes: OutcomeStore;
  /** Where files are uploaded to. */
  readonly storage: StorageClient;
  /** Told of work that may outlast its request: an upload that failed is taken back. */
  readonly onWork: (work: Promise<unknown>) => void;
  /** Most calls that an operation may take by its price; a dearer one is not carried out. */
  readonly maxPlannedCalls: number;
  readonly clock: Clock;
  readonly observer?: LoadObserver;
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
  /** @default 'full' */
  readonly cacheUse?: CacheUse;
  /** Told how long the plan took, and what it costs. */
  readonly onPlan?: (ms: number, price: Price) => void;
  /** Told of each oddity once. */
  readonly onWarning: (warning: string) => void;
}

export interface RequestRun extends ResolverContext {
  /** To be said before a query is executed whose answer is sent in parts: its resolvers get promises of what is to come. */
  deliverIncrementally(): void;
  /** The price and the plan of an operation; nothing is called. */
  explain(operation: PlannedOperation): ClioExtension;
  /** Undefined when there is nothing to tell. */
  report(): ClioExtension | undefined;
}

type Slots = Readonly<Record<string, unknown>>;

const staleWarning = 'Clio did not answer: parts of this answer come from the cache and may be out of date.';

function otherVersion(version: string, asked: string): string {
  return `Clio answered with version ${version} of its API instead of ${asked}: fields may be missing or mean something else. Check CLIO_API_VERSION.`;
}

/** Longest time for taking back an upload that failed. */
const afterwardsMs = 30_000;

/** One request's way through the gateway: plan, run, tell. */
export function createContext(
  {
    catalog,
    schema,
    adapt,
    planner,
    cache,
    outcomes,
    storage,
    onWork,
    maxPlannedCalls,
    clock,
    observer,
  }: ContextParts,
  request: ContextRequest,
): RequestRun {
  const calls: NotedCall[] = [];
  const startedAt = request.traced ? performance.now() : 0;
  const warnings = new Set<string>();
  const runs = new Map<OperationDefinitionNode, Promise<Slots>>();
  const customFields = new CustomFields();
  const warn = (warning: string): void => {
    if (warnings.has(warning)) return;
    warnings.add(warning);
    request.onWarning(warning);
  };
  let isIncremental = false;
  let price: Price | undefined;
  let callCounts: CallCounts | undefined;
  let carriedOut: { readonly operation: PlannedOperation; readonly plan: OperationPlan } | undefined;

  const planned = (operation: PlannedOperation): OperationPlan => {
    const { onPlan } = request;
    const planningAt = onPlan ? performance.now() : 0;
    const plan = planner.plan(operation);
    if (price === undefined) {
      price = priceOf(catalog, plan, operation);
      onPlan?.(performance.now() - planningAt, price);
    }
    if (request.traced) carriedOut ??= { operation, plan };
    return plan;
  };
  /** @throws GatewayError `QUERY_TOO_COMPLEX` */
  const affordable = (operation: PlannedOperation): OperationPlan => {
    const plan = planned(operation);
    const { min, max } = price as Price;
    if (max > maxPlannedCalls) throw tooDear(max, maxPlannedCalls);
    const sequential = operation.operation.operation === OperationTypeNode.MUTATION;
    callCounts ??= { calls: 0, wanted: 0, minimum: min, sequential };
    return plan;
  };
  const tracing = (whole?: object): Pick<UpstreamOptions, 'onCall' | 'startedAt'> =>
    request.traced ? { onCall: (call, origin = whole) => calls.push({ call, origin }), startedAt } : untraced;
  const factsNow = (): ExplainFacts => {
    const { token, client } = request;
    const told = token === null ? null : client.budget(token);
    return { catalog, maxPlannedCalls, budget: told && told.resetAtMs > clock.now() ? told : null };
  };
  /** For what has to be done whether or not the client still waits. */
  const afterwards = (): Upstream =>
    createUpstream({
      client: request.client,
      token: request.token,
      cache: cache.forToken(request.baseUrl, request.token ?? '', request.cacheUse),
      deadlineMs: clock.now() + afterwardsMs,
      ...tracing(),
    });
  const uploader =
    (upstream: Upstream): UploadRunner =>
    (fact, input, fields) => {
      // Nothing can come of it, so the file is not waited for.
      if (request.token === null) return Promise.reject(unauthenticated());
      const { baseUrl, signal } = request;
      const work = uploadFile(
        { catalog, storage, upstream, afterwards, baseUrl, signal },
        fact,
        input,
        fields,
      );
      onWork(work);
      return work;
    };
  const upstreamFor = (plan: OperationPlan): Upstream =>
    createUpstream({
      client: request.client,
      token: request.token,
      cache: cache.forToken(request.baseUrl, request.token ?? '', request.cacheUse),
      signal: request.signal,
      deadlineMs: request.deadlineMs,
      request: callCounts,
      // A mutation's field runs by itself: all that has no origin of its own is for it.
      ...tracing(plan.fields.size === 1 ? [...plan.fields.values()][0] : undefined),
      onStale: () => warn(staleWarning),
      // The client has logged it already.
      onOtherVersion: (version, asked) => void warnings.add(otherVersion(version, asked)),
      observer,
    });
  const execute = (
    plan: OperationPlan,
    variables: PlannedOperation['variables'],
    once?: WriteOnce,
  ): Promise<Slots> => {
    const upstream = upstreamFor(plan);
    const writing = { customFields, upload: uploader(upstream), ...(once ? { once } : {}) };
    return runOperation(catalog, upstream, plan, variables, writing);
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
  const begin = async (operation: PlannedOperation): Promise<Slots> => {
    const adapted = adapt(operation);
    if (isDryRun(adapted)) return emptySlots(planned(adapted));
    const plan = affordable(adapted);
    return isIncremental
      ? startOperation(catalog, upstreamFor(plan), plan, adapted.variables)
      : execute(plan, adapted.variables);
  };

  return {
    deliverIncrementally() {
      isIncremental = true;
    },
    run({ operation, fragments, variableValues }: GraphQLResolveInfo) {
      let running = runs.get(operation);
      if (!running) {
        running = begin({ operation, fragments, variables: variableValues });
        runs.set(operation, running);
      }
      return running;
    },
    async runField(info: GraphQLResolveInfo) {
      const { operation, fragments, variableValues } = info;
      const adapted = adapt({ operation, fragments, variables: variableValues });
      const { fields } = affordable(adapted);
      const responseKey = String(info.path.key);
      const field = fields.get(responseKey);
      if (!field) return null;
      const plan = new OperationPlan(new Map([[responseKey, field]]), true);
      return (await execute(plan, adapted.variables, onceFor(info)))[responseKey];
    },
    rateLimit({ operation, fragments, variableValues }) {
      planned(adapt({ operation, fragments, variables: variableValues }));
      const { token, client } = request;
      const told = token === null ? null : client.budget(token);
      const cost = price?.max ?? 0;
      if (told === null || told.resetAtMs <= clock.now())
        return { limit: null, remaining: null, used: null, resetAt: null, cost };
      const { limit, remaining, resetAtMs } = told;
      const used = Math.max(0, limit - remaining);
      return { limit, remaining, used, resetAt: new Date(resetAtMs).toISOString(), cost };
    },
    warn,
    explain(operation) {
      const { coerced, errors } = getVariableValues(
        schema,
        operation.operation.variableDefinitions ?? [],
        operation.variables,
      );
      const [error] = errors ?? [];
      if (error) throw error;
      const adapted = adapt({ ...operation, variables: coerced ?? {} });
      const plan = planner.plan(adapted);
      const { tree: _, ...explained } = explainPlan(factsNow(), plan, adapted);
      return explained;
    },
    report() {
      if (!request.traced && warnings.size === 0) return undefined;
      const told = warnings.size > 0 ? { warnings: [...warnings] } : {};
      if (!request.traced) return told;
      if (carriedOut)
        return { ...explainTrace(factsNow(), carriedOut.plan, carriedOut.operation, calls), ...told };
      // Introspection, or nothing that got as far as a plan.
      return { cost: { min: 0, max: 0, actual: 0 }, rounds: 0, advice: [], calls: [], plan: [], ...told };
    },
  };
}

const untraced = {};

/** Prices of plans whose arguments all stand in the document. */
const prices = new WeakMap<OperationPlan, Price>();

function priceOf(catalog: Catalog, plan: OperationPlan, { operation, variables }: PlannedOperation): Price {
  if (operation.variableDefinitions?.length) return priceOperation(catalog, plan, variables);
  let price = prices.get(plan);
  if (!price) {
    price = priceOperation(catalog, plan, variables);
    prices.set(plan, price);
  }
  return price;
}

function tooDear(max: number, most: number): GatewayError {
  return new GatewayError(
    'QUERY_TOO_COMPLEX',
    `This operation may take up to ${max} calls to Clio, and ${most} are the most that are allowed. Ask for smaller pages (first) or for fewer lists inside lists.`,
  );
}

/** What a dry run answers at the root fields: null, but an empty list where the schema promises one. */
function emptySlots({ fields }: OperationPlan): Slots {
  const slots: Record<string, unknown> = {};
  for (const [key, { field }] of fields) slots[key] = field.kind === 'byId' && field.place.many ? [] : null;
  return slots;
}
