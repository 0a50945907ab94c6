import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, type ContextManager, context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/server/create-logger.ts';
import { exportTraces } from '../../../src/telemetry/export-traces.ts';
import { type SentSpan, startCollector } from '../../support/servers/trace-collector.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { type ListeningGateway, startListeningGateway } from '../../support/start-listening-gateway.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentSpanId = 'b7ad6b7169203331';
const traceparent = `00-${traceId}-${parentSpanId}-01`;

const [server, client] = [2, 3];
const failed = 2;

interface Followed {
  readonly spans: readonly SentSpan[];
  readonly resource: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** What a collector receives. */
async function follow(happens: (running: ListeningGateway) => Promise<unknown>): Promise<Followed> {
  await using collector = await startCollector();
  const traces = await exportTraces(collector.url, createLogger('silent'));
  {
    await using running = await startListeningGateway();
    await happens(running);
  }
  await traces.close();
  return { spans: collector.spans, resource: collector.resource, text: collector.text() };
}

describe('a trace', () => {
  it('contains the request, its plan and each call, below the span of the client', async () => {
    const { spans, resource } = await follow(({ ask }) =>
      ask('query Addresses { matters(first: 3) { nodes { client { addresses { city } } } } }', {
        headers: { traceparent },
      }),
    );
    const request = spans.find(({ kind }) => kind === server);
    expect(request).toMatchObject({
      name: 'query',
      traceId,
      parentSpanId,
      status: 0,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/graphql',
        'http.response.status_code': 200,
        'graphql.operation.type': 'query',
        'graphql.operation.name': 'Addresses',
        'clio_graphql.outcome': 'ok',
      },
    });
    const inside = spans.filter((span) => span !== request);
    expect(new Set(inside.map((span) => `${span.traceId} ${span.parentSpanId}`))).toEqual(
      new Set([`${traceId} ${request?.spanId}`]),
    );
    expect(inside.map(({ name }) => name)).toEqual(['plan', 'GET /matters.json', 'GET /contacts.json']);
    expect(inside[0]?.attributes).toEqual({
      'clio_graphql.cost.min': 1,
      'clio_graphql.cost.expected': 2,
      'clio_graphql.cost.max': 2,
    });
    expect(inside[1]).toMatchObject({
      kind: client,
      status: 0,
      attributes: {
        'http.request.method': 'GET',
        'url.template': '/matters.json',
        'http.response.status_code': 200,
        'clio_graphql.wait_ms': 0,
      },
    });
    expect(resource).toMatchObject({ 'service.name': 'clio-graphql' });
  });

  it('starts at the request if the client sends no valid trace', async () => {
    const { spans } = await follow(async ({ ask }) => {
      await ask('{ viewer { name } }');
      await ask('{ viewer { name } }', { headers: { traceparent: 'nonsense' } });
    });
    const requests = spans.filter(({ kind }) => kind === server);
    expect(requests).toHaveLength(2);
    expect(requests.filter((span) => span.parentSpanId)).toEqual([]);
    expect(new Set(requests.map((span) => span.traceId)).size).toBe(2);
  });

  it('is not recorded if the client says that it is not sampled', async () => {
    const headers = { traceparent: traceparent.replace(/01$/, '00') };
    expect((await follow(({ ask }) => ask('{ viewer { name } }', { headers }))).spans).toEqual([]);
  });

  it('shows failures and retries', async () => {
    const { spans } = await follow(async ({ ask, sandbox }) => {
      sandbox.fault({ kind: 'status', status: 503, times: 1 });
      sandbox.fault({ kind: 'status', status: 500 });
      await ask('{ viewer { name } }');
    });
    const calls = spans.filter(({ kind }) => kind === client);
    expect(calls.map(({ status, attributes }) => [status, attributes['error.type']])).toEqual([
      [failed, '503'],
      [failed, '500'],
    ]);
    expect(calls.map(({ attributes }) => attributes['http.request.resend_count'])).toEqual([undefined, 1]);
    const request = spans.find(({ kind }) => kind === server);
    expect(request?.status).toBe(failed);
    expect(request?.attributes).toMatchObject({
      'clio_graphql.outcome': 'failed',
      'clio_graphql.error_codes': ['UPSTREAM_ERROR'],
    });
  });

  it('contains files', async () => {
    const { spans } = await follow(async ({ url, sandbox }) => {
      const headers = { authorization: `Bearer ${sandbox.tokens.owner}` };
      await (await fetch(`${url}/files/documents/1`, { headers })).arrayBuffer();
    });
    expect(spans.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['GET /files/{folder}/{id}', 'GET /documents/{id}/download.json']),
    );
  });

