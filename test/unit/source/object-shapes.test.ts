import { expect, it } from 'vitest';
import { findInSources, findInTexts } from '../../support/find-costly-code.ts';

// On Node 20 `{ ...a, name: v }`, where `a` has no `name`, gives each object its own hidden class: that takes a microsecond or
// more, and makes all code that reads such objects slow. `{ name: v, ...a }`, a class, explicit fields, or overwriting a field
// of `a` do not.
//
// V8 allocates a function that is written where it is assigned to a property (`this.x = () => …`) among its old objects, on all
// versions of Node, until the code around it is optimized. The function and all that it refers to, mostly the whole request,
// stay in memory until the next full garbage collection. Fields with an initial value, parameters, constants and object literals
// avoid this.

/** Code that runs at the start or the end, when a schema is built, or for a person at a terminal, but never for a request. */
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
  'gateway/gateway.ts',
  'mcp/input-schema.ts',
  'mcp/shapes.ts',
  'mcp/trusted-tool.ts',
  'resolvers/create-schema.ts',
  'resolvers/resolve-positions.ts',
  'resolvers/schema-names.ts',
  // At shutdown.
  'server/server.ts',
];

it('no code that runs for a request makes objects with a hidden class each, or functions among the old objects', {
  timeout: 60_000,
}, () => {
  const found = findInSources()
    .filter(
      ({ file }) =>
        !beforeRequests.some((path) => file === path || (path.endsWith('/') && file.startsWith(path))),
    )
    .map(({ file, line, does }) => `src/${file}:${line} ${does.join(', ')}`);
  expect(found).toEqual([]);
});

const costly: readonly (readonly [title: string, code: string, does: string])[] = [
  ['a new name', '({ ...a, r: 1 })', 'adds r'],
  ['a name that the object may lack', '({ ...a, maybe: 1 })', 'adds maybe'],
  ['a name that some of a union lack', '({ ...(a.p > 1 ? a : { q: 1 }), p: 1 })', 'adds p'],
  ['a method', '({ ...a, run() {} })', 'adds run'],
  ['a name known at run time only', '({ ...a, [text]: 1 })', 'adds [text]'],
  ['a second spread with new names', '({ ...a, ...b })', 'adds ...b'],
  ['a spread of any names', '({ ...a, ...all })', 'adds ...all'],
  ['a function for a property', 'a.run = () => 1', 'assigns a function to a.run'],
  ['a function for a missing property', 'a.run ??= function () {}', 'assigns a function to a.run'],
  ['a function for a property by name', 'a["run"] = (() => 1)', 'assigns a function to a["run"]'],
];

const steady: readonly (readonly [title: string, code: string])[] = [
  ['a name that the object has', '({ ...a, p: 2 })'],
  ['a spread with the same names', '({ ...a, ...{ q: 2 } })'],
  ['names in front of a spread', '({ r: 1, ...a })'],
  ['a new name after a spread that is not first', '({ r: 1, ...a, s: 2 })'],
  ['a copy', '({ ...a })'],
  ['a function in an object literal', '({ run: () => 1 })'],
  ['a function for a variable', 'run = () => 1'],
  ['a known function for a property', 'a.run = run'],
];

it('the check finds costly code, and allows the rest', () => {
  const examples = [...costly, ...steady];
  const found = findInTexts(examples.map(([, code]) => example(code)));
  const shown = examples.map(([title], index) => [title, (found[index] ?? []).flatMap(({ does }) => does)]);
  expect(shown).toEqual(examples.map(([title, , does]) => [title, does === undefined ? [] : [does]]));
});

function example(code: string): string {
  return `
    declare const a: { p: number; q: number; maybe?: number; run?: () => void };
    declare let run: () => number;
    declare const b: { r: number };
    declare const all: { [name: string]: number };
    declare const text: string;
    export const made = (${code});`;
}
