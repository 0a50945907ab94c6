import { runImporter } from './run-importer.ts';

process.exitCode = runImporter(process.argv.slice(2));
