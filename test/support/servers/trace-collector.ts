import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A span as OTLP has it in JSON, with its attributes in an object. */
export interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: number;
  readonly status: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Collector extends AsyncDisposable {
  readonly url: string;
  readonly spans: readonly SentSpan[];
  /** Attributes of the source of the spans. */
  readonly resource: Readonly<Record<string, unknown>>;
  /** Everything that arrived, as text. */
  readonly text: () => string;
  /** The number of requests. */
  readonly requests: () => number;
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** An OTLP collector: an HTTP server that accepts JSON at /v1/traces. */
export async function startCollector(status = 200): Promise<Collector> {
  const spans: SentSpan[] = [];
  const resource: Record<string, unknown> = {};
  let text = '';
  let requests = 0;
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as {
      resourceSpans: readonly {
        resource: { attributes: readonly Attribute[] };
        scopeSpans: readonly {
          spans: readonly (Omit<SentSpan, 'attributes' | 'status'> & {
            attributes: readonly Attribute[];
            status: { code?: number };
          })[];
        }[];
      }[];
    };
    requests += 1;
    text += `${request.method} ${request.url} ${JSON.stringify(body)}\n`;
    for (const { resource: from, scopeSpans } of body.resourceSpans) {
      Object.assign(resource, asObject(from.attributes));
      for (const scope of scopeSpans)
        for (const span of scope.spans)
          spans.push({ ...span, status: span.status.code ?? 0, attributes: asObject(span.attributes) });
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    resource,
    text: () => text,
    requests: () => requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function asObject(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => {
      const { arrayValue, intValue } = value as {
        arrayValue?: { values: readonly object[] };
        intValue?: unknown;
      };
      if (arrayValue) return [key, arrayValue.values.map((one) => Object.values(one)[0])];
      return [key, intValue === undefined ? Object.values(value)[0] : Number(intValue)];
    }),
  );
}
