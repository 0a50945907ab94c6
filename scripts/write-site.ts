/** Writes the documentation as a site to `site/`: `npm run docs:build`. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { buildSite } from './site/build-site.ts';

const folder = new URL('../site/', import.meta.url);

const files = buildSite();
rmSync(folder, { recursive: true, force: true });
for (const [path, content] of files) {
  const file = new URL(path, folder);
  mkdirSync(new URL('.', file), { recursive: true });
  writeFileSync(file, content);
}
console.log(`site/: ${files.size} files. Serve it with \`npx vite preview --outDir site\`.`);
