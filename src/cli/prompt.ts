import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { UsageError } from './usage-error.ts';

export interface Prompt extends Disposable {
  /** Asks for one line. A secret is not shown while it is typed. */
  ask(question: string, options?: { readonly secret?: boolean }): Promise<string>;
}

/** Asks on the terminal; reads lines from standard input if that is not a terminal. */
export function createPrompt(): Prompt {
  const { stdin, stdout } = process;
  let isMuted = false;
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!isMuted) stdout.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: stdin, output, terminal: stdin.isTTY ?? false });
  const given = lines[Symbol.asyncIterator]();
  return {
    async ask(question, { secret = false } = {}) {
      stdout.write(question);
      isMuted = secret;
      const line = await given.next();
      isMuted = false;
      if (secret || !stdin.isTTY) stdout.write('\n');
      if (line.done || line.value.trim() === '') throw new UsageError('Nothing was entered.');
      return line.value.trim();
    },
    [Symbol.dispose]: () => lines.close(),
  };
}
