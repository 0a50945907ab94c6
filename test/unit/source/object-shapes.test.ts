import { expect, it } from 'vitest';
import { findInSources, findInTexts } from '../../support/find-growing-literals.ts';

// On Node 20 `{ ...a, name: v }`, where `a` has no `name`, gives each object a hidden class of its own: that takes a
// microsecond or more, and all code that reads such objects gets slow. `{ name: v, ...a }`, a class, explicit fields, or
// overwriting what `a` has, do not.

/** Code that runs at the start, when a schema is built or for a person at a terminal, and never for a request. */
const beforeRequests = [
  'cli/',
  'config/',
  'importer/',
  'sandbox/',
  'auth/login-file.ts',
  'auth/sign-in-targets.ts',
  'catalog/uploads.ts',
  'custom-fields/',
  // In browsers.
  'clients/',
  'federation/subgraph.ts',
  'gateway.ts',
  'mcp/input-schema.ts',
  'mcp/shapes.ts',
  'mcp/trusted-tool.ts',
  'resolvers/create-schema.ts',
  'resolvers/schema-names.ts',
  'server/server.ts',
];

it('no object on a request’s way begins with a spread and then gets a new property', {
  timeout: 60_000,
}, () => {
  const found = findInSources()
    .filter(
      ({ file }) =>
        !beforeRequests.some((path) => file === path || (path.endsWith('/') && file.startsWith(path))),
    )
    .map(({ file, line, adds }) => `src/${file}:${line} adds ${adds.join(', ')}`);
  expect(found).toEqual([]);
});

const growing: readonly (readonly [title: string, literal: string, adds: readonly string[]])[] = [
  ['a new name', '{ ...a, r: 1 }', ['r']],
  ['a name that the object may lack', '{ ...a, maybe: 1 }', ['maybe']],
  ['a name that some of a union lack', '{ ...(a.p > 1 ? a : { q: 1 }), p: 1 }', ['p']],
  ['a method', '{ ...a, run() {} }', ['run']],
  ['a name known at run time only', '{ ...a, [text]: 1 }', ['[text]']],
  ['a second spread with new names', '{ ...a, ...b }', ['...b']],
  ['a spread of any names', '{ ...a, ...all }', ['...all']],
];

const steady: readonly (readonly [title: string, literal: string])[] = [
  ['a name that the object has', '{ ...a, p: 2 }'],
  ['a spread with the same names', '{ ...a, ...{ q: 2 } }'],
  ['names in front of a spread', '{ r: 1, ...a }'],
  ['a new name after a spread that is not first', '{ r: 1, ...a, s: 2 }'],
  ['a copy', '{ ...a }'],
];

it('finds what grows and permits the rest', () => {
  const examples = [...growing, ...steady];
  const found = findInTexts(examples.map(([, literal]) => example(literal)));
  const shown = examples.map(([title], index) => [title, (found[index] ?? []).flatMap(({ adds }) => adds)]);
  expect(shown).toEqual(examples.map(([title, , adds = []]) => [title, adds]));
});

function example(literal: string): string {
  return `
    declare const a: { p: number; q: number; maybe?: number };
    declare const b: { r: number };
    declare const all: { [name: string]: number };
    declare const text: string;
    export const made = ${literal};`;
}
