import { instantAt } from '../instant.ts';
import type { Random } from './random.ts';

const DAY_MS = 86_400_000;

/** Days and moments relative to the day of the sample data. */
export class Dates {
  /** `YYYY-MM-DD`. Only deadlines and appointments are later. */
  readonly today: string;
  readonly #todayMs: number;
  readonly #days = new Map<number, string>();

  constructor(today: string) {
    this.today = today;
    this.#todayMs = Date.parse(`${today}T00:00:00Z`);
  }

  /** `YYYY-MM-DD`, `offset` days after today. */
  day(offset: number): string {
    let text = this.#days.get(offset);
    if (text === undefined) {
      // Cached, because tens of thousands of dates share about two thousand days.
      text = new Date(this.#todayMs + offset * DAY_MS).toISOString().slice(0, 10);
      this.#days.set(offset, text);
    }
    return text;
  }

  /** A time of day, `offset` days after today. */
  moment(offset: number, hour: number, minute: number, second = 0): string {
    const two = (value: number): string => String(value).padStart(2, '0');
    return `${this.day(offset)}T${two(hour)}:${two(minute)}:${two(second)}Z`;
  }

  /** A moment in office hours within a range of days. */
  someMoment(random: Random, from: number, to: number): string {
    return this.moment(random.int(from, to), random.int(8, 18), random.int(0, 59), random.int(0, 59));
  }

  /** A moment within some days after another, but not after today. */
  later(random: Random, from: string, days: number): string {
    const start = Date.parse(from);
    const end = Math.min(start + days * DAY_MS, this.#todayMs + DAY_MS - 1000);
    const seconds = Math.floor((random.next() * Math.max(0, end - start)) / 1000);
    const before = Math.floor((start - this.#todayMs) / 1000);
    const after = before + seconds;
    const sinceToday = after < 0 ? after : Math.max(before, after - DAY_MS / 1000);
    const offset = Math.floor(sinceToday / 86_400);
    const inDay = sinceToday - offset * 86_400;
    return this.moment(offset, Math.floor(inDay / 3600), Math.floor(inDay / 60) % 60, inDay % 60);
  }
}

/** A date some days later. */
export function shift(date: string, days: number): string {
  return new Date(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** A date-time some minutes later. */
export function shiftMinutes(at: string, minutes: number): string {
  return instantAt(Date.parse(at) + minutes * 60_000);
}
