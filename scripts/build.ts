// Writes what `tsc` and Vite do not: the bundles, the licences of the packages in them, the schema as SDL and, last, the hash of
// the sources.
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadCatalog } from '../src/catalog/catalog.ts';
import { createServedSchema } from '../src/federation/served-schema.ts';
import { bundleLibrary, bundleProgram, printLicenses } from './bundle.ts';
import { hashFile, hashSources } from './source-hash.ts';

const outdir = resolve('dist');
// Before the sources are read, so that a change during the build is built again.
const hash = hashSources();

const bundles = await Promise.all([bundleProgram(outdir), bundleLibrary(outdir)]);
await writeFile(join(outdir, 'licenses.md'), await printLicenses(bundles));

const served = createServedSchema(loadCatalog());
await writeFile(join(outdir, 'schema.graphql'), `${served.sdl().trimEnd()}\n`);
await writeFile(join(outdir, 'subgraph.graphql'), `${served.subgraphSdl().trimEnd()}\n`);

await writeFile(join(outdir, hashFile), hash);
