import { describe, expect, it } from 'vitest';
import type { ChangeEvent } from '../../../src/generated/resolvers.ts';
import { type Change, PendingChanges } from '../../../src/live/change.ts';

const change = (id: string, event: ChangeEvent, atMs: number, updatedMs: number | null = null): Change => ({
  event,
  id,
  atMs,
  missed: false,
  etag: `"${atMs}"`,
  updatedMs,
});

describe('the pending changes of a record', () => {
  it.each<[readonly ChangeEvent[], readonly ChangeEvent[]]>([
    [['CREATED', 'UPDATED'], ['CREATED']],
    [
      ['UPDATED', 'CLOSED', 'UPDATED'],
      ['UPDATED', 'CLOSED'],
    ],
    [['CREATED', 'CLOSED', 'DELETED'], ['DELETED']],
    [['CLOSED', 'OPENED'], ['OPENED']],
  ])('are merged: %j become %j', (events, merged) => {
    const pending = new PendingChanges(1);
    for (const [index, event] of events.entries()) pending.add(change('1', event, index));
    expect(pending.take(1).map(({ event }) => event)).toEqual(merged);
    expect(pending.size).toBe(0);
  });

  it.each<[readonly (readonly [ChangeEvent, number])[], ChangeEvent, number]>([
    [
      [
        ['UPDATED', 9],
        ['UPDATED', 8],
      ],
      'UPDATED',
      9,
    ],
    [
      [
        ['UPDATED', 9],
        ['CREATED', 8],
      ],
      'CREATED',
      9,
    ],
    [
      [
        ['UPDATED', 9],
        ['CREATED', 9],
      ],
      'CREATED',
      9,
    ],
    [
      [
        ['DELETED', 9],
        ['UPDATED', 8],
      ],
      'DELETED',
      9,
    ],
    [
      [
        ['DELETED', 9],
        ['UPDATED', 9],
      ],
      'DELETED',
      9,
    ],
    // Restored from the trash.
    [
      [
        ['DELETED', 8],
        ['UPDATED', 9],
      ],
      'UPDATED',
      9,
    ],
  ])(
    'are sorted by time, whatever their order of arrival: %j become %s of %i',
    (events, event, updatedMs) => {
      const pending = new PendingChanges(1);
      for (const [index, [name, updated]] of events.entries()) pending.add(change('1', name, index, updated));
      expect(pending.take(1)).toMatchObject([{ event, updatedMs }]);
    },
  );

  it('come before newer changes if they are put back', () => {
    const pending = new PendingChanges(1);
    pending.add(change('1', 'UPDATED', 2));
    pending.putBack(change('1', 'CREATED', 1));
    expect(pending.take(1)).toEqual([change('1', 'CREATED', 2)]);
  });

  it('are kept for a limited number of records, and have the time since which they wait', () => {
    const pending = new PendingChanges(2);
    expect([5, 3, 4].map((atMs) => pending.add(change(String(atMs), 'UPDATED', atMs)))).toEqual([
      true,
      true,
      false,
    ]);
    expect(pending.add(change('5', 'UPDATED', 6))).toBe(true);
    expect(pending.firstMs).toBe(3);
    // Reported late.
    pending.add(change('5', 'UPDATED', 7, 1));
    expect(pending.firstMs).toBe(1);
    // Deleted when it is reported, however old the state of the record was.
    pending.add(change('5', 'DELETED', 8, 1));
    expect(pending.firstMs).toBe(3);
  });
});
