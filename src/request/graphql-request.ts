import { type ExecutionResult, GraphQLError, type GraphQLResolveInfo, OperationTypeNode } from 'graphql';
import { pathToArray } from 'graphql/jsutils/Path.js';
import { GatewayError } from '../errors.ts';
import type { RateLimit } from '../generated/resolvers.ts';
import { CachingClient, type CachingClientOptions } from '../loaders/caching-client.ts';
import type { Advice } from '../planner/advise.ts';
import type { OperationPlan } from '../planner/plan.ts';
import { PlanPrices } from '../planner/plan-prices.ts';
import type { PlannedOperation } from '../planner/planner.ts';
import type { Price } from '../planner/price-operation.ts';
import type { ResolverContext } from '../resolvers/context.ts';
import type { CallCounts, ClioClient, RateBudget } from '../rest/types.ts';
import { OperationRun } from '../run/operation-run.ts';
import { joinObjects } from '../values.ts';
import { emptySlots, isDryRun } from './dry-run.ts';
import type { Variables } from './execution/coerce-variables.ts';
import { type ClioExtension, type ExplainFacts, explain, type NotedCall, noCalls } from './explain.ts';
import { MutationWrites } from './mutation-writes.ts';
import type { PreparedOperation } from './prepared-operation.ts';
import type { RequestContext, RequestInfo } from './request-context.ts';
import type { RequestParts } from './request-parts.ts';

type Slots = Readonly<Record<string, unknown>>;

const staleWarning =
  'Clio did not respond: parts of this response come from the cache and may be out of date.';

/** Time limit for the removal of a failed upload. */
const cleanUpMs = 30_000;

/**
 * Prices, runs, rejects, explains or dry-runs one operation, and reports on it. The context of its resolvers.
 */
export class GraphqlRequest implements RequestContext, ResolverContext {
  readonly #parts: RequestParts;
  readonly #info: RequestInfo;
  readonly #client: ClioClient;
  /** REST base that the client calls. The same token at another base is another login. */
  readonly #baseUrl: string;
  readonly #deadlineMs: number;
  readonly #isTraced: boolean;
  readonly #startedAt: number;
  readonly #calls: NotedCall[] = [];
  #warnings: Set<string> | null = null;
  /** Errors that explain why lists end early. */
  #rests: GraphQLError[] | null = null;
  #prepared: PreparedOperation | null = null;
  #slots: Promise<Slots> | Slots | null = null;
  #writes: MutationWrites | null = null;
  #price: Price | null = null;
  #counts: CallCounts | undefined;
  #executed: { readonly operation: PlannedOperation; readonly plan: OperationPlan } | null = null;

  constructor(parts: RequestParts, info: RequestInfo, client: ClioClient, baseUrl: string) {
    this.#parts = parts;
    this.#info = info;
    this.#client = client;
    this.#baseUrl = baseUrl;
    this.#deadlineMs = parts.clock.now() + info.deadlineMs;
    this.#isTraced = info.explain === 'trace';
    this.#startedAt = this.#isTraced ? performance.now() : 0;
  }

  // ---- for the server ---------------------------------------------------------------------------------

  prepare(prepared: PreparedOperation, variables: Variables): ExecutionResult | undefined {
    this.#prepared = prepared;
    const isExplained = this.#info.explain === 'plan';
    if (prepared.operation.operation !== OperationTypeNode.SUBSCRIPTION)
      return isExplained ? this.#explained(prepared, variables) : undefined;
    const query = this.#parts.eventQuery(prepared, variables);
    this.#prepared = query.prepared;
    if (isExplained) return this.#explained(query.prepared, query.variables, [query.advice]);
    const coerced = coerce(query.prepared, query.variables);
    this.#affordablePlan(coerced, this.#adapt(coerced));
    return undefined;
  }

