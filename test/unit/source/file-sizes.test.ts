import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const source = fileURLToPath(new URL('../../../src/', import.meta.url));
const maxLines = 450;

/** Tables of data, which are as long as their data. */
const tables: ReadonlySet<string> = new Set(['generated/resolvers.ts']);

it('no source file is longer than 450 lines, except tables of data', () => {
  const long = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !tables.has(file))
    .map((file) => ({ file, lines: readFileSync(source + file, 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > maxLines);
  expect(long).toEqual([]);
});
