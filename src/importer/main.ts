import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import type { CatalogData } from '../catalog/types.ts';
import { buildCoverage } from './build-coverage.ts';
import { buildSdl } from './build-sdl.ts';
import { parseCorrections } from './corrections.ts';
import { readDescriptions } from './descriptions.ts';
import { formatCatalog } from './format-catalog.ts';
import { importCatalog } from './import-catalog.ts';
import { listChanges, newFields, newNames } from './list-changes.ts';
import { readDocument } from './read-document.ts';
import { readSdl, stripDescriptions } from './release-sdl.ts';

const schemaFolder = new URL('../../schema/', import.meta.url);

const program = new Command('schema').description('Builds the schema folder.');

program
  .command('import')
  .argument('<file>', "Clio's OpenAPI document: JSON or YAML, gzipped or not")
  .description('Turns the OpenAPI document into schema/catalog.json.')
  .action((file: string) => {
    const { document, sha256 } = readDocument(file);
    const corrections = parseCorrections(readFileSync(new URL('corrections.yml', schemaFolder), 'utf8'));
    const catalog = importCatalog(document, sha256, corrections);
    writeFileSync(new URL('catalog.json', schemaFolder), formatCatalog(catalog));
    const { paths, operations } = catalog.source;
    console.log(
      `schema/catalog.json: ${paths} paths, ${operations} operations, ${Object.keys(catalog.entities).length} entities`,
    );
  });

program
  .command('build')
  .option('--missing', 'list what has no description instead of writing')
  .description('Turns schema/catalog.json into schema/*.graphql.')
  .action(({ missing: onlyMissing }: { missing?: boolean }) => {
    const catalog = JSON.parse(readFileSync(new URL('catalog.json', schemaFolder), 'utf8')) as CatalogData;
    const { files, missing, unused } = buildSdl(
      catalog,
      readDescriptions(new URL('descriptions/', schemaFolder)),
    );
    if (onlyMissing) {
      console.log([...missing, ...unused.map((key) => `UNUSED ${key}`)].join('\n'));
      return;
    }
    for (const file of readdirSync(schemaFolder)) {
      if (file.endsWith('.graphql') && !files.has(file)) rmSync(new URL(file, schemaFolder));
    }
    for (const [file, text] of files) writeFileSync(new URL(file, schemaFolder), text);
    writeFileSync(new URL('../docs/coverage.md', schemaFolder), buildCoverage(catalog));
    console.log(`schema/: ${files.size} files`);
    if (missing.length > 0 || unused.length > 0) {
      console.error(
        `${missing.length} descriptions are missing and ${unused.length} describe nothing; see \`npm run schema:build -- --missing\`.`,
      );
      process.exitCode = 1;
    }
  });

program
  .command('release')
  .argument('<version>', 'the version that is released, such as 0.1.0')
  .description('Keeps the SDL of a release, which later ones must not break.')
  .action((version: string) => {
    const sdl = stripDescriptions(readSdl(schemaFolder));
    writeFileSync(new URL(`released/${version}.graphqls`, schemaFolder), sdl);
    console.log(`schema/released/${version}.graphqls: ${Math.round(sdl.length / 1024)} kB`);
  });

program
  .command('changes')
  .argument('<version>', 'the release to compare with, such as 0.1.0')
  .description('Lists what the schema breaks of a release, for the changelog.')
  .action((version: string) => {
    const corrections = parseCorrections(readFileSync(new URL('corrections.yml', schemaFolder), 'utf8'));
    const released = readFileSync(new URL(`released/${version}.graphqls`, schemaFolder), 'utf8');
    const catalog = JSON.parse(readFileSync(new URL('catalog.json', schemaFolder), 'utf8')) as CatalogData;
    const changes = listChanges(released, readSdl(schemaFolder), newNames(corrections), newFields(catalog));
    console.log(changes.join('\n'));
  });

program.parse();