  extensions(): Readonly<Record<string, unknown>> | undefined {
    if (!this.#isTraced && this.#warnings === null) return undefined;
    return { clio: this.#report() };
  }

  // ---- for the resolvers ------------------------------------------------------------------------------

  /** Starts the run once. All root fields get the same promise or the same error. */
  run({ variableValues }: GraphQLResolveInfo): Promise<Slots> | Slots {
    if (this.#slots !== null) return this.#slots;
    try {
      const prepared = this.#operation();
      const operation = this.#adapt(variableValues);
      if (isDryRun(prepared, variableValues)) this.#slots = emptySlots(this.#plan(variableValues, operation));
      else {
        const plan = this.#affordablePlan(variableValues, operation);
        const { isIncremental } = prepared;
        const client = this.#clientFor(plan);
        const run = new OperationRun({
          catalog: this.#parts.catalog,
          client,
          variables: operation.variables,
          isIncremental,
        });
        this.#slots = isIncremental ? run.start(plan) : run.run(plan);
      }
    } catch (error) {
      this.#slots = Promise.reject(error);
    }
    return this.#slots;
  }

  async runField(info: GraphQLResolveInfo): Promise<unknown> {
    const operation = this.#adapt(info.variableValues);
    const { fields } = this.#affordablePlan(info.variableValues, operation);
    const responseKey = String(info.path.key);
    const field = fields.get(responseKey);
    if (!field) return null;
    const plan: OperationPlan = { fields: new Map([[responseKey, field]]), inTurn: true };
    const { catalog } = this.#parts;
    const client = this.#clientFor(plan);
    this.#writes ??= new MutationWrites(this.#parts, this.#info, this.#baseUrl, () =>
      this.#clientForCleanUp(),
    );
    const writes = this.#writes.contextFor(info, field, client);
    const run = new OperationRun({ catalog, client, variables: operation.variables, writes });
    const slots = await run.run(plan);
    this.#writes.records = run.records;
    return slots[responseKey];
  }

  rateLimit(info: GraphQLResolveInfo): RateLimit {
    this.#plan(info.variableValues, this.#adapt(info.variableValues));
    const cost = this.#price?.expected ?? 0;
    const budget = this.#budget();
    if (budget === null) return { limit: null, remaining: null, used: null, resetAt: null, cost };
    const { limit, remaining, resetAtMs } = budget;
    const used = Math.max(0, limit - remaining);
    return { limit, remaining, used, resetAt: new Date(resetAtMs).toISOString(), cost };
  }

  reportRest(
    { path, fieldNodes }: GraphQLResolveInfo,
    index: number | null,
    { message, extensions }: GatewayError,
  ): void {
    const at = index === null ? pathToArray(path) : [...pathToArray(path), index];
    this.#rests ??= [];
    this.#rests.push(new GraphQLError(message, { nodes: fieldNodes, path: at, extensions }));
  }

  errors(): readonly GraphQLError[] {
    return this.#rests ?? [];
  }

  warn(warning: string): void {
    if (this.#addWarning(warning)) this.#info.logger.warn({ warning }, 'Clio sent something unexpected');
  }

  /** Returns whether the warning is new. */
  #addWarning(warning: string): boolean {
    this.#warnings ??= new Set();
    if (this.#warnings.has(warning)) return false;
    this.#warnings.add(warning);
    return true;
  }

  // ---- plan and price --------------------------------------------------------------------------------

  #adapt(variables: Variables): PlannedOperation {
    const prepared = this.#operation();
    prepared.adapted ??= this.#parts.adapt(prepared.operation, prepared.fragments);
    const { operation, fragments } = prepared.adapted;
    return { operation, fragments, variables: prepared.adapted.variables(variables) };
  }

  /** @param variables Coerced variables of the operation as it was sent. */
  #plan(variables: Variables, operation: PlannedOperation): OperationPlan {
    const { catalog, planner } = this.#parts;
    const { trace } = this.#info;
    const startedAt = trace ? performance.now() : 0;
    const variant = this.#operation().variant(variables);
    variant.plan ??= planner.plan(operation);
    const { plan } = variant;
    if (this.#price === null) {
      variant.prices ??= new PlanPrices(catalog, plan, operation.operation);
      this.#price = variant.prices.price(operation.variables);
      trace?.onPlan(performance.now() - startedAt, this.#price);
    }
    if (this.#isTraced) this.#executed ??= { operation, plan };
    return plan;
  }

  /** @throws GatewayError `QUERY_TOO_COMPLEX` */
  #affordablePlan(variables: Variables, operation: PlannedOperation): OperationPlan {
    const plan = this.#plan(variables, operation);
    const { maxPlannedCalls } = this.#parts;
    const { min, expected } = this.#price as Price;
    if (expected > maxPlannedCalls) throw tooExpensive(expected, maxPlannedCalls);
    const sequential = operation.operation.operation === OperationTypeNode.MUTATION;
    const { background, totals } = this.#info;
    this.#counts ??= { calls: 0, wanted: 0, minimum: min, expected, sequential, background, totals };
    return plan;
  }

  #operation(): PreparedOperation {
    if (this.#prepared === null) throw new Error('No operation was prepared (clio-graphql:request-prepared)');
    return this.#prepared;
  }

  // ---- calls -----------------------------------------------------------------------------------------

  #clientFor(plan: OperationPlan): CachingClient {
    const { signal } = this.#info;
    return new CachingClient({
      client: this.#client,
      token: this.#info.token,
      cache: this.#cache(),
      signal,
      deadlineMs: this.#deadlineMs,
      request: this.#counts,
      maxCalls: this.#parts.maxPlannedCalls,
      onCall: this.#callListener(plan),
      startedAt: this.#startedAt,
      onStale: () => this.warn(staleWarning),
      // The REST client has already logged it.
      onOtherVersion: (version, asked) => void this.#addWarning(otherVersion(version, asked)),
      observer: this.#parts.observer,
    });
  }

  #cache(): CachingClientOptions['cache'] {
    const { token, cacheUse } = this.#info;
    return this.#parts.cache.forToken(this.#baseUrl, token ?? '', cacheUse);
  }

