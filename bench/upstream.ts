import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

// Clio's responses without Clio's latency, so that only the gateway or the floor is measured.

/** Records with all scalars of a matter. */
function matter(id: number): Record<string, unknown> {
  return {
    id,
    etag: `"${id}abcdef"`,
    number: id,
    display_number: `${String(id).padStart(5, '0')}-Marchetti`,
    custom_number: `C-${id}`,
    description: `Purchase of the property at ${id} Harbour Street`,
    status: 'Open',
    location: 'Vancouver',
    client_reference: `REF-${id}`,
    client_id: 1 + (id % 900),
    billable: true,
    billing_method: 'hourly',
    open_date: '2025-02-11',
    close_date: null,
    pending_date: null,
    last_activity_date: '2026-01-09',
    maildrop_address: `${id}@maildrop.example.com`,
    matter_stage_updated_at: '2025-06-01T09:00:00-07:00',
    shared: true,
    has_tasks: false,
    require_utbms_codes: false,
    created_at: '2025-02-11T09:30:00-07:00',
    updated_at: '2026-01-09T16:45:00-07:00',
  };
}

function activity(id: number): Record<string, unknown> {
  return { id, etag: `"${id}abcdef"`, date: '2026-01-09', note: `Call with counsel about point ${id}` };
}

function pick(record: Record<string, unknown>, fields: string): Record<string, unknown> {
  return Object.fromEntries(fields.split(',').map((name) => [name, record[name] ?? null]));
}

const pages = new Map<string, string>();

/** A page of a list that never ends, made once. */
function page(make: (id: number) => Record<string, unknown>, query: URLSearchParams, origin: string): string {
  const fields = query.get('fields') ?? 'id,etag';
  const limit = Number(query.get('limit') ?? 200);
  const start = Number(query.get('page_token') ?? 0);
  const key = `${make.name} ${fields} ${limit} ${start}`;
  let body = pages.get(key);
  if (body === undefined) {
    const data = Array.from({ length: limit }, (_, index) => pick(make(start + index + 1), fields));
    const next = `${origin}/api/v4/list.json?limit=${limit}&page_token=${start + limit}`;
    body = JSON.stringify({ data, meta: { paging: { next }, records: 1_000_000 } });
    pages.set(key, body);
  }
  return body;
}

function respond(request: IncomingMessage, response: ServerResponse): void {
  const [path = '', search] = (request.url ?? '').split('?');
  const query = new URLSearchParams(search);
  const origin = `http://${request.headers.host}`;
  const [, one] = /^\/api\/v4\/matters\/(\d+)\.json$/.exec(path) ?? [];
  let body: string;
  if (one !== undefined)
    body = JSON.stringify({ data: pick(matter(Number(one)), query.get('fields') ?? 'id') });
  else body = page(path === '/api/v4/matters.json' ? matter : activity, query, origin);
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'x-ratelimit-limit': '1000000',
    'x-ratelimit-remaining': '999999',
    'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 60),
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

const server = createServer(respond);
server.listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
