/** Writes `docs/reference/` from the schema: `npm run docs:reference`. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { buildReference } from './reference/build-reference.ts';

const folder = new URL('../docs/reference/', import.meta.url);

const files = buildReference();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [name, text] of files) writeFileSync(new URL(name, folder), text);
console.log(`docs/reference/: ${files.size} files`);
