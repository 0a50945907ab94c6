import type { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { packageVersion } from '../config/package-version.ts';
import { codes } from '../errors.ts';
import type { LiveObserver, LiveState } from '../live/live-observer.ts';
import type { LoadObserver } from '../loaders/caching-client.ts';
import type { ClientState, RestObserver } from '../rest/types.ts';
import type { FinishedRequest, MetricsPage } from '../server/telemetry.ts';

/**
 * Counts the gateway's work, for Prometheus. The values of labels come from the code and the catalog, never from a
 * client or Clio, so their number is limited and they contain no client data.
 */
export interface Metrics {
  readonly loads: LoadObserver;
  onRequest(request: FinishedRequest): void;
  /**
   * Creates the observer of a client, and includes the client's state from now on.
   *
   * @param upstream The region, or `configured` for an address of the operator's own.
   */
  rest(upstream: string, state: () => ClientState): RestObserver;
  /**
   * Counts an exchange with Clio's file storage.
   *
   * @param status The HTTP status or the network error.
   */
  onStorage(method: string, status: string, ms: number): void;
  readonly live: LiveObserver;
  /** Includes the state of live changes from now on. */
  watchLive(state: () => LiveState): void;
  readonly page: MetricsPage;
}

/** The codes of our table, and those of GraphQL's own rejections. */
const knownCodes: ReadonlySet<string> = new Set([
  ...Object.keys(codes),
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'REQUEST_ENTITY_TOO_LARGE',
]);

const breakerStates = ['closed', 'open', 'probing'] as const;

/** A counter, or a histogram if it has buckets. */
type Row = readonly [name: string, help: string, labels: readonly string[], buckets?: readonly number[]];

const rows = {
  requests: ['requests_total', 'Requests, by route and outcome.', ['route', 'outcome']],
  requestSeconds: [
    'request_duration_seconds',
    'Time from a request to its response; for a file, to its first byte.',
    ['route'],
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  ],
  errors: ['errors_total', 'Errors in responses, by code.', ['code']],
  calls: [
    'upstream_calls_total',
    'Attempts of calls to Clio and its file storage, by endpoint and status, or by network error if there was no response.',
    ['upstream', 'method', 'endpoint', 'status'],
  ],
  callSeconds: [
    'upstream_call_duration_seconds',
    'Time of an attempt of a call, without the wait before it.',
    ['upstream', 'method'],
    [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
  ],
  retries: ['upstream_retries_total', 'Further attempts of calls after a failure.', ['upstream']],
  waits: [
    'upstream_wait_seconds',
    'Time in the queue, for calls that had to wait for their turn.',
    ['upstream', 'result'],
    [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 20, 30, 60],
  ],
  left: [
    'rate_limit_remaining',
    'Calls that a login has left, as Clio reports it with each response.',
    ['upstream'],
    // Clio's limit is 50 at peak times and higher at others.
    [0, 1, 2, 5, 10, 20, 30, 40, 50, 100, 200, 500],
  ],
  // A call has at most 200 ids.
  batches: [
    'batch_size',
    'Number of ids in a call that loads records by id.',
    [],
    [1, 2, 5, 10, 25, 50, 100, 200],
  ],
  lookups: [
    'cache_lookups_total',
    'Look-ups of records and calls in the cache, by result.',
    ['what', 'result'],
  ],
  opened: ['breaker_opened_total', 'How often the circuit breaker of an upstream opened.', ['upstream']],
  otherVersions: [
    'upstream_other_version_total',
    "Responses with another version of Clio's API than the requested one.",
    ['upstream'],
  ],
  deliveries: ['webhook_deliveries_total', 'Requests to the addresses of webhooks, by result.', ['result']],
  sent: [
    'changes_sent_total',
    'Changes sent to subscribers, by type of record. Missed changes were found without a webhook.',
    ['model', 'missed'],
  ],
  hooks: [
    'webhooks_total',
    'Webhooks that were created, enabled again, replaced or deleted, and failures to do so.',
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

/**
 * CPU, memory, event loop and garbage collection. The gateways of a process share them, because prom-client never
 * stops measuring them.
 */
let processMetrics: Registry | undefined;

/**
 * Loads prom-client, which a gateway without metrics does not need.
 *
 * @param endpointOf Returns the name of a call's endpoint, which never contains an id.
 */
export async function createMetrics(endpointOf: (path: string) => string): Promise<Metrics> {
  // In the bundle, the CommonJS module has only its default export.
  const { default: promClient } = await import('prom-client');
  if (!processMetrics) {
    processMetrics = new promClient.Registry();
    promClient.collectDefaultMetrics({ register: processMetrics });
  }
  const register = promClient.Registry.merge([processMetrics]);
  const meters = createMeters(promClient, register);
  const clients = new Map<string, () => ClientState>();
  addStateGauges(promClient, register, clients);
  return {
    loads: {
      onLookup: (what, result, count) => meters.lookups.inc({ what, result }, count),
    },
    onRequest({ route, outcome, ms, codes: reported }) {
      meters.requests.inc({ route, outcome });
      meters.requestSeconds.observe({ route }, ms / 1000);
      for (const code of reported) meters.errors.inc({ code: knownCodes.has(code) ? code : 'OTHER' });
    },
    rest(upstream, state) {
      clients.set(upstream, state);
      return observeClient(upstream, endpointOf, meters);
    },
    onStorage(method, status, ms) {
      meters.calls.inc({ upstream: 'storage', method, endpoint: 'storage', status });
      meters.callSeconds.observe({ upstream: 'storage', method }, ms / 1000);
    },
    live: {
      onDelivery: (result) => meters.deliveries.inc({ result }),
      onSent: (model, missed, count) => meters.sent.inc({ model, missed: String(missed) }, count),
      onHook: (what) => meters.hooks.inc({ what }),
    },
    watchLive(state) {
      const add = gaugeAdder(promClient, register);
      add('subscriptions', 'Open subscriptions.', [], (gauge) => gauge.set(state().subscriptions));
      add('webhooks', 'Webhooks with subscribers at this gateway.', [], (gauge) =>
        gauge.set(state().webhooks),
      );
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

/** @param collect Sets the gauge whenever metrics are requested. */
type AddGauge = (
  name: string,
  help: string,
  labelNames: readonly string[],
  collect: (gauge: Gauge) => void,
) => void;

function gaugeAdder({ Gauge }: PromClient, register: Registry): AddGauge {
  return (name, help, labelNames, collect) => {
    new Gauge({
      name: `clio_graphql_${name}`,
      help,
      labelNames,
      registers: [register],
      collect() {
        collect(this);
      },
    });
  };
}

/** Adds the gauges for the version and for the state of the clients. */
function addStateGauges(
  promClient: PromClient,
  register: Registry,
  clients: ReadonlyMap<string, () => ClientState>,
): void {
  const add = gaugeAdder(promClient, register);
  const version = packageVersion();
  add('build_info', '1, with the versions of the gateway and of Node.', ['version', 'node'], (gauge) =>
    gauge.set({ version, node: process.versions.node }, 1),
  );
  add('upstream_calls_in_flight', 'Calls in flight.', ['upstream'], (gauge) => {
    for (const [upstream, state] of clients) gauge.set({ upstream }, state().inFlight);
  });
  add('upstream_calls_waiting', 'Calls that wait for their turn.', ['upstream'], (gauge) => {
    for (const [upstream, state] of clients) gauge.set({ upstream }, state().waiting);
  });
  const help = '1 for the current state of the circuit breaker of an upstream, 0 for the others.';
  add('breaker_state', help, ['upstream', 'state'], (gauge) => {
    for (const [upstream, state] of clients) {
      const { breaker } = state();
      for (const name of breakerStates) gauge.set({ upstream, state: name }, name === breaker ? 1 : 0);
    }
  });
}

function observeClient(
  upstream: string,
  endpointOf: (path: string) => string,
  { calls, callSeconds, retries, left, batches, waits, opened, otherVersions }: Meters,
): RestObserver {
  return {
    onExchange({ call, ms, callsLeft, status, networkError, retries: repeated }) {
      const { method } = call;
      // Clio could send any status, but there are fewer than a thousand.
      calls.inc({
        upstream,
        method,
        endpoint: endpointOf(call.path),
        status: networkError ?? String(status),
      });
      callSeconds.observe({ upstream, method }, ms / 1000);
      if (repeated > 0) retries.inc({ upstream });
      if (callsLeft !== null) left.observe({ upstream }, callsLeft);
      const ids = call.query.filter(([name]) => name === 'ids[]').length;
      if (ids > 0) batches.observe(ids);
    },
    onWait: (waitMs, granted) =>
      waits.observe({ upstream, result: granted ? 'sent' : 'given_up' }, waitMs / 1000),
    onOpened: () => opened.inc({ upstream }),
    onOtherVersion: () => otherVersions.inc({ upstream }),
  };
}
