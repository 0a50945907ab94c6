import { readFileSync, writeFileSync } from 'node:fs';
import { Pool } from 'undici';
import { startGateway, startProgram } from './children.ts';
import { ask, type TracedCall } from './graphql.ts';
import { median } from './median.ts';
import { queries } from './queries.ts';
import { printTable } from './table.ts';

const recordFile = new URL('calls.json', import.meta.url);
const rounds = 9;

/**
 * Counts the REST calls of each query over the sandbox, and compares the gateway's time with that of the calls alone.
 * `UPDATE=1` records the calls.
 *
 * @returns A line for each query that makes more calls than recorded.
 */
export async function benchCalls(): Promise<string[]> {
  await using sandbox = await startProgram('sandbox');
  const [baseUrl = '', token = ''] = sandbox.url.split('#');
  await using gateway = await startGateway(baseUrl);
  const pool = new Pool(new URL(baseUrl).origin);
  const recorded: Record<string, number> = JSON.parse(readFileSync(recordFile, 'utf8'));
  const seen: Record<string, number> = {};
  const rows: (string | number)[][] = [];
  for (const [name, query] of Object.entries(queries)) {
    const traced = await ask(gateway.url, token, { query }, { 'x-clio-explain': 'trace' });
    const { calls } = traced.extensions?.clio ?? { calls: [] };
    seen[name] = calls.length;
    const ratios: number[] = [];
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const bareMs = await timed(() => replay(pool, baseUrl, token, calls));
      const gatewayMs = await timed(() => ask(gateway.url, token, { query }));
      ratios.push(gatewayMs / bareMs);
      times.push(gatewayMs);
    }
    rows.push([
      name,
      calls.length,
      recorded[name] ?? 'new',
      median(times).toFixed(1),
      median(ratios).toFixed(2),
    ]);
  }
  await pool.close();
  printTable(['query', 'calls', 'recorded', 'ms', 'gateway / bare calls'], rows);
  if (process.env.UPDATE === '1') writeFileSync(recordFile, `${JSON.stringify(seen, null, 2)}\n`);
  return Object.entries(seen)
    .filter(([name, count]) => process.env.UPDATE !== '1' && count > (recorded[name] ?? 0))
    .map(([name, count]) => `"${name}" makes ${count} calls; recorded are ${recorded[name] ?? 'none'}.`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** The calls as a client without a gateway makes them: those of one kind side by side, one kind after the other. */
async function replay(
  pool: Pool,
  baseUrl: string,
  token: string,
  calls: readonly TracedCall[],
): Promise<void> {
  let group: TracedCall[] = [];
  const kind = (call: TracedCall | undefined): string | undefined => call?.path.replace(/\d+/g, '');
  for (const call of [...calls, undefined]) {
    if (group.length > 0 && kind(call) !== kind(group[0])) {
      await Promise.all(group.map((one) => send(pool, baseUrl, token, one)));
      group = [];
    }
    if (call) group.push(call);
  }
}

async function send(pool: Pool, baseUrl: string, token: string, call: TracedCall): Promise<void> {
  const query = call.query
    .split('&')
    .map((pair) => pair.split('=', 2).map(encodeURIComponent).join('='))
    .join('&');
  const { body } = await pool.request({
    method: 'GET',
    path: `${new URL(baseUrl).pathname}${call.path}?${query}`,
    headers: { authorization: `Bearer ${token}`, 'x-api-version': '4.0.13' },
  });
  await body.json();
}
