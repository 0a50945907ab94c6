import { expect, it } from 'vitest';
import { isHeld, type Waiting } from '../../../src/planner/held.ts';

const fields = (...names: string[]) => new Map(names.map((name) => [name, true as const]));
const asking = (...names: string[]): Waiting => ({
  entity: 'Contact',
  future: new Set(),
  asked: new Map([[names, fields(...names)]]),
});
const list = (entity: string, ...names: string[]): Waiting => ({
  entity: null,
  future: new Set(),
  brings: { entity, fields: fields(...names) },
});
const load = (entity: string | null, ...future: string[]): Waiting => ({ entity, future: new Set(future) });

it.each([
  ['with nothing else under way', load('Contact'), [], false],
  ['beside a load that leads nowhere', load('Contact'), [load('Matter')], false],
  ['beside a load that leads to its own kind', load('Contact'), [load('Matter', 'Contact')], true],
  ['beside a list that leads to its own kind', load('Contact'), [load(null, 'Contact')], true],
  ['beside a list that leads to others', load('Contact'), [load(null, 'Matter', 'User')], false],
  ['when only it leads to its own kind', load('Contact', 'Contact'), [], false],
  [
    'beside a list of contacts with all it asks for',
    asking('id', 'name'),
    [list('Contact', 'name', 'id')],
    true,
  ],
  ['beside a list of contacts with less', asking('id', 'name'), [list('Contact', 'id')], false],
  ['beside a list of others', asking('id'), [list('Matter', 'id')], false],
  ['beside another of its own kind', load('Contact', 'User'), [load('Contact')], false],
])('decides whether a batch of contacts waits %s', (_title, batch, others, held) => {
  expect(isHeld(batch, [batch, ...others])).toBe(held);
});
