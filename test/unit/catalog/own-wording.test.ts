import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasClioDocument, readClioDocument, skipNote } from '../../support/openapi/clio-document.ts';

const root = new URL('../../../', import.meta.url);

/** Words only: line breaks, Markdown and quotes do not hide a copied sentence. */
function plain(text: string): string {
  return text
    .replace(/\\n/g, ' ')
    .replace(/[^A-Za-z0-9·]+/g, ' ')
    .toLowerCase()
    .trim();
}

/** Sentences with their words, the longest first. */
type Sentences = ReadonlyMap<string, readonly string[]>;

function sentences(document: unknown): Sentences {
  const found = new Map<string, readonly string[]>();
  JSON.stringify(document, (key, value) => {
    if (key === 'description' && typeof value === 'string') {
      for (const sentence of value.split(/(?<=[.!?:])\s+|\n+/)) {
        const words = plain(sentence);
        // Lines, tables and links consist of signs rather than words.
        if (sentence.trim().length > 60 && words.length > 40) found.set(words, wholeWords(words));
      }
    }
    return value as unknown;
  });
  return found;
}

/** The strings of a JSON file, kept apart: a list of values is not a sentence. */
function strings(json: string): string {
  const found: string[] = [];
  JSON.parse(json, (key, value: unknown) => {
    found.push(key, typeof value === 'string' ? value : '');
    return value;
  });
  return found.join(' · ');
}

/** The first and the last word may be parts of longer words where a sentence is copied. */
function wholeWords(sentence: string): string[] {
  return sentence
    .split(' ')
    .slice(1, -1)
    .sort((one, other) => other.length - one.length);
}

function borrowed(text: string, from: Sentences): string[] {
  const searched = plain(text);
  // Few texts have all words of a sentence; to search the others too took seconds.
  const known = new Set(searched.split(' '));
  return [...from].flatMap(([sentence, words]) =>
    words.every((word) => known.has(word)) && searched.includes(sentence) ? [sentence] : [],
  );
}

describe("the project's own wording", () => {
  it('is distinguished from copied wording', () => {
    const theirs =
      'The *Widget* that this long sentence talks about, `widget_id`, is one which nobody has ever seen.';
    const from = sentences({
      description: `Short one. ${theirs}`,
      nested: [{ description: 'x '.repeat(40) }],
    });
    expect(from.size).toBe(2);
    const copied = `"""\n  The Widget that this long sentence talks about,\n  widget_id, is one which nobody has ever seen\n"""`;
    expect(borrowed(copied, from)).toHaveLength(1);
    expect(borrowed('Short one. A widget that nobody has ever seen.', from)).toEqual([]);
  });

  it.skipIf(!hasClioDocument)(`contains no long sentence from Clio's document${skipNote}`, () => {
    const from = sentences(JSON.parse(readClioDocument().text));
    expect(from.size).toBeGreaterThan(1000);
    let files = 0;
    for (const folder of ['schema/', 'docs/']) {
      for (const file of readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })) {
        if (!/\.(graphql|yml|json|md)$/.test(file)) continue;
        files += 1;
        const raw = readFileSync(new URL(folder + file, root), 'utf8');
        expect(borrowed(file.endsWith('.json') ? strings(raw) : raw, from), folder + file).toEqual([]);
      }
    }
    expect(files).toBeGreaterThan(40);
  });
});
