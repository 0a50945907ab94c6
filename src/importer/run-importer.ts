import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { YAMLParseError } from 'yaml';
import { readSdl } from '../catalog/read-sdl.ts';
import type { CatalogData } from '../catalog/types.ts';
import { buildCoverage } from './build-coverage.ts';
import { buildSdl } from './build-sdl.ts';
import { type Corrections, parseCorrections } from './corrections.ts';
import { readDescriptions } from './descriptions.ts';
import { formatCatalog } from './format-catalog.ts';
import { importCatalog } from './import-catalog.ts';
import { ImportError } from './import-error.ts';
import { listChanges, newFields, newNames } from './list-changes.ts';
import { readDocument } from './read-document.ts';
import { stripDescriptions } from './strip-descriptions.ts';

export interface ImporterOptions {
  /** @default the project's `schema/` */
  readonly schemaFolder?: URL;
  /** @default process.stdout */
  readonly stdout?: NodeJS.WritableStream;
  /** @default process.stderr */
  readonly stderr?: NodeJS.WritableStream;
}

/**
 * Runs a command of `npm run schema:…`.
 *
 * @param args Name and arguments of the command.
 * @returns The exit code: 1 after a mistake in a file, which is printed without a stack trace.
 */
export function runImporter(
  args: readonly string[],
  {
    schemaFolder = new URL('../../schema/', import.meta.url),
    stdout = process.stdout,
    stderr = process.stderr,
  }: ImporterOptions = {},
): number {
  const print = (line: string): void => void stdout.write(`${line}\n`);
  let exitCode = 0;
  const fail = (line: string): void => {
    stderr.write(`${line}\n`);
    exitCode = 1;
  };
  const program = new Command('schema')
    .description('Builds the schema folder.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
    });

  program
    .command('import')
    .argument('<file>', "Clio's OpenAPI document: JSON or YAML, gzipped or not")
    .description('Turns the OpenAPI document into schema/catalog.json.')
    .action((file: string) => {
      const { document, sha256 } = reading(file, () => readDocument(file));
      const catalog = importCatalog(document, sha256, readCorrections(schemaFolder));
      writeFileSync(new URL('catalog.json', schemaFolder), formatCatalog(catalog));
      const { paths, operations } = catalog.source;
      print(
        `schema/catalog.json: ${paths} paths, ${operations} operations, ${Object.keys(catalog.entities).length} entities`,
      );
    });

  program
    .command('build')
    .option('--missing', 'list missing descriptions, and write nothing')
    .description('Turns schema/catalog.json into schema/*.graphql.')
    .action(({ missing: onlyMissing }: { missing?: boolean }) => {
      const catalog = readCatalog(schemaFolder);
      const { files, missing, unused } = buildSdl(
        catalog,
        reading('schema/descriptions', () => readDescriptions(new URL('descriptions/', schemaFolder))),
      );
      if (onlyMissing) {
        print([...missing, ...unused.map((key) => `UNUSED ${key}`)].join('\n'));
        return;
      }
      for (const file of readdirSync(schemaFolder)) {
        if (file.endsWith('.graphql') && !files.has(file)) rmSync(new URL(file, schemaFolder));
      }
      for (const [file, text] of files) writeFileSync(new URL(file, schemaFolder), text);
      mkdirSync(new URL('../docs/', schemaFolder), { recursive: true });
      writeFileSync(new URL('../docs/coverage.md', schemaFolder), buildCoverage(catalog));
      print(`schema/: ${files.size} files`);
      if (missing.length > 0 || unused.length > 0)
        fail(
          `${missing.length} descriptions are missing and ${unused.length} describe nothing; see \`npm run schema:build -- --missing\`.`,
        );
    });

  program
    .command('release')
    .argument('<version>', 'the version that is released, such as 0.1.0')
    .description('Stores the SDL of a release, for checks of later versions.')
    .action((version: string) => {
      const sdl = stripDescriptions(readSdl(schemaFolder));
      writeFileSync(new URL(`released/${version}.graphqls`, schemaFolder), sdl);
      print(`schema/released/${version}.graphqls: ${Math.round(sdl.length / 1024)} kB`);
    });

  program
    .command('changes')
    .argument('<version>', 'the release to compare with, such as 0.1.0')
    .description('Lists the breaking changes since a release, for the changelog.')
    .action((version: string) => {
      const name = `released/${version}.graphqls`;
      const released = reading(`schema/${name}`, () => readFileSync(new URL(name, schemaFolder), 'utf8'));
      const corrections = readCorrections(schemaFolder);
      const catalog = readCatalog(schemaFolder);
      print(
        listChanges(released, readSdl(schemaFolder), newNames(corrections), newFields(catalog)).join('\n'),
      );
    });

  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    // Commander has printed the error.
    if (error instanceof CommanderError) return error.exitCode;
    if (!(error instanceof ImportError)) throw error;
    fail(error.message);
  }
  return exitCode;
}

function readCorrections(folder: URL): Corrections {
  return reading('schema/corrections.yml', () =>
    parseCorrections(readFileSync(new URL('corrections.yml', folder), 'utf8')),
  );
}

function readCatalog(folder: URL): CatalogData {
  const file = new URL('catalog.json', folder);
  if (!existsSync(file))
    throw new ImportError('There is no schema/catalog.json. Make it: npm run schema:import -- FILE');
  return reading('schema/catalog.json', () => JSON.parse(readFileSync(file, 'utf8')) as CatalogData);
}

/**
 * Reads a file.
 *
 * @param name The file's name in messages.
 * @throws ImportError if the file is missing, cannot be read, or is neither JSON nor YAML.
 */
function reading<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof ImportError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new ImportError(`There is no file ${name}.`, { cause: error });
    if (code === undefined && !(error instanceof SyntaxError) && !(error instanceof YAMLParseError))
      throw error;
    const [reason = ''] = error.message.split('\n');
    throw new ImportError(`${name} cannot be read: ${reason.replace(/:$/, '')}`, { cause: error });
  }
}
