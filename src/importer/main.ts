import { readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { parseCorrections } from './corrections.ts';
import { formatCatalog } from './format-catalog.ts';
import { importCatalog } from './import-catalog.ts';
import { readDocument } from './read-document.ts';

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
    console.log(`schema/catalog.json: ${paths} paths, ${operations} operations, ${Object.keys(catalog.entities).length} entities`);
  });

program.parse();
