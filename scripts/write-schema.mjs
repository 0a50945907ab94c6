// The SDL in one file each, as the package exports it: for clients, and for composing a supergraph.
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const [folder = 'dist'] = process.argv.slice(2);
const compiled = pathToFileURL(`${folder}/`);
const { loadCatalog } = await import(new URL('catalog/catalog.js', compiled));
const { createServedSchema } = await import(new URL('federation/served-schema.js', compiled));

const served = createServedSchema(loadCatalog());
await writeFile(new URL('schema.graphql', compiled), `${served.sdl().trimEnd()}\n`);
await writeFile(new URL('subgraph.graphql', compiled), `${served.subgraphSdl().trimEnd()}\n`);
