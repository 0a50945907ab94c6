import { upperFirst } from '../catalog/letter-case.ts';

/** The spelling of signs, and of letters that are not ASCII even without their accents. */
const letters: ReadonlyMap<string, string> = new Map([
  ['&', ' and '],
  ['%', ' percent '],
  ['#', ' number '],
  ['’', ''],
  ["'", ''],
  ['ъ', ''],
  ['ь', ''],
  ...pairs('ß ss æ ae œ oe ø o đ d ð d þ th ł l ı i'),
  ...pairs(
    'α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o',
  ),
  ...pairs(
    'а a б b в v г g ґ g д d е e є ie ж zh з z и i і i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ы y э e ю iu я ia',
  ),
]);

/** @param text A letter, its spelling, the next letter, its spelling … */
function pairs(text: string): [string, string][] {
  return [...text.matchAll(/(\S+) (\S+)/g)].map(([, letter = '', spelling = '']) => [letter, spelling]);
}

/** A longer name is cut after a word. */
const maxLength = 60;

/**
 * Names with another meaning in clients: Apollo Client uses `id` as the key of an object, an object with `then`
 * is a promise, and all objects have the other properties.
 */
const reserved: ReadonlySet<string> = new Set([
  ...['id', 'clioId', 'then', 'toJSON', 'toString', 'toLocaleString', 'valueOf', 'constructor', 'prototype'],
  ...['hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable'],
]);

/**
 * A field's GraphQL name: `Date of loss` → `dateOfLoss`, `Gericht für Süd` → `gerichtFurSud`. A label in an
 * alphabet without a common spelling in Latin letters gives `field12`.
 */
export function fieldName(label: string, id: string): string {
  const words = wordsOf(label);
  const name = words.map((word, index) => (index === 0 ? word : upperFirst(word))).join('');
  if (name === '') return `field${id}`;
  if (reserved.has(name)) return `${name}Field`;
  return /^\d/.test(name) ? `field${name}` : name;
}

/** An option's enum value: `Walk-in` → `WALK_IN`. */
export function optionName(label: string, id: string): string {
  const name = wordsOf(label).join('_').toUpperCase();
  if (name === '') return `OPTION_${id}`;
  return /^\d/.test(name) ? `OPTION_${name}` : name;
}

/**
 * The name, or the first of `name2`, `name3` … that is free.
 *
 * @param taken Taken names, with a capital first: types are named after fields, so `court` and `Court` collide.
 */
export function freeName(name: string, taken: ReadonlySet<string>, separator = ''): string {
  if (!taken.has(upperFirst(name))) return name;
  let number = 2;
  while (taken.has(upperFirst(`${name}${separator}${number}`))) number += 1;
  return `${name}${separator}${number}`;
}

function wordsOf(label: string): string[] {
  const plain = label.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const spelled = Array.from(plain, (letter) => letters.get(letter) ?? letter).join('');
  const words: string[] = [];
  let length = 0;
  for (const word of spelled.split(/[^a-z0-9]+/).filter((one) => one !== '')) {
    length += word.length + 1;
    if (length > maxLength && words.length > 0) break;
    words.push(word.slice(0, maxLength));
  }
  return words;
}
