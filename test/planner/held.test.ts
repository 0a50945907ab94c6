import { expect, it } from 'vitest';
import { isHeld, type Waiting } from '../../src/planner/held.ts';

const load = (entity: string | null, ...future: string[]): Waiting => ({ entity, future: new Set(future) });

it.each([
  ['with nothing else under way', load('Contact'), [], false],
  ['beside a load that leads nowhere', load('Contact'), [load('Matter')], false],
  ['beside a load that leads to its own kind', load('Contact'), [load('Matter', 'Contact')], true],
  ['beside a list that leads to its own kind', load('Contact'), [load(null, 'Contact')], true],
  ['beside a list that leads to others', load('Contact'), [load(null, 'Matter', 'User')], false],
  ['when only it leads to its own kind', load('Contact', 'Contact'), [], false],
  ['beside another of its own kind', load('Contact', 'User'), [load('Contact')], false],
])('decides whether a batch of contacts waits %s', (_title, batch, others, held) => {
  expect(isHeld(batch, [batch, ...others])).toBe(held);
});
