import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readSdl, stripDescriptions } from '../../../src/importer/release-sdl.ts';

const folder = new URL('../../../schema/', import.meta.url);
const releases = readdirSync(new URL('released/', folder)).sort((a, b) =>
  a.localeCompare(b, 'en', { numeric: true }),
);

function released(): string {
  return readFileSync(new URL(`released/${releases.at(-1)}`, folder), 'utf8');
}

describe('the last released schema', () => {
  it('is kept', () => {
    expect(releases.length).toBeGreaterThan(0);
  });

  // A change listed here breaks clients: deprecate instead, or release a new major version and keep its SDL with
  // `npm run schema:release -- VERSION`.
  it('is not broken by this one', () => {
    expect(findBreakingChanges(buildSchema(released()), buildSchema(readSdl(folder)))).toEqual([]);
  });

  it('would be broken by a field that goes', () => {
    const less = stripDescriptions(readSdl(folder)).replace('  displayNumber: String\n', '');
    const changes = findBreakingChanges(buildSchema(released()), buildSchema(less));
    expect(changes).toEqual([expect.objectContaining({ type: 'FIELD_REMOVED' })]);
  });
});
