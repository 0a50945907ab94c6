import { Source } from 'graphql';
import { describe, expect, it } from 'vitest';
import { completeConfig } from '../../../src/config/complete-config.ts';
import { checkDocument } from '../../../src/request/document-limits.ts';
import { maxNesting, parseDocument } from '../../../src/request/parse-document.ts';

/** As high as they may be. */
const limits = completeConfig({ maxTokens: 1_000_000, maxDepth: 200, maxFields: 1_000_000 });

/** Null if the document may be read. */
function rejectionOf(text: string): string | null {
  try {
    checkDocument(parseDocument(new Source(text), limits.maxTokens), limits);
    return null;
  } catch (error) {
    return String(error);
  }
}

const around = (open: string, levels: number, middle: string, close: string): string =>
  `${open.repeat(levels)}${middle}${close.repeat(levels)}`;

/** Fragments that spread each other, and the last one `last`. */
function chain(length: number, last: string): readonly string[] {
  return Array.from(
    { length },
    (_, index) => `fragment F${index} on T { ${index + 1 < length ? `...F${index + 1}` : last} }`,
  );
}

describe('a document that is nested too deeply', () => {
  it.each<[what: string, nest: (levels: number) => string]>([
    ['fields', (levels) => around('{a', levels - 1, '{a}', '}')],
    ['inline fragments', (levels) => `{${around('...{', levels - 1, 'a', '}')}}`],
    ['lists', (levels) => `{a(b:${around('[', levels - 2, '1', ']')})}`],
    ['objects', (levels) => `{a(b:${around('{c:', levels - 2, '1', '}')})}`],
    ['lists in a default', (levels) => `query($v:T=${around('[', levels - 1, '1', ']')}){a}`],
    ['types of a variable', (levels) => `query($v:${around('[', levels - 1, 'Int', ']')}){a}`],
    ['arguments of directives', (levels) => `{a @b(c:${around('[', levels - 2, '1', ']')})}`],
    ['fragments', (levels) => `{...F0} ${chain(levels - 1, 'a').join(' ')}`],
    [
      'fragments, of which the last comes first',
      (levels) =>
        `{...F0} ${chain(levels - 1, 'a')
          .toReversed()
          .join(' ')}`,
    ],
    ['fragments that no operation uses', (levels) => `{a} ${chain(levels, 'a').join(' ')}`],
    ['fragments in each other', (levels) => `{a} ${chain(levels, '...F0').join(' ')}`],
    ['fields in fragments', (levels) => `{...F0} ${chain(levels - 2, 'a {a}').join(' ')}`],
  ])('is rejected: %s', (_what, nest) => {
    expect(rejectionOf(nest(maxNesting))).toBeNull();
    for (const levels of [maxNesting + 1, 2_000, 50_000])
      expect(rejectionOf(nest(levels))).toContain('nested too deeply: more than 200 levels');
  });

  it.each(['{a', '{...', '{a(b:', '{a(b:[', '{a(b:{c:', 'query($v:['])(
    'is rejected where it does not end: %s',
    (open) => {
      const brackets = open.match(/[{([]/g)?.length ?? 0;
      // The last bracket is the one that is repeated.
      const last = open.slice(Math.max(open.lastIndexOf('{'), open.lastIndexOf('['), open.lastIndexOf('(')));
      const nest = (levels: number): string => open + last.repeat(levels - brackets);
      expect(rejectionOf(nest(maxNesting))).toContain('Syntax Error');
      for (const levels of [maxNesting + 1, 50_000])
        expect(rejectionOf(nest(levels))).toContain('nested too deeply');
    },
  );

  it('is not one with brackets beside each other, in text or in a comment', () => {
    const brackets = '{[('.repeat(500);
    expect(rejectionOf(`{ ${'a(b: [{}]) {a} '.repeat(500)} }`)).toBeNull();
    expect(rejectionOf(`{ a(b: "${brackets}", c: """${brackets}""") }\n# ${brackets}`)).toBeNull();
  });

  it('is not read beyond the allowed number of tokens', () => {
    const text = `{ ${'a '.repeat(300)} ${'{a'.repeat(300)}`;
    expect(() => parseDocument(new Source(text), 300)).toThrow('more than 300 tokens');
  });
});
