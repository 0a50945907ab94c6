import type { Random } from './random.ts';

/** The day the sample data was "taken". Everything is dated before it, save deadlines and appointments. */
export const TODAY = '2026-03-16';

const DAY_MS = 86_400_000;
const today = Date.parse(`${TODAY}T00:00:00Z`);

const known = new Map<number, string>();

/** `YYYY-MM-DD`, that many days after (or before) the sample data's day. */
export function day(offset: number): string {
  let text = known.get(offset);
  if (text === undefined) {
    // Tens of thousands of dates fall on some two thousand days.
    text = new Date(today + offset * DAY_MS).toISOString().slice(0, 10);
    known.set(offset, text);
  }
  return text;
}

/** A time of day on such a day. */
export function moment(offset: number, hour: number, minute: number, second = 0): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${day(offset)}T${two(hour)}:${two(minute)}:${two(second)}Z`;
}

/** An office-hours moment within a range of days. */
export function someMoment(random: Random, from: number, to: number): string {
  return moment(random.int(from, to), random.int(8, 18), random.int(0, 59), random.int(0, 59));
}

/** A moment some days after another, not after the sample data's day. */
export function later(random: Random, from: string, days: number): string {
  const start = Date.parse(from);
  const end = Math.min(start + days * DAY_MS, today + DAY_MS - 1000);
  const at = start + Math.floor((random.next() * Math.max(0, end - start)) / 1000) * 1000;
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** A date moved by days. */
export function shift(date: string, days: number): string {
  return new Date(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** A date-time moved by minutes. */
export function shiftMinutes(at: string, minutes: number): string {
  return `${new Date(Date.parse(at) + minutes * 60_000).toISOString().slice(0, 19)}Z`;
}