  #callListener(plan?: OperationPlan): CachingClientOptions['onCall'] {
    if (!this.#isTraced) return undefined;
    // Each field of a mutation has its own run. Calls without a purpose belong to the field.
    const whole = plan?.fields.size === 1 ? plan.fields.values().next().value : undefined;
    return (call, purpose = whole) => this.#calls.push({ call, purpose });
  }

  /** A client for work that must be done even if the caller no longer waits. */
  #clientForCleanUp(): CachingClient {
    return new CachingClient({
      client: this.#client,
      token: this.#info.token,
      cache: this.#cache(),
      deadlineMs: this.#parts.clock.now() + cleanUpMs,
      onCall: this.#callListener(),
      startedAt: this.#startedAt,
    });
  }

  // ---- explain and report ------------------------------------------------------------------------------

  /** The result with the price and the plan of an operation. Makes no call. */
  #explained(
    prepared: PreparedOperation,
    variables: Variables,
    further: readonly Advice[] = [],
  ): ExecutionResult {
    const coerced = coerce(prepared, variables);
    const adapted = this.#adapt(coerced);
    const explained = explain(this.#explainFacts(), this.#plan(coerced, adapted), adapted);
    const clio = joinObjects(explained, { advice: [...(explained.advice ?? []), ...further] });
    return { data: null, extensions: { clio } };
  }

  #report(): ClioExtension {
    const warnings = this.#warnings ? { warnings: [...this.#warnings] } : {};
    if (!this.#isTraced) return warnings;
    if (this.#executed) {
      const { plan, operation } = this.#executed;
      const { cost, ...trace } = explain(this.#explainFacts(), plan, operation, this.#calls);
      return { cost, ...trace, ...warnings };
    }
    // An introspection query, or an operation that failed before it had a plan.
    const cost = { actual: 0, ...noCalls };
    return { cost, rounds: 0, advice: [], calls: [], plan: [], ...warnings };
  }

  #explainFacts(): ExplainFacts {
    const { catalog, maxPlannedCalls } = this.#parts;
    return { catalog, maxPlannedCalls, budget: this.#budget() };
  }

  /** The rate limit of the request's login, if Clio has reported it in this window. */
  #budget(): RateBudget | null {
    const { token } = this.#info;
    const budget = token === null ? null : this.#client.budget(token);
    return budget && budget.resetAtMs > this.#parts.clock.now() ? budget : null;
  }
}

/** @throws GraphQLError for the first invalid variable. */
function coerce(prepared: PreparedOperation, variables: Variables): Variables {
  const { coerced, errors } = prepared.coerceVariables(variables);
  if (errors) throw errors[0];
  return coerced;
}

function tooExpensive(expected: number, most: number): GatewayError {
  return new GatewayError(
    'QUERY_TOO_COMPLEX',
    `This operation is expected to take ${expected} calls to Clio, and at most ${most} are allowed. Ask for smaller pages (first) or for fewer lists inside lists.`,
  );
}

function otherVersion(version: string, asked: string): string {
  return `Clio responded with version ${version} of its API instead of ${asked}: fields may be missing or mean something else. Check CLIO_API_VERSION.`;
}
