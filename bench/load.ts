import autocannon from 'autocannon';
import type { Child } from './children.ts';
import { median } from './median.ts';

/** An operation under load. Each connection has its own token and repeats its ids. */
export interface Load {
  readonly title: string;
  readonly query: string;
  /** The smallest allowed ratio of the floor's processor time to the gateway's. */
  readonly leastOfFloor: number;
  variables(id: number): Readonly<Record<string, unknown>>;
}

const fields = 'id displayNumber description status openDate';

export const loads = [
  {
    title: 'one record, 5 fields',
    query: `query One($id: ID!) { matter(id: $id) { ${fields} } }`,
    leastOfFloor: 0.75,
    variables: (id: number) => ({ id: String(id) }),
  },
  {
    title: '50 records, 3 fields',
    query:
      'query Fifty($first: Int!, $client: ID!) { matters(first: $first, filter: { clientId: $client }) { nodes { id displayNumber status } } }',
    leastOfFloor: 1,
    variables: (id: number) => ({ first: 50, client: String(id) }),
  },
] as const satisfies readonly Load[];

export interface LoadResult {
  readonly perSecond: number;
  /** Processor time of the server for one request. */
  readonly cpuUs: number;
}

const connections = 50;
/** Distinct ids for each connection: more than it requests in a round. */
const idsEach = 40;

function requests(load: Load, connection: number): autocannon.Request[] {
  return Array.from({ length: idsEach }, (_, index) => ({
    method: 'POST' as const,
    path: '/graphql',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer token-${connection}`,
    },
    body: JSON.stringify({ query: load.query, variables: load.variables(1 + connection * idsEach + index) }),
  }));
}

/** One round: `seconds` of load on one server. */
async function run(child: Child, load: Load, seconds: number): Promise<LoadResult> {
  const before = await child.stats();
  const { total, duration } = await send(child, load, seconds);
  const after = await child.stats();
  return { perSecond: total / duration, cpuUs: (after.cpuUs - before.cpuUs) / total };
}

/**
 * Bytes that a server allocates for one request, once its code is compiled for this load. The median of three samples, because
 * inlining changes it by a tenth.
 */
export async function allocation(child: Child, load: Load): Promise<number> {
  await send(child, load, 2);
  const samples: number[] = [];
  for (let time = 0; time < 3; time += 1) {
    let requests = 0;
    const bytes = await child.allocated(async () => {
      requests = (await send(child, load, 2)).total;
    });
    samples.push(bytes / requests);
  }
  return median(samples);
}

async function send(
  child: Child,
  load: Load,
  seconds: number,
): Promise<{ readonly total: number; readonly duration: number }> {
  let connection = 0;
  const result = await autocannon({
    url: new URL(child.url).origin,
    connections,
    duration: seconds,
    setupClient: (client) => {
      client.setRequests(requests(load, connection));
      connection += 1;
    },
  });
  const bad = result.non2xx + result.errors + result.timeouts;
  if (bad > 0) throw new Error(`${bad} of ${result.requests.total} requests failed under load.`);
  return { total: result.requests.total, duration: result.duration };
}

/**
 * Loads servers in turn, round after round, so that other work of the machine affects all of them equally.
 *
 * @returns The medians over the rounds, for each server.
 */
export async function compare(
  children: readonly Child[],
  load: Load,
  rounds: number,
  seconds: number,
): Promise<LoadResult[]> {
  // Twice, and not in a row: code is compiled for what it has seen.
  for (const child of [...children, ...children]) await run(child, load, 1);
  const results: LoadResult[][] = children.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, child] of children.entries()) results[index]?.push(await run(child, load, seconds));
  }
  return results.map((each) => ({
    perSecond: median(each.map((one) => one.perSecond)),
    cpuUs: median(each.map((one) => one.cpuUs)),
  }));
}
