import { Pool } from 'undici';
import { benchCalls } from './calls.ts';
import { type Child, startGateway, startProgram } from './children.ts';
import { ask } from './graphql.ts';
import { benchLarge } from './large.ts';
import { compare, loads } from './load.ts';
import { median } from './median.ts';
import { printTable } from './table.ts';

// Ratios count, not milliseconds: all that is compared runs in turn on the same machine, within seconds.

console.log('\nREST calls of each query, over the sandbox\n');
const tooMany = await benchCalls();

{
  await using upstream = await startProgram('upstream');
  await using floor = await startProgram('floor', [upstream.url]);
  const baseUrl = `${upstream.url}/api/v4`;
  await using gateway = await startGateway(baseUrl);

  console.log('Load: 50 connections, a token each, ids varied, no cache, an upstream without latency\n');
  await benchLoad(floor, gateway);

  console.log('Large answers\n');
  await using fresh = await startGateway(baseUrl);
  await benchLarge(fresh);

  console.log('Aims that are no ratios\n');
  await benchRest(gateway, upstream, baseUrl);
}

for (const line of tooMany) console.error(line);
process.exit(tooMany.length > 0 ? 1 : 0);

async function benchLoad(floor: Child, gateway: Child): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const load of loads) {
    const operation = { query: load.query, variables: load.variables(7) };
    const [expected, given] = await Promise.all([
      ask(floor.url, 'token', operation),
      ask(gateway.url, 'token', operation),
    ]);
    if (JSON.stringify(expected) !== JSON.stringify(given)) throw new Error(`${load.title}: answers differ.`);
    const [of, by] = await compare([floor, gateway], load, 6, 2);
    if (!of || !by) throw new Error('Nothing was measured.');
    rows.push([
      load.title,
      of.perSecond.toFixed(0),
      by.perSecond.toFixed(0),
      (by.perSecond / of.perSecond).toFixed(2),
      of.cpuUs.toFixed(0),
      by.cpuUs.toFixed(0),
      (of.cpuUs / by.cpuUs).toFixed(2),
    ]);
  }
  printTable(
    ['', 'floor /s', 'gateway /s', 'ratio (aim 1)', 'floor CPU µs', 'gateway CPU µs', 'ratio of CPU'],
    rows,
  );
}

async function benchRest(gateway: Child, upstream: Child, baseUrl: string): Promise<void> {
  const { rss } = await gateway.stats();
  const starts: number[] = [];
  for (let time = 0; time < 3; time += 1) {
    await using started = await startGateway(baseUrl);
    starts.push(started.startMs);
  }
  const over = await overhead(gateway, upstream);
  printTable(
    ['', 'measured', 'aim'],
    [
      ['memory after load (resident), MB', (rss / 1e6).toFixed(0), '< 150'],
      ['start-up until listening, ms', median(starts).toFixed(0), '< 1000'],
      ['one record over the bare call, ms', over.toFixed(2), '< 2'],
    ],
  );
}

/** What the gateway adds to one call, one at a time. */
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
    if (load) await ask(gateway.url, 'token', { query: load.query, variables: load.variables(time + 1) });
    differences.push(performance.now() - between - (between - startedAt));
  }
  await pool.close();
  return median(differences);
}
