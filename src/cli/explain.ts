import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { loadConfig } from '../config/load-config.ts';
import { schemaOptions } from '../gateway/schema-options.ts';
import { isJsonObject } from '../values.ts';
import type { Parts } from './parts.ts';
import { printPlan } from './print-plan.ts';
import { UsageError } from './usage-error.ts';

interface ExplainOptions {
  readonly variables?: string;
  readonly operation?: string;
  readonly json: boolean;
}

/** `explain`: the plan and the price of an operation. Makes no call and needs no token. */
export function createExplainCommand({ createServedSchema, explainOperation }: Parts): Command {
  return new Command('explain')
    .description('Print the calls to Clio that an operation would make, without making any.')
    .argument('<file>', 'GraphQL document; - reads it from standard input')
    .option('--variables <json>', 'variables, as JSON or as the name of a JSON file')
    .option('--operation <name>', 'operation, if the document has several')
    .option('--json', 'print JSON, as X-Clio-Explain: plan returns it', false)
    .action(async (file: string, { variables, operation, json }: ExplainOptions) => {
      const limits = loadConfig();
      const explained = explainOperation(createServedSchema(schemaOptions(limits)), {
        document: file === '-' ? await text(process.stdin) : await readText(file),
        name: file === '-' ? 'standard input' : file,
        variables: variables === undefined ? {} : await readVariables(variables),
        operationName: operation ?? null,
        limits,
      });
      if ('problems' in explained) throw new UsageError(explained.problems.join('\n\n'));
      const { explanation } = explained;
      const shown = json ? JSON.stringify(explanation, null, 2) : printPlan(explained.operation, explanation);
      process.stdout.write(`${shown}\n`);
    });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = new Map([
      ['ENOENT', 'there is no such file'],
      ['EISDIR', 'it is a folder'],
      ['EACCES', 'this user may not read it'],
    ]).get(code);
    if (why === undefined) throw error;
    throw new UsageError(`Cannot read ${file}: ${why}.`, { cause: error });
  }
}

async function readVariables(given: string): Promise<Readonly<Record<string, unknown>>> {
  const isJson = given.trimStart().startsWith('{');
  const source = isJson ? '--variables' : given;
  const json = isJson ? given : await readText(given);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new UsageError(`${source} is not JSON: ${(error as Error).message}.`, { cause: error });
  }
  if (isJsonObject(value)) return value;
  throw new UsageError(`${source} must be a JSON object such as {"first": 10}.`);
}
