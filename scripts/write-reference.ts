/** Writes `docs/reference/` and `.env.example` from the schema and the tables in `src`: `npm run docs:reference`. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { buildReference, header } from './reference/build-reference.ts';
import { buildEnvExample } from './reference/build-settings.ts';

const folder = new URL('../docs/reference/', import.meta.url);

const files = buildReference();
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) {
  const file = new URL(name, folder);
  if (readFileSync(file, 'utf8').startsWith(header)) rmSync(file);
}
for (const [name, text] of files) writeFileSync(new URL(name, folder), text);
writeFileSync(new URL('../.env.example', import.meta.url), buildEnvExample());
console.log(`docs/reference/: ${files.size} files`);
