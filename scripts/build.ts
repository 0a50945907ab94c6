// Writes what `tsc` and Vite do not: the bundles, the licences of the packages in them, and the schema as SDL.
// `tsx scripts/build.ts [folder]`
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadCatalog } from '../src/catalog/catalog.ts';
import { createServedSchema } from '../src/federation/served-schema.ts';
import { bundleLibrary, bundleProgram, printLicenses } from './bundle.ts';

const [folder = 'dist'] = process.argv.slice(2);
const outdir = resolve(folder);

const bundles = await Promise.all([bundleProgram(outdir), bundleLibrary(outdir)]);
await writeFile(join(outdir, 'licenses.md'), await printLicenses(bundles));

const served = createServedSchema(loadCatalog());
await writeFile(join(outdir, 'schema.graphql'), `${served.sdl().trimEnd()}\n`);
await writeFile(join(outdir, 'subgraph.graphql'), `${served.subgraphSdl().trimEnd()}\n`);
