import { expect, it } from 'vitest';
import { atLeast, atMost, floorAtLeast, gatewayAtMost, missed, type Target } from '../../../bench/targets.ts';

const met: Record<string, Target> = {
  'floor and gateway are equal': floorAtLeast('time', [100, 100], 1, 'µs'),
  'the gateway takes as much more as it may': floorAtLeast('time', [75, 100], 0.75, 'µs'),
  'the gateway is as large as it may be': gatewayAtMost('memory', [100, 140], 1.4, 'MB'),
  'as much as may be': atMost('allocation', 35, 35, 'kB'),
  'as much as must be': atLeast('saved', 50, 50, '%'),
};

it.each(Object.entries(met))('a target is met if %s', (_, target) => {
  expect(missed([target])).toEqual([]);
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
    'time: 0.99, but the target is ≥ 1.00.',
    'memory: 1.41, but the target is ≤ 1.40.',
    'allocation: 36 kB, but the target is ≤ 35 kB.',
    'saved: 49 %, but the target is ≥ 50 %.',
    'call: NaN µs, but the target is ≤ 150 µs.',
  ]);
});
