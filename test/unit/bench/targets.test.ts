import { expect, it } from 'vitest';
import { type Aim, atLeast, atMost, floorAtLeast, gatewayAtMost, missed } from '../../../bench/aims.ts';

const met: Record<string, Aim> = {
  'floor and gateway are equal': floorAtLeast('time', [100, 100], 1, 'µs'),
  'the gateway takes as much more as it may': floorAtLeast('time', [75, 100], 0.75, 'µs'),
  'the gateway is as large as it may be': gatewayAtMost('memory', [100, 140], 1.4, 'MB'),
  'as much as may be': atMost('allocation', 35, 35, 'kB'),
  'as much as must be': atLeast('saved', 50, 50, '%'),
};

it.each(Object.entries(met))('a target is met if %s', (_, aim) => {
  expect(missed([aim])).toEqual([]);
});

it('a target is missed by the smallest difference, or if nothing could be measured', () => {
  expect(
    missed([
      floorAtLeast('time', [99, 100], 1, 'µs'),
      gatewayAtMost('memory', [100, 141], 1.4, 'MB'),
      atMost('allocation', 36, 35, 'kB'),
      atLeast('saved', 49, 50, '%'),
      atMost('call', Number.NaN, 150, 'µs'),
    ]),
  ).toEqual([
    'time: 0.99 reached, ≥ 1.00 is the aim.',
    'memory: 1.41 reached, ≤ 1.40 is the aim.',
    'allocation: 36 kB reached, ≤ 35 kB is the aim.',
    'saved: 49 % reached, ≥ 50 % is the aim.',
    'call: NaN µs reached, ≤ 150 µs is the aim.',
  ]);
});
