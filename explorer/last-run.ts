import type { ClioExtension } from '../src/request/explain.ts';
import type { AnswerError } from './ask.ts';
import { createStore } from './store.ts';

/** What became of the operation that was run last. */
export interface LastRun {
  /** The operation's text, to tell whether it is still the one in the editor. */
  readonly query: string;
  /** Null where nothing may be explained, or nothing was. */
  readonly trace: ClioExtension | null;
  readonly errors: readonly AnswerError[];
  /** When its answer came, in milliseconds since the epoch. */
  readonly at: number;
}

export const lastRun = createStore<LastRun | null>(null);
