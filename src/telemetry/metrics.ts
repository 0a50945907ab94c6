import type { Registry } from 'prom-client';
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

const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const callBuckets = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];
const waitBuckets = [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 20, 30, 60];
/** Clio's limit is 50 at peak times, more at others. */
const leftBuckets = [0, 1, 2, 5, 10, 20, 30, 40, 50, 100, 200, 500];
/** Most ids in a call are 200. */
const batchBuckets = [1, 2, 5, 10, 25, 50, 100, 200];

/** Codes of GraphQL's own refusals, and those of our table. */
const knownCodes: ReadonlySet<string> = new Set([
  ...Object.keys(codes),
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'REQUEST_ENTITY_TOO_LARGE',
]);

const breakerStates = ['closed', 'open', 'probing'] as const;

/** CPU, memory, event loop and garbage collection. prom-client never stops observing them, so the gateways of a process share them. */
let processMetrics: Registry | undefined;

/** prom-client is loaded here and not before: a gateway without metrics does not pay for it. */
export async function createMetrics({ endpointOf }: MetricsOptions): Promise<Metrics> {
  // As a CommonJS module it has nothing but its default once it is bundled.
  const { default: promClient } = await import('prom-client');
  const { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } = promClient;
  if (!processMetrics) {
    processMetrics = new Registry();
    collectDefaultMetrics({ register: processMetrics });
  }
  const register = Registry.merge([processMetrics]);
  const registers = [register];
  new Gauge({
    name: 'clio_graphql_build_info',
    help: '1, with the version of the gateway and of Node.',
    labelNames: ['version', 'node'],
    registers,
  }).set({ version: packageVersion(), node: process.versions.node }, 1);

  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `clio_graphql_${name}`, help, labelNames, registers });
  const histogram = <Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    ...labelNames: Label[]
  ) => new Histogram({ name: `clio_graphql_${name}`, help, labelNames, buckets, registers });

  const requests = counter('requests_total', 'Requests answered, by route and outcome.', 'route', 'outcome');
  const requestSeconds = histogram(
    'request_duration_seconds',
    'Time from a request to its response; for files, until they begin to come.',
    requestBuckets,
    'route',
  );
  const errors = counter('errors_total', 'Errors answered, by code.', 'code');
  const calls = counter(
    'upstream_calls_total',
    'HTTP calls to Clio and its file storage, by endpoint and status, or by what went wrong where no response came.',
    'upstream',
    'method',
    'endpoint',
    'status',
  );
  const callSeconds = histogram(
    'upstream_call_duration_seconds',
    'Time of an HTTP call, without the wait before it.',
    callBuckets,
    'upstream',
    'method',
  );
  const retries = counter('upstream_retries_total', 'Calls that were sent again.', 'upstream');
  const waits = histogram(
    'upstream_wait_seconds',
    'Time in the queue of those calls that had to wait for their turn.',
    waitBuckets,
    'upstream',
    'result',
  );
  const left = histogram(
    'rate_limit_remaining',
    'Calls that the login of a call has left after it, as Clio reported.',
    leftBuckets,
    'upstream',
  );
  const batches = histogram('batch_size', 'Ids in a call that loads records by their ids.', batchBuckets);
  const lookups = counter(
    'cache_lookups_total',
    'Records and calls looked for before asking Clio, by result.',
    'what',
    'result',
  );
  const opened = counter(
    'breaker_opened_total',
    'Times that the circuit to an upstream was opened.',
    'upstream',
  );
  const otherVersions = counter(
    'upstream_other_version_total',
    "Answers of another version of Clio's API than the one asked for.",
    'upstream',
  );
  const deliveries = counter(
    'webhook_deliveries_total',
    'What was posted to the addresses of webhooks, by result.',
    'result',
  );
  const sent = counter(
    'changes_sent_total',
    'Changes sent to subscribers, by kind of record; missed ones were found without a webhook.',
    'model',
    'missed',
  );
  const hooks = counter(
    'webhooks_total',
    'Webhooks created, enabled again, replaced or deleted, and failures of it.',
    'what',
  );

  const clients = new Map<string, ObservedClient['state']>();
  gauge('clio_graphql_upstream_calls_in_flight', 'Calls in flight.', ({ inFlight }) => inFlight);
  gauge('clio_graphql_upstream_calls_waiting', 'Calls that wait for their turn.', ({ waiting }) => waiting);
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

  function gauge(name: string, help: string, read: (state: ClientState) => number): void {
    new Gauge({
      name,
      help,
      labelNames: ['upstream'],
      registers,
      collect() {
        for (const [upstream, state] of clients) this.set({ upstream }, read(state()));
      },
    });
  }

  return {
    loads: {
      onLookup: (what, result, count) => lookups.inc({ what, result }, count),
    },
    onRequest({ route, outcome, ms, codes: answered }) {
      requests.inc({ route, outcome });
      requestSeconds.observe({ route }, ms / 1000);
      for (const code of answered) errors.inc({ code: knownCodes.has(code) ? code : 'OTHER' });
    },
    rest: (upstream) => ({
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
    }),
    onStorage(method, status, ms) {
      calls.inc({ upstream: 'storage', method, endpoint: 'storage', status });
      callSeconds.observe({ upstream: 'storage', method }, ms / 1000);
    },
    watch({ upstream, state }) {
      clients.set(upstream, state);
    },
    live: {
      onDelivery: (result) => deliveries.inc({ result }),
      onSent: (model, missed, count) => sent.inc({ model, missed: String(missed) }, count),
      onHook: (what) => hooks.inc({ what }),
    },
    watchLive(state) {
      for (const [name, help] of [
        ['subscriptions', 'Subscriptions being served.'],
        ['webhooks', 'Webhooks with subscribers at this gateway.'],
      ] as const) {
        new Gauge({
          name: `clio_graphql_${name}`,
          help,
          registers,
          collect() {
            this.set(state()[name]);
          },
        });
      }
    },
    page: () => print(register),
  };
}

async function print(register: Registry): ReturnType<MetricsPage> {
  return { contentType: register.contentType, body: await register.metrics() };
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
