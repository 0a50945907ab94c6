import { parse } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { loadCatalog } from '../src/catalog/catalog.ts';
import { completeConfig } from '../src/config/complete-config.ts';
import { createServedSchema } from '../src/federation/served-schema.ts';
import { executePrepared } from '../src/request/execution/execute.ts';
import type { Executor } from '../src/request/execution/result.ts';
import { ResultSize } from '../src/request/execution/result-size.ts';
import { PreparedDocuments } from '../src/request/prepared-documents.ts';
import { loads } from './load.ts';
import { median } from './median.ts';
import { printTable } from './table.ts';

const { schema } = createServedSchema(loadCatalog());
const rounds = 15;
const executionsInARound = 400;

/**
 * Compares our executor with Yoga's over the same loaded records: only the execution is measured.
 *
 * @returns The share of Yoga's time that ours saves with 50 records.
 */
export async function benchExecutors(): Promise<number> {
  const other = await yogaExecutor();
  const documents = new PreparedDocuments({ schema, config: completeConfig({}) });
  const rows: (string | number)[][] = [];
  let saved = 0;
  for (const [index, load] of loads.entries()) {
    const prepared = documents.prepare(load.query).operation(null);
    if (!prepared) throw new Error(`${load.title}: the document is not valid.`);
    const document = parse(load.query);
    const variableValues = load.variables(7);
    const contextValue = contextOf(index === 0 ? 1 : 50);
    const ours = () => executePrepared(prepared, variableValues, contextValue, new ResultSize(1e9));
    const yogas = () => other({ schema, document, contextValue, variableValues });
    const [one, another] = [await ours(), await yogas()].map((result) => JSON.stringify(result));
    if (one !== another) throw new Error(`${load.title}: results differ.`);
    const times: Record<'ours' | 'yogas', number[]> = { ours: [], yogas: [] };
    // The first rounds compile the code.
    for (let round = -5; round < rounds; round += 1) {
      const oursUs = await timed(ours);
      const yogasUs = await timed(yogas);
      if (round < 0) continue;
      times.ours.push(oursUs);
      times.yogas.push(yogasUs);
    }
    const [oursUs, yogasUs] = [median(times.ours), median(times.yogas)];
    saved = 1 - oursUs / yogasUs;
    rows.push([load.title, oursUs.toFixed(1), yogasUs.toFixed(1), `${(100 * saved).toFixed(0)} %`]);
  }
  printTable(['execution alone', 'ours, µs', "Yoga's, µs", 'saved'], rows);
  return saved;
}

/** The context of a request whose records have been loaded. */
function contextOf(count: number): Record<string, unknown> {
  const records = Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    display_number: `${index}-Marchetti`,
    description: `Purchase of the property at ${index} Harbour Street`,
    status: 'Open',
    open_date: '2025-02-11',
  }));
  const connection = { list: { items: records }, positions: new Map([['nodes', records]]) };
  const values = { matter: records[0], matters: connection };
  return { run: () => Promise.resolve(values) };
}

/** Yoga's executor if no plugin replaces it. */
async function yogaExecutor(): Promise<Executor> {
  let found: Executor | undefined;
  const yoga = createYoga({
    schema,
    logging: false,
    plugins: [
      {
        onExecute({ executeFn }: { executeFn: unknown }) {
          found = executeFn as Executor;
        },
      },
    ],
  });
  await yoga.fetch('http://localhost/graphql?query={__typename}');
  if (!found) throw new Error('Yoga executed nothing.');
  return found;
}

/** Microseconds of one execution. */
async function timed(execute: () => unknown): Promise<number> {
  const startedAt = performance.now();
  for (let count = 0; count < executionsInARound; count += 1) await execute();
  return (1000 * (performance.now() - startedAt)) / executionsInARound;
}
