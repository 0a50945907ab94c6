import type { ClioExtension } from '../src/request/explain.ts';
import type { ResponseError } from './ask.ts';
import { createStore } from './store.ts';

/** The result of the last run. */
export interface LastRun {
  /** The operation's text, to compare with the one in the editor. */
  readonly query: string;
  /** Null if explain is off, or the response had no explanation. */
  readonly trace: ClioExtension | null;
  readonly errors: readonly ResponseError[];
  /** Time of its response, in milliseconds since the epoch. */
  readonly at: number;
}

export const lastRun = createStore<LastRun | null>(null);
