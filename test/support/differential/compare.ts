import { isJsonObject } from '../../../src/values.ts';
import type { GraphqlResponse } from '../start-gateway.ts';
import type { Expected } from './evaluate.ts';
import { cursorMark } from './lists.ts';

/**
 * The differences of a response from what is expected, one line each; empty if there are none.
 *
 * @param cursors Gets each cursor of the response, with its position.
 */
export function compare(expected: Expected, actual: GraphqlResponse, cursors: Map<string, string>): string[] {
  return new Comparison(expected.orNull, cursors).run(expected, actual);
}

class Comparison {
  readonly #orNull: ReadonlySet<string>;
  readonly #cursors: Map<string, string>;
  /** Positions that the gateway has rejected. */
  readonly #rejected = new Set<string>();
  /** Positions where null was as good as the expected value: nothing below them can be compared. */
  readonly #skipped: string[] = [];

  constructor(orNull: ReadonlySet<string>, cursors: Map<string, string>) {
    this.#orNull = orNull;
    this.#cursors = cursors;
  }

  run(expected: Expected, actual: GraphqlResponse): string[] {
    for (const { path, extensions } of actual.errors ?? [])
      if (extensions?.code === 'BAD_USER_INPUT') this.#rejected.add((path ?? []).join('.'));
    const differences = this.#value(expected.data, actual.data ?? null, []);
    // An unreachable field is reported once, not once per record.
    const place = (path: string, code: string): string =>
      `${code === 'BAD_USER_INPUT' ? path.replace(/\.\d+(?=\.|$)/g, '') : path} ${code}`;
    const wanted = expected.errors.map(({ path, code }) => place(path, code));
    const given = (actual.errors ?? []).map(({ path, extensions, message }) =>
      place((path ?? []).join('.'), String(extensions?.code ?? message)),
    );
    const isOpen = (line: string): boolean =>
      !this.#skipped.some((path) => line.startsWith(`${path}.`) || line.startsWith(`${path} `));
    const missing = wanted.filter((line) => isOpen(line) && !given.includes(line));
    const surplus = given.filter((line) => isOpen(line) && !wanted.includes(line));
    for (const line of missing) differences.push(`no error at ${line}`);
    for (const line of surplus) {
      const error = actual.errors?.find(({ path }) => (path ?? []).join('.') === line.split(' ')[0]);
      differences.push(`error at ${line}: ${error?.message}`);
    }
    return differences;
  }

  #value(expected: unknown, actual: unknown, path: readonly (string | number)[]): string[] {
    const at = path.join('.');
    if (typeof expected === 'string' && expected.startsWith(cursorMark)) {
      if (typeof actual !== 'string' || actual === '') return [`${at}: no cursor`];
      this.#cursors.set(actual, expected);
      return [];
    }
    if (actual === null && expected !== null && this.#orNull.has(at)) {
      this.#skipped.push(at);
      return [];
    }
    // If nothing else is selected of a record or of a list's records, it is rejected itself.
    if (actual === null && expected !== null && this.#isRefused(at)) {
      this.#skipped.push(at, at.replace(/\.\d+(?=\.|$)/g, ''));
      return [];
    }
    if (Array.isArray(expected) && Array.isArray(actual)) return this.#list(expected, actual, path);
    if (isJsonObject(expected) && isJsonObject(actual)) {
      const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
      return keys.flatMap((key) =>
        key in expected && key in actual
          ? this.#value(expected[key], actual[key], [...path, key])
          : [`${at}: "${key}" is ${key in expected ? 'missing' : 'too much'}`],
      );
    }
    return Object.is(expected, actual)
      ? []
      : [`${at}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`];
  }

  #isRefused(at: string): boolean {
    return [...this.#rejected].some((path) => path === at || path.startsWith(`${at}.`));
  }

  #list(
    expected: readonly unknown[],
    actual: readonly unknown[],
    path: readonly (string | number)[],
  ): string[] {
    const optional = (index: number): boolean => this.#orNull.has([...path, index].join('.'));
    if (expected.length !== actual.length && expected.some((_, index) => optional(index))) {
      this.#skipped.push(path.join('.'));
      const kept = expected.filter((_, index) => !optional(index));
      const same = kept.length <= actual.length && actual.length <= expected.length;
      return same ? [] : [`${path.join('.')}: ${actual.length} records instead of ${expected.length}`];
    }
    if (expected.length !== actual.length)
      return [
        `${path.join('.')}: ${actual.length} items instead of ${expected.length}: ` +
          `${JSON.stringify(actual).slice(0, 300)} instead of ${JSON.stringify(expected).slice(0, 300)}`,
      ];
    return expected.flatMap((one, index) => this.#value(one, actual[index], [...path, index]));
  }
}
