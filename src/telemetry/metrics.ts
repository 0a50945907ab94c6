import type { Counter, Histogram, Registry } from 'prom-client';
import { packageVersion } from '../config/package-version.ts';
import { codes } from '../errors.ts';
import type { LiveObserver, LiveState } from '../live/live-observer.ts';
import type { LoadObserver } from '../loaders/caching-client.ts';
import type { ClientState, ExchangeReport, RestObserver } from '../rest/types.ts';
import type { FinishedRequest, MetricsPage } from '../server/telemetry.ts';

export interface MetricsOptions {
  /** The name of a call's endpoint; never holds an id. */
  readonly endpointOf: (path: string) => string;
}

/** A REST client as metrics see it. */
export interface ObservedClient {
  /** Region, or `configured` for an address of the operator's own. */
  readonly upstream: string;
  readonly state: () => ClientState;
}

/**
 * Counts what the gateway does, for Prometheus. Labels hold names out of the code and the catalog, never a token, an id, a
 * name or anything else that a client or Clio sent: so their number is bounded, and no client data is in them.
 */
export interface Metrics {
  readonly loads: LoadObserver;
  onRequest(request: FinishedRequest): void;
  /** An observer for the client of one upstream. */
  rest(upstream: string): RestObserver;
  /** An exchange with Clio's file storage, by status or by what went wrong. */
  onStorage(method: string, status: string, ms: number): void;
  /** Includes the state of the client from now on. */
  watch(client: ObservedClient): void;
  readonly live: LiveObserver;
  /** Includes the state of live changes from now on. */
  watchLive(state: () => LiveState): void;
  readonly page: MetricsPage;
}

/** Codes of GraphQL's own rejections, and those of our table. */
const knownCodes: ReadonlySet<string> = new Set([
  ...Object.keys(codes),
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'REQUEST_ENTITY_TOO_LARGE',
]);

const breakerStates = ['closed', 'open', 'probing'] as const;

/** A counter; with buckets a histogram. */
type Row = readonly [name: string, help: string, labels: readonly string[], buckets?: readonly number[]];

