import { Pool } from 'undici';
import { benchCalls } from './calls.ts';
import { type Child, startGateway, startProgram } from './children.ts';
import { benchDocuments } from './documents.ts';
import { benchExecutors } from './executors.ts';
import { ask } from './graphql.ts';
import { benchLarge } from './large.ts';
import { allocation, compare, type Load, type LoadResult, loads } from './load.ts';
import { median } from './median.ts';
import { printTable } from './table.ts';
import {
  atLeast,
  atMost,
  floorAtLeast,
  gatewayAtMost,
  missed,
  printTargets,
  type Target,
} from './targets.ts';

// Ratios count, not milliseconds: what is compared runs in turn on the same machine, within seconds.

console.log(`\nNode ${process.version}\n\nREST calls of each query, over the sandbox\n`);
const tooMany = await benchCalls();
const targets: Target[] = [];

{
  await using upstream = await startProgram('upstream');
  const baseUrl = `${upstream.url}/api/v4`;
  const starts = { floor: [] as number[], gateway: [] as number[] };
  for (let time = 0; time < 5; time += 1) {
    await using floor = await startProgram('floor', [upstream.url]);
    await using gateway = await startGateway(baseUrl);
    starts.floor.push(floor.startMs);
    starts.gateway.push(gateway.startMs);
  }

  await using floor = await startProgram('floor', [upstream.url]);
  await using gateway = await startGateway(baseUrl);
  console.log('Load: 50 connections, a token each, ids varied, no cache, an upstream without latency\n');
  const results = await benchLoad(floor, gateway);
  const rss = [(await floor.stats()).rss / 1e6, (await gateway.stats()).rss / 1e6] as const;

  console.log('Large responses\n');
  await using fresh = await startGateway(baseUrl);
  const perCall = await benchLarge(fresh);

  console.log('Executors\n');
  const savedShare = await benchExecutors();

  console.log('Targets\n');
  targets.push(
    ...results.map(({ load, floor: base, gateway: own }) =>
      floorAtLeast(`processor time, ${load.title}`, [base.cpuUs, own.cpuUs], load.leastOfFloor, 'µs'),
    ),
    gatewayAtMost('memory after load', rss, 1.4, 'MB'),
    gatewayAtMost('start until listening', [median(starts.floor), median(starts.gateway)], 1.6, 'ms'),
    atMost('processor time of a call in a large response', perCall, 150, 'µs'),
    atMost('allocation, one record', (await allocation(gateway, loads[0])) / 1000, 35, 'kB'),
    atMost('heap of 25,000 documents', (await benchDocuments(fresh)) / 1e6, 100, 'MB'),
    // That is a quarter of the request: execution is half of it with Yoga's executor.
    atLeast('execution saved by our executor, 50 records', 100 * savedShare, 50, '%'),
    atMost('one record over the bare call', await overhead(gateway, upstream), 2, 'ms'),
  );
}

printTargets(targets);
const problems = [...tooMany, ...missed(targets)];
for (const line of problems) console.error(line);
process.exit(problems.length > 0 ? 1 : 0);

interface Compared {
  readonly load: Load;
  readonly floor: LoadResult;
  readonly gateway: LoadResult;
}

async function benchLoad(floor: Child, gateway: Child): Promise<Compared[]> {
  const rows: (string | number)[][] = [];
  const results: Compared[] = [];
  for (const load of loads) {
    const operation = { query: load.query, variables: load.variables(7) };
    const [expected, given] = await Promise.all([
      ask(floor.url, 'token', operation),
      ask(gateway.url, 'token', operation),
    ]);
    if (JSON.stringify(expected) !== JSON.stringify(given)) throw new Error(`${load.title}: results differ.`);
    const [base, own] = await compare([floor, gateway], load, 6, 2);
    if (!base || !own) throw new Error('Nothing was measured.');
    results.push({ load, floor: base, gateway: own });
    rows.push([
      load.title,
      base.perSecond.toFixed(0),
      own.perSecond.toFixed(0),
      (own.perSecond / base.perSecond).toFixed(2),
      base.cpuUs.toFixed(0),
      own.cpuUs.toFixed(0),
      (base.cpuUs / own.cpuUs).toFixed(2),
    ]);
  }
  printTable(['', 'floor /s', 'gateway /s', 'ratio', 'floor CPU µs', 'gateway CPU µs', 'ratio of CPU'], rows);
  return results;
}

/** The time that the gateway adds to a single call, in milliseconds. */
async function overhead(gateway: Child, upstream: Child): Promise<number> {
  const pool = new Pool(upstream.url, { connections: 1 });
  const path = '/api/v4/matters/7.json?fields=id,description,display_number,open_date,status';
  const [load] = loads;
  const differences: number[] = [];
  for (let time = 0; time < 300; time += 1) {
    const startedAt = performance.now();
    const { body } = await pool.request({ method: 'GET', path, headers: { authorization: 'Bearer token' } });
    await body.json();
    const between = performance.now();
    await ask(gateway.url, 'token', { query: load.query, variables: load.variables(time + 1) });
    differences.push(performance.now() - between - (between - startedAt));
  }
  await pool.close();
  return median(differences);
}
