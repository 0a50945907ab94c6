import { describe, expect, it } from 'vitest';
import { scalars } from '../../../src/resolvers/scalars.ts';

// The gateway accepted the 30th of February as a date and sent it to Clio.

const parse = (name: string, text: string): unknown => scalars[name]?.parseValue(text);

describe.each([
  ['Date', ''],
  ['DateTime', 'T09:30:00Z'],
  ['DateTime', 'T23:59+05:30'],
])('%s with %j after the day', (name, time) => {
  it.each(['2026-02-28', '2024-02-29', '2000-02-29', '2026-04-30', '2026-12-31', '0001-01-01'])(
    'accepts %s',
    (day) => {
      expect(parse(name, day + time)).toBe(day + time);
    },
  );

  it.each(['2026-02-30', '2026-02-29', '1900-02-29', '2026-04-31'])('says that %s does not exist', (day) => {
    expect(() => parse(name, day + time)).toThrow(`There is no day ${day}.`);
  });

  it.each(['2026-13-01', '2026-00-10', '2026-01-00', '2026-1-1'])('rejects %s', (day) => {
    expect(() => parse(name, day + time)).toThrow(/^A Date(Time)? looks like "2026-03-01/);
  });
});