  it('contains no token, no query and no data, and is not sent to Clio', async () => {
    const sent: string[] = [];
    const { spans, text } = await follow(async ({ ask, sandbox, url }) => {
      const token = sandbox.addToken({ name: 'trace-secret' });
      // Long enough not to occur in a time or an id by chance.
      const id = '4711471147114711';
      const headers = { traceparent, baggage: 'who=trace-secret', tracestate: 'vendor=7' };
      const query = 'query Q($id: ID!) { contact(id: $id) { name note: __typename } }';
      await ask(query, { token, variables: { id }, headers });
      await ask('{ contacts(first: 1, filter: { query: "trace-secret" }) { nodes { name } } }', { token });
      await fetch(`${url}/files/documents/${id}?trace-secret`, {
        headers: { authorization: `Bearer ${token}` },
      });
      for (const call of sandbox.calls) sent.push(JSON.stringify(call.headers));
    });
    expect(spans.length).toBeGreaterThan(5);
    expect(text).not.toMatch(/trace-secret|4711471147114711|__typename/);
    expect(sent.length).toBeGreaterThan(1);
    expect(sent.join()).not.toMatch(/traceparent|tracestate|baggage/);
  });

  it('has its id in the lines of the log', async () => {
    await using collector = await startCollector();
    let log = '';
    const logger = createLogger('info', { write: (line) => (log += line) });
    const traces = await exportTraces(collector.url, logger);
    await using running = await startListeningGateway({ logger });
    await running.ask('{ viewer { name } }', { headers: { traceparent } });
    await traces.close();
    expect(JSON.parse(log)).toMatchObject({ msg: 'request', traceId });
  });
});

describe('a program around the gateway', () => {
  it('has its own span as the parent, whatever the client sends', async () => {
    await using collector = await startCollector();
    const traces = await exportTraces(collector.url, createLogger('silent'));
    context.setGlobalContextManager(createContextManager());
    await using gateway = await startGateway({ baseUrl: 'http://127.0.0.1:9/api/v4', token: null });
    const outer = trace.getTracer('outer').startSpan('outer');
    try {
      await context.with(trace.setSpan(context.active(), outer), () =>
        gateway.gql('{ __typename }', { headers: { traceparent } }),
      );
    } finally {
      // The other tests of this process have none.
      context.disable();
      outer.end();
      await traces.close();
    }
    const [inner] = collector.spans;
    expect(inner).toMatchObject({ name: 'query', parentSpanId: outer.spanContext().spanId });
    expect(inner?.traceId).toBe(outer.spanContext().traceId);
  });
});

/** What SDKs for Node use for this. */
function createContextManager(): ContextManager {
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (inside, run, thisArg, ...args) => storage.run(inside, () => run.call(thisArg as never, ...args)),
    bind: (_inside, target) => target,
    enable: () => manager,
    disable: () => {
      storage.disable();
      return manager;
    },
  };
  return manager;
}

describe('without a collector', () => {
  it('that accepts them, requests continue, and the log says so once', async () => {
    await using collector = await startCollector(400);
    let log = '';
    const logger = createLogger('warn', { write: (line) => (log += line) });
    const traces = await exportTraces(collector.url, logger);
    await using running = await startListeningGateway();
    for (let request = 0; request < 600; request += 1) await fetch(`${running.url}/files/none/1`);
    await traces.close();
    // A batch has 512 spans at most.
    expect(collector.requests()).toBeGreaterThan(1);
    expect(log.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(log)).toMatchObject({ msg: 'Traces cannot be sent to the collector' });
  });
});
