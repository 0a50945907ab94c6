import type { Child } from './children.ts';
import { ask } from './graphql.ts';
import { median } from './median.ts';
import { printTable } from './table.ts';

const twentyFields =
  'id clioId etag number displayNumber customNumber description status location clientReference billable ' +
  'billingMethod openDate closeDate maildropAddress shared hasTasks requireUtbmsCodes createdAt updatedAt';

const shapes = [
  {
    title: 'records of 20 fields',
    sizes: [1000, 500, 250],
    firstRounds: 10,
    query: `query Many($n: Int!) { matters(first: $n) { nodes { ${twentyFields} } } }`,
  },
  {
    title: 'parents with a connection each',
    sizes: [200, 100, 50],
    // Of 200 calls each. Node 22's V8 optimizes a function after 3,000 runs, and not while it meets new kinds of objects.
    firstRounds: 50,
    query:
      'query Nested($n: Int!) { matters(first: $n) { nodes { id activities(first: 5) { nodes { id date note } } } } }',
  },
] as const;

/** Before each size but the first, whose rounds continue until V8 has compiled the code of a call. */
const warmRounds = 10;
const rounds = 7;
/** The row whose processor time has a target. */
const parentsOfTarget = 100;

/**
 * Large responses in three sizes: time and memory should grow with the size, and nothing may block the event loop.
 *
 * @returns Processor time of one call, in microseconds, if each of 100 parents needs one.
 */
export async function benchLarge(gateway: Child): Promise<number> {
  const rows: (string | number)[][] = [];
  let perCall = Number.NaN;
  for (const { title, sizes, firstRounds, query } of shapes) {
    for (const n of sizes) {
      const times: number[] = [];
      const heaps: number[] = [];
      for (let warm = n === sizes[0] ? firstRounds : warmRounds; warm > 0; warm -= 1)
        await ask(gateway.url, 'token', { query, variables: { n } });
      // No collection is forced: it throws compiled code away, and no server does so.
      const { cpuUs: cpuBefore } = await gateway.stats('watch');
      for (let round = 0; round < rounds; round += 1) {
        const startedAt = performance.now();
        await ask(gateway.url, 'token', { query, variables: { n } });
        times.push(performance.now() - startedAt);
        heaps.push((await gateway.stats()).heapUsed);
      }
      const { cpuUs, blockedMs } = await gateway.stats();
      const ms = median(times);
      const eachUs = (cpuUs - cpuBefore) / rounds / n;
      if (n === parentsOfTarget) perCall = eachUs;
      rows.push([
        `${n} ${title}`,
        ms.toFixed(1),
        ((1000 * ms) / n).toFixed(1),
        eachUs.toFixed(1),
        mb(Math.max(...heaps)),
        blockedMs.toFixed(0),
      ]);
    }
  }
  printTable(['large response', 'ms', 'µs each', 'CPU µs each', 'heap MB', 'longest block ms'], rows);
  return perCall;
}

function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