const rows = {
  requests: ['requests_total', 'Requests answered, by route and outcome.', ['route', 'outcome']],
  requestSeconds: [
    'request_duration_seconds',
    'Time from a request to its response; for files, until they begin to come.',
    ['route'],
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  ],
  errors: ['errors_total', 'Errors answered, by code.', ['code']],
  calls: [
    'upstream_calls_total',
    'HTTP calls to Clio and its file storage, by endpoint and status, or by what went wrong where no response came.',
    ['upstream', 'method', 'endpoint', 'status'],
  ],
  callSeconds: [
    'upstream_call_duration_seconds',
    'Time of an HTTP call, without the wait before it.',
    ['upstream', 'method'],
    [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
  ],
  retries: ['upstream_retries_total', 'Calls that were sent again.', ['upstream']],
  waits: [
    'upstream_wait_seconds',
    'Time in the queue of those calls that had to wait for their turn.',
    ['upstream', 'result'],
    [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 20, 30, 60],
  ],
  left: [
    'rate_limit_remaining',
    'Calls that the login of a call has left after it, as Clio reported.',
    ['upstream'],
    // Clio's limit is 50 at peak times, more at others.
    [0, 1, 2, 5, 10, 20, 30, 40, 50, 100, 200, 500],
  ],
  // Most ids in a call are 200.
  batches: [
    'batch_size',
    'Ids in a call that loads records by their ids.',
    [],
    [1, 2, 5, 10, 25, 50, 100, 200],
  ],
  lookups: [
    'cache_lookups_total',
    'Records and calls looked for before asking Clio, by result.',
    ['what', 'result'],
  ],
  opened: ['breaker_opened_total', 'Times that the circuit to an upstream was opened.', ['upstream']],
  otherVersions: [
    'upstream_other_version_total',
    "Answers of another version of Clio's API than the one asked for.",
    ['upstream'],
  ],
  deliveries: [
    'webhook_deliveries_total',
    'What was posted to the addresses of webhooks, by result.',
    ['result'],
  ],
  sent: [
    'changes_sent_total',
    'Changes sent to subscribers, by kind of record; missed ones were found without a webhook.',
    ['model', 'missed'],
  ],
  hooks: [
    'webhooks_total',
    'Webhooks created, enabled again, replaced or deleted, and failures of it.',
    ['what'],
  ],
} as const satisfies Record<string, Row>;

type Rows = typeof rows;
type Meters = {
  readonly [Key in keyof Rows]: Rows[Key] extends readonly [string, string, readonly string[]]
    ? Counter<Rows[Key][2][number]>
    : Histogram<Rows[Key][2][number]>;
};
type PromClient = typeof import('prom-client');

/** CPU, memory, event loop and garbage collection. prom-client never stops observing them, so the gateways of a process share them. */
let processMetrics: Registry | undefined;

/** prom-client is loaded here and not before: a gateway without metrics does not pay for it. */
export async function createMetrics({ endpointOf }: MetricsOptions): Promise<Metrics> {
  // As a CommonJS module it has nothing but its default once it is bundled.
  const { default: promClient } = await import('prom-client');
  if (!processMetrics) {
    processMetrics = new promClient.Registry();
    promClient.collectDefaultMetrics({ register: processMetrics });
  }
  const register = promClient.Registry.merge([processMetrics]);
  const registers = [register];
  new promClient.Gauge({
    name: 'clio_graphql_build_info',
    help: '1, with the version of the gateway and of Node.',
    labelNames: ['version', 'node'],
    registers,
  }).set({ version: packageVersion(), node: process.versions.node }, 1);
  const meters = createMeters(promClient, register);
  const clients = new Map<string, ObservedClient['state']>();
  watchClients(promClient, register, clients);
  return {
    loads: {
      onLookup: (what, result, count) => meters.lookups.inc({ what, result }, count),
    },
    onRequest({ route, outcome, ms, codes: reported }) {
      meters.requests.inc({ route, outcome });
      meters.requestSeconds.observe({ route }, ms / 1000);
      for (const code of reported) meters.errors.inc({ code: knownCodes.has(code) ? code : 'OTHER' });
    },
    rest: (upstream) => observeClient(upstream, endpointOf, meters),
    onStorage(method, status, ms) {
      meters.calls.inc({ upstream: 'storage', method, endpoint: 'storage', status });
      meters.callSeconds.observe({ upstream: 'storage', method }, ms / 1000);
    },
    watch({ upstream, state }) {
      clients.set(upstream, state);
    },
    live: {
      onDelivery: (result) => meters.deliveries.inc({ result }),
      onSent: (model, missed, count) => meters.sent.inc({ model, missed: String(missed) }, count),
      onHook: (what) => meters.hooks.inc({ what }),
    },
    watchLive(state) {
      for (const [name, help] of [
        ['subscriptions', 'Subscriptions being served.'],
        ['webhooks', 'Webhooks with subscribers at this gateway.'],
      ] as const) {
        new promClient.Gauge({
          name: `clio_graphql_${name}`,
          help,
          registers,
          collect() {
            this.set(state()[name]);
          },
        });
      }
    },
    page: async () => ({ contentType: register.contentType, body: await register.metrics() }),
  };
}

function createMeters({ Counter, Histogram }: PromClient, register: Registry): Meters {
  const entries: readonly (readonly [key: string, row: Row])[] = Object.entries(rows);
  const meters = entries.map(([key, [name, help, labelNames, buckets]]) => {
    const options = { name: `clio_graphql_${name}`, help, labelNames, registers: [register] };
    return [key, buckets ? new Histogram({ buckets: [...buckets], ...options }) : new Counter(options)];
  });
  return Object.fromEntries(meters) as Meters;
}

/** Shows the state of clients, each time when it is asked for. */
function watchClients(
  { Gauge }: PromClient,
  register: Registry,
  clients: ReadonlyMap<string, ObservedClient['state']>,
): void {
  const registers = [register];
  for (const [name, help, read] of [
    ['upstream_calls_in_flight', 'Calls in flight.', ({ inFlight }: ClientState) => inFlight],
    ['upstream_calls_waiting', 'Calls that wait for their turn.', ({ waiting }: ClientState) => waiting],
  ] as const) {
    new Gauge({
      name: `clio_graphql_${name}`,
      help,
      labelNames: ['upstream'],
      registers,
      collect() {
        for (const [upstream, state] of clients) this.set({ upstream }, read(state()));
      },
    });
  }
  new Gauge({
    name: 'clio_graphql_breaker_state',
    help: '1 for the state that the circuit to an upstream is in.',
    labelNames: ['upstream', 'state'],
    registers,
    collect() {
      for (const [upstream, state] of clients) {
        const { breaker } = state();
        for (const name of breakerStates) this.set({ upstream, state: name }, name === breaker ? 1 : 0);
      }
    },
  });
}

function observeClient(
  upstream: string,
  endpointOf: MetricsOptions['endpointOf'],
  { calls, callSeconds, retries, left, batches, waits, opened, otherVersions }: Meters,
): RestObserver {
  return {
    onExchange(exchange) {
      const { call, ms, callsLeft } = exchange;
      const { method } = call;
      calls.inc({ upstream, method, endpoint: endpointOf(call.path), status: statusOf(exchange) });
      callSeconds.observe({ upstream, method }, ms / 1000);
      if (exchange.retries > 0) retries.inc({ upstream });
      if (callsLeft !== null) left.observe({ upstream }, callsLeft);
      const ids = countIds(exchange);
      if (ids > 0) batches.observe(ids);
    },
    onWait: (waitMs, granted) =>
      waits.observe({ upstream, result: granted ? 'sent' : 'given_up' }, waitMs / 1000),
    onOpened: () => opened.inc({ upstream }),
    onOtherVersion: () => otherVersions.inc({ upstream }),
  };
}

/** Statuses are Clio's to choose, but there are only so many of three digits. */
function statusOf({ status, networkError }: ExchangeReport): string {
  return networkError ?? String(status);
}

function countIds({ call }: ExchangeReport): number {
  let count = 0;
  for (const [name] of call.query) if (name === 'ids[]') count += 1;
  return count;
}
