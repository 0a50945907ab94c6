import { camelCase, upperFirst } from '../catalog/letter-case.ts';

/** GraphQL type name: `Activity_Task` → `ActivityTask`, `start_time` → `StartTime`. */
export function pascalCase(name: string): string {
  return upperFirst(camelCase(name));
}

/** Signs that cannot be in a GraphQL name but distinguish values (`Etc/GMT+5`, `Etc/GMT-5`). */
const spelledOut: readonly (readonly [RegExp, string])[] = [
  [/\+(?=\d)/g, '_PLUS_'],
  [/(?<=[A-Za-z])-(?=\d)/g, '_MINUS_'],
];

/** The GraphQL enum value of Clio's value: `TimeEntry` → `TIME_ENTRY`, `#367B9C` → `HEX_367B9C`. */
export function enumValueName(value: string): string {
  // A colour stays one word.
  if (/^#[0-9A-Fa-f]{6}$/.test(value)) return `HEX_${value.slice(1).toUpperCase()}`;
  let text = value;
  for (const [sign, word] of spelledOut) text = text.replace(sign, word);
  const name = text
    .replace(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
  return /^\d/.test(name) ? `VALUE_${name}` : name;
}

/** `Activity` → `Activities`, `TaxRateConfiguration` → `TaxRateConfigurations`. */
export function plural(noun: string): string {
  if (/(?<![aeiou])y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  if (/(s|x|z|ch|sh)$/.test(noun)) return `${noun}es`;
  return `${noun}s`;
}

/** `addresses` → `address`. */
export function singular(key: string): string {
  if (key.endsWith('ies')) return `${key.slice(0, -3)}y`;
  if (/(ss|x|ch|sh)es$/.test(key)) return key.slice(0, -2);
  return key.replace(/s$/, '');
}

/** `PracticeArea` → `practice area`. */
export function words(type: string): string {
  return type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

/** `activity` → `an activity`. */
export function article(noun: string): string {
  return `${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
