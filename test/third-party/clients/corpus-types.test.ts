import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { corpusFolder, readCorpus } from '../../support/corpus.ts';
import { generateInMemory } from '../../support/schema/generate-in-memory.ts';

/** Types of the corpus's operations, as graphql-codegen writes them for a client. */
async function corpusTypes(): Promise<string> {
  const config = parseYaml(readFileSync(new URL('corpus-codegen.yml', import.meta.url), 'utf8'));
  const [written] = await generateInMemory(config);
  return written?.content ?? '';
}

/** The corpus's variables and responses, each with the type that belongs to it. */
function typedCorpus(): string {
  const lines = readCorpus().flatMap(({ name, query, variables, taken }) => {
    const [operation] = parse(query).definitions;
    if (operation?.kind !== 'OperationDefinition') throw new Error(`${name} has no operation`);
    const kind = operation.operation === 'mutation' ? 'Mutation' : 'Query';
    const type = `${pascal(operation.name?.value ?? '')}${kind}`;
    const { data } = JSON.parse(readFileSync(new URL(`${name}.json`, corpusFolder), 'utf8'));
    // Operations that are rejected before execution may have variables of another type.
    if (data === undefined) return [];
    const values = { ...variables, ...Object.fromEntries(taken.map(({ variable }) => [variable, ''])) };
    return [
      `({ ${JSON.stringify(name)}: ${JSON.stringify(data)} satisfies ${type} | null });`,
      `(${JSON.stringify(values)} satisfies ${type}Variables);`,
    ];
  });
  return lines.join('\n');
}

function pascal(name: string): string {
  return name.replace(/(^|_)(\w)/g, (_, _start, letter: string) => letter.toUpperCase());
}

const compiler = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));

async function problemsOf(text: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'corpus-'));
  try {
    const compilerOptions = { strict: true, noEmit: true, skipLibCheck: true, types: [] };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['corpus.ts'] }));
    await writeFile(join(folder, 'corpus.ts'), text);
    const { stdout } = await promisify(execFile)(process.execPath, [compiler, '-p', folder]).catch(
      (error) => error,
    );
    return String(stdout).match(/^\S.*error.*$/gm) ?? [];
  } finally {
    await rm(folder, { recursive: true });
  }
}

it('graphql-codegen has a type for each variable and each response of the corpus', async () => {
  // A wrong response at the end proves that the compiler checks them.
  const wrong = '({ nothing: [] }) satisfies MalformedIdsAmongNodesQuery;';
  expect(await problemsOf([await corpusTypes(), typedCorpus(), wrong].join('\n'))).toEqual([
    expect.stringContaining("'nothing' does not exist"),
  ]);
});
