import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/server/create-logger.ts';
import { type ListeningGateway, startListeningGateway } from '../../support/start-listening-gateway.ts';

let running: ListeningGateway;
afterEach(() => running[Symbol.asyncDispose]());

/** The samples at `/metrics`, by name and labels. */
async function scrape(): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`${running.url}/metrics`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line): [string, number] => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end).replace(/^clio_graphql_/, ''), Number(line.slice(end + 1))];
    }),
  );
}

const nested = '{ matters(first: 30) { nodes { displayNumber client { addresses { city } } } } }';

describe('/metrics', () => {
  it('does not exist by default', async () => {
    running = await startListeningGateway();
    expect((await fetch(`${running.url}/metrics`)).status).toBe(404);
  });

  it('can be on a port of its own, and is then nowhere else', async () => {
    const log: string[] = [];
    const logger = createLogger('info', { write: (line) => log.push(line) });
    running = await startListeningGateway({ config: { metricsPort: 0 }, logger });
    const [, port] = log.join('').match(/"port":(\d+),"msg":"serving \/metrics/) ?? [];
    expect((await fetch(`${running.url}/metrics`)).status).toBe(404);
    const own = `http://127.0.0.1:${port}`;
    expect(await (await fetch(`${own}/metrics`)).text()).toContain('clio_graphql_requests_total');
    for (const path of ['/', '/graphql', '/metrics?x']) expect((await fetch(own + path)).status).toBe(404);
    await running[Symbol.asyncDispose]();
    await expect(fetch(own)).rejects.toThrow();
    running = await startListeningGateway();
  });

  it('counts requests by their outcome, and errors by code', async () => {
    running = await startListeningGateway({ config: { metrics: true, requestDeadlineMs: 60_000 } });
    await running.ask('{ viewer { name } }');
    await running.ask('{ viewer { name } missing }');
    await running.ask('{ viewer { name } }', { token: null });
    running.sandbox.fault({ kind: 'status', status: 500, match: '/matters' });
    await running.ask('{ matters(first: 1) { totalCount } viewer { name } }');
    await running.ask('{ matters(first: 1) { totalCount } }');
    await fetch(`${running.url}/healthz`);
    await fetch(`${running.url}/schema.graphql`);
    await fetch(`${running.url}/nowhere`);
    const samples = await scrape();
    const requests = [...samples].filter(([name]) => name.startsWith('requests_total'));
    expect(Object.fromEntries(requests)).toEqual({
      'requests_total{route="graphql",outcome="ok"}': 1,
      'requests_total{route="graphql",outcome="refused"}': 2,
      'requests_total{route="graphql",outcome="partial"}': 1,
      'requests_total{route="graphql",outcome="failed"}': 1,
      'requests_total{route="probes",outcome="ok"}': 1,
      'requests_total{route="schema",outcome="ok"}': 1,
      'requests_total{route="other",outcome="refused"}': 1,
    });
    expect(samples.get('errors_total{code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1);
    expect(samples.get('errors_total{code="UNAUTHENTICATED"}')).toBe(1);
    expect(samples.get('errors_total{code="UPSTREAM_ERROR"}')).toBe(2);
    expect(samples.get('request_duration_seconds_count{route="graphql"}')).toBe(5);
  });

  it('counts files', async () => {
    running = await startListeningGateway({ config: { metrics: true } });
    const authorization = `Bearer ${running.sandbox.tokens.owner}`;
    const file = await fetch(`${running.url}/files/documents/1`, { headers: { authorization } });
    await file.arrayBuffer();
    expect(file.status).toBe(200);
    const none = await fetch(`${running.url}/files/documents/1`);
    expect(none.status).toBe(401);
    const samples = await scrape();
    expect(samples.get('requests_total{route="files",outcome="ok"}')).toBe(1);
    expect(samples.get('requests_total{route="files",outcome="refused"}')).toBe(1);
    expect(samples.get('errors_total{code="UNAUTHENTICATED"}')).toBe(1);
    expect(
      samples.get('upstream_calls_total{upstream="storage",method="GET",endpoint="storage",status="200"}'),
    ).toBe(1);
  });

  it('counts calls by endpoint and status, retries, batches, and the rest of the limit', async () => {
    running = await startListeningGateway({ config: { metrics: true }, sandbox: { limit: 40 } });
    running.sandbox.fault({ kind: 'status', status: 503, match: '/matters', times: 1 });
    running.sandbox.fault({ kind: 'drop-before', match: '/contacts', times: 1 });
    await running.ask(nested);
    await running.ask('{ matter(id: 7) { displayNumber } }');
    const samples = await scrape();
    const call = (endpoint: string, status: string): number | undefined =>
      samples.get(
        `upstream_calls_total{upstream="configured",method="GET",endpoint="${endpoint}",status="${status}"}`,
      );
    expect(call('/matters.json', '503')).toBe(1);
    expect(call('/matters.json', '200')).toBe(1);
    expect(call('/contacts.json', 'dropped')).toBe(1);
    expect(call('/contacts.json', '200')).toBe(1);
    expect(call('/matters/{id}.json', '200')).toBe(1);
    expect(samples.get('upstream_retries_total{upstream="configured"}')).toBe(2);
    expect(samples.get('upstream_call_duration_seconds_count{upstream="configured",method="GET"}')).toBe(5);
    expect(samples.get('batch_size_count')).toBe(2);
    expect(samples.get('batch_size_bucket{le="1"}')).toBe(0);
    // Two of the five responses had no limit headers; 39, 38 and 37 are left after the others.
    expect(samples.get('rate_limit_remaining_count{upstream="configured"}')).toBe(3);
    expect(samples.get('rate_limit_remaining_bucket{le="30",upstream="configured"}')).toBe(0);
    expect(samples.get('rate_limit_remaining_bucket{le="40",upstream="configured"}')).toBe(3);
    expect(samples.get('upstream_calls_in_flight{upstream="configured"}')).toBe(0);
    expect(samples.get('upstream_calls_waiting{upstream="configured"}')).toBe(0);
  });

  it('counts hits and misses of the cache', async () => {
    running = await startListeningGateway({ config: { metrics: true, cacheTtlMs: 60_000 } });
    await running.ask('{ matters(first: 2) { totalCount } }');
    await running.ask('{ matters(first: 2) { totalCount } }');
    await running.ask('{ contacts(first: 3) { nodes { name } } }');
    await running.ask(
      '{ a: contact(id: 1) { name } b: contact(id: 2) { name } c: contact(id: 3) { title } }',
    );
    const samples = await scrape();
    const looked = (what: string, result: string): number | undefined =>
      samples.get(`cache_lookups_total{what="${what}",result="${result}"}`);
    expect(looked('call', 'miss')).toBe(3);
    expect(looked('call', 'hit')).toBe(1);
    expect(looked('record', 'hit')).toBe(2);
    expect(looked('record', 'miss')).toBe(1);
  });

  it('counts calls that waited', async () => {
    running = await startListeningGateway({ config: { metrics: true, maxUpstreamCalls: 1 } });
    await running.ask('{ a: users { totalCount } b: groups { totalCount } c: viewer { name } }');
    const samples = await scrape();
    expect(samples.get('upstream_wait_seconds_count{upstream="configured",result="sent"}')).toBe(2);
  });

  it('shows the state of the circuit breaker', async () => {
    running = await startListeningGateway({ config: { metrics: true } });
    await running.ask('{ viewer { name } }');
    const state = (name: string): string => `breaker_state{upstream="configured",state="${name}"}`;
    expect((await scrape()).get(state('closed'))).toBe(1);
    running.sandbox.fault({ kind: 'drop-before' });
    for (let request = 0; request < 10; request += 1) await running.ask('{ viewer { name } }');
    const samples = await scrape();
    expect(samples.get(state('open'))).toBe(1);
    expect(samples.get(state('closed'))).toBe(0);
    expect(samples.get('breaker_opened_total{upstream="configured"}')).toBe(1);
  });

  it("counts responses of another version of Clio's API, and the client gets a warning", async () => {
    running = await startListeningGateway({ config: { metrics: true } });
    running.sandbox.fault({
      kind: 'status',
      status: 200,
      headers: { 'content-type': 'application/json', 'x-api-version': '4.0.12' },
      body: JSON.stringify({ data: { id: 1, name: 'A' } }),
    });
    const { extensions } = await running.ask('{ a: viewer { name } b: contact(id: 1) { name } }');
    expect(extensions?.clio).toEqual({
      warnings: [
        'Clio responded with version 4.0.12 of its API instead of 4.0.13: fields may be missing or mean something else. Check CLIO_API_VERSION.',
      ],
    });
    expect((await scrape()).get('upstream_other_version_total{upstream="configured"}')).toBe(2);
  });

  it('shows the process', async () => {
    running = await startListeningGateway({ config: { metrics: true } });
    const samples = await scrape();
    expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(0);
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
    const build = `build_info{version="${version}",node="${process.versions.node}"}`;
    expect(samples.get(build)).toBe(1);
    expect([...samples.keys()]).toEqual(
      expect.arrayContaining(['nodejs_eventloop_lag_seconds', 'nodejs_eventloop_lag_p99_seconds']),
    );
  });

  it('does not keep a closed gateway in memory', async () => {
    const loggers: WeakRef<object>[] = [];
    for (let count = 0; count < 3; count += 1) {
      const logger = createLogger('silent');
      loggers.push(new WeakRef(logger));
      running = await startListeningGateway({ config: { metrics: true }, logger });
      await running.ask('{ viewer { name } }');
      await scrape();
      await running[Symbol.asyncDispose]();
    }
    const kept = (): number => {
      globalThis.gc?.();
      return loggers.filter((logger) => logger.deref()).length;
    };
    // `running` holds the last one.
    await expect.poll(kept).toBeLessThanOrEqual(1);
  });

  it('contains nothing that a client or Clio sent', async () => {
    running = await startListeningGateway({ config: { metrics: true, cacheTtlMs: 60_000 } });
    const token = running.sandbox.addToken({ name: 'metrics-secret' });
    // Long enough not to occur in a measured number by chance.
    const id = '4711471147114711';
    const query = 'query OfAClient($id: ID!) { contact(id: $id) { name } no }';
    await running.ask(query, { token, variables: { id } });
    await running.ask(query.replace(' no', ''), { token, variables: { id } });
    await running.ask('{ OfAClient: matters(first: 2147480815) { totalCount } }', { token });
    await running.ask(`{ nodes(ids: ["Contact:${id}", "Matter:${id}"]) { id } }`, {
      token: 'metrics-secret',
    });
    for (const path of ['/metrics-secret', `/files/metrics-secret/${id}`, `/files/documents/${id}`])
      await fetch(`${running.url}${path}?metrics-secret`, { headers: { authorization: `Bearer ${token}` } });
    const text = await (await fetch(`${running.url}/metrics`)).text();
    expect(text).not.toMatch(/metrics-secret|OfAClient|4711471147114711|2147480815/);
    // Nor can labels grow with the requests.
    const values = [...text.matchAll(/endpoint="([^"]*)"/g)].map(([, value]) => value);
    expect(new Set(values).size).toBeLessThan(10);
  });
});
