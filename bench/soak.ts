import { startGateway } from './children.ts';
import { runSoak } from './soak/run-soak.ts';
import { printTable } from './table.ts';

// A minute of mixed load, with a fault in one of twenty responses of Clio. Nothing may hang, crash or leak, and no
// undocumented error may appear.

const [seconds = 60, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);
/** Allowed growth of heap and sockets after the first third. */
const mayGrowBytes = 5e6;
const mayGrowSockets = 20;

const report = await runSoak({
  start: startGateway,
  goesOn: (_requests, ms) => ms < seconds * 1000,
  clients: 24,
  faults: 0.05,
  seed,
});
const { early, middle, late, violations } = report;
const problems = [...violations];
const grown = late.heapUsed - Math.max(early.heapUsed, middle.heapUsed);
if (grown > mayGrowBytes) problems.push(`The heap grew by ${(grown / 1e6).toFixed(1)} MB`);
if (late.sockets - early.sockets > mayGrowSockets)
  problems.push(`Sockets grew from ${early.sockets} to ${late.sockets}`);

console.log(`\n${report.requests} requests in ${report.seconds.toFixed(0)} s, seed ${seed}\n`);
printTable(['Clio', 'calls'], [['all', report.calls], ...report.faults]);
printTable(['outcome', 'requests'], byCount(report.outcomes));
printTable(['code', 'errors'], byCount(report.codes));
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
printTable(
  ['', 'after a third', 'two thirds', 'at the end'],
  [
    [
      'heap after collection, MB',
      megabytes(early.heapUsed),
      megabytes(middle.heapUsed),
      megabytes(late.heapUsed),
    ],
    ['resident, MB', megabytes(early.rss), megabytes(middle.rss), megabytes(late.rss)],
    ['sockets', early.sockets, middle.sockets, late.sockets],
  ],
);
console.log(`slowest request: ${report.slowestMs.toFixed(0)} ms`);
const { completed, rejected } = report.atTheEnd;
console.log(
  `SIGTERM under load: ${completed} completed, ${rejected} rejected, exit code ${report.exitCode}\n`,
);
for (const problem of problems) console.error(`✗ ${problem}`);
console.log(problems.length === 0 ? 'All well.' : `${problems.length} problems.`);
process.exit(problems.length === 0 ? 0 : 1);

function byCount(counts: ReadonlyMap<string, number>): (string | number)[][] {
  return [...counts].sort(([, a], [, b]) => b - a);
}
