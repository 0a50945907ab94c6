import { upperFirst } from '../../catalog/letter-case.ts';
import type { CatalogData, ScalarFact } from '../../catalog/types.ts';
import type { RawValue } from '../record.ts';
import type { Dates } from './dates.ts';
import { CITIES, COMPANY_NAMES, FIRST_NAMES, LAST_NAMES, MATTER_SUBJECTS, STREETS } from './names.ts';
import { hash, type Random } from './random.ts';

/** Makes one value of a field. `serial` counts the records of the shape. */
export type ValueMaker = (random: Random, serial: number) => RawValue;

const PHRASES = [
  'Reviewed and agreed with the client',
  'See the letter on file',
  'Discussed at the weekly meeting',
  'Awaiting a reply from the other side',
  'Confirmed by telephone',
  'Replaces the earlier version',
];

/** A key as readable text: `accounts_receivable` → `Accounts receivable`. */
export function words(key: string): string {
  return upperFirst(key.replaceAll('_', ' '));
}

const person = (random: Random): string => `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
const mailbox = (random: Random): string =>
  `${random.pick(FIRST_NAMES)}.${random.pick(LAST_NAMES)}@example.${random.pick(['com', 'org'])}`.toLowerCase();
/** An invented phone number. */
export const phoneNumber = (random: Random): string =>
  `+1-555-${random.int(200, 989)}-${String(random.int(0, 9999)).padStart(4, '0')}`;
const amountText = (random: Random): string => random.money(20, 4000).toFixed(2);
const page =
  (key: string): ValueMaker =>
  (random, serial) =>
    `https://www.example.com/${key.replaceAll('_', '-')}/${serial}-${random.int(100, 999)}`;

/** The first pattern that matches a field's name decides its strings. */
const STRINGS: readonly (readonly [RegExp, (key: string, dates: Dates) => ValueMaker])[] = [
  [/^(first_name|middle_name)$/, () => (random) => random.pick(FIRST_NAMES)],
  [/^last_name$/, () => (random) => random.pick(LAST_NAMES)],
  [/email/, () => (random) => mailbox(random)],
  [/(^|_)url$|_link$|^(icon|mobile_icon)$|qr_code$/, page],
  [/^(phone|fax)$|phone_number|^number$/, () => phoneNumber],
  [/^initials$/, () => (random) => `${random.pick(FIRST_NAMES)[0]}${random.pick(LAST_NAMES)[0]}`],
  [/^city$|court_location|delivery_location/, () => (random) => random.pick(CITIES).city],
  [/^(province|state|region)$/, () => (random) => random.pick(CITIES).province],
  [/^postal_code$/, () => (random) => random.pick(CITIES).postal],
  [/^country$/, () => () => 'US'],
  [/^(street|address|location)$/, () => (random) => `${random.int(1, 990)} ${random.pick(STREETS)}`],
  [/^currency(_code)?$/, () => (random) => random.pick(['USD', 'USD', 'CAD', 'GBP'])],
  [/currency_s|^sign$/, () => () => '$'],
  [
    /time_?zone$/,
    () => (random) => random.pick(['America/New_York', 'America/Chicago', 'America/Los_Angeles']),
  ],
  [/^locale$/, () => () => 'en'],
  [/uuid$/, () => (random) => uuid(random)],
  [/(authorizer|payer_payee|holder|_provider)$/, () => (random) => person(random)],
  [
    /institution/,
    () => (random) => `${random.pick(['First', 'Second', 'Harbour', 'Prairie', 'Summit'])} Example Bank`,
  ],
  [/^swift$/, () => (random) => `EXMPUS${random.int(10, 99)}`],
  [
    /filename/,
    () => (random, serial) => `${random.pick(['letter', 'agreement', 'report', 'form'])}-${serial}.pdf`,
  ],
  [/content_type/, () => () => 'application/pdf'],
  [
    /(cost|costs|fee|limit|disbursements|charge)(s)?$|^(balance|value)$/,
    () => (random) => amountText(random),
  ],
  [/^formatted_|_formatted_/, () => (random) => `${random.int(1, 20)}.0%`],
  [/_date$/, (_key, dates) => (random) => dates.day(-random.int(30, 600))],
  [/(subject|title|summary)$/, () => (random) => random.pick(MATTER_SUBJECTS)],
  [
    /(description|note|body|detail|message|memo|snippet|reason|warning)$/,
    () => (random) => `${random.pick(PHRASES)}.`,
  ],
  [/company|resource_name/, () => (random) => random.pick(COMPANY_NAMES)],
  [
    /(number|reference|code|key|ref_no|identifier|ucn|ufn|_id|phrase|password|confirmation)$/,
    (key) => {
      const prefix = key
        .replace(/[^a-z]/g, '')
        .slice(0, 3)
        .toUpperCase();
      return (random, serial) => `${prefix}-${String(serial * 7 + 1000)}${random.int(10, 99)}`;
    },
  ],
];

export function uuid(random: Random): string {
  const hex = (length: number): string => {
    let text = '';
    for (let index = 0; index < length; index += 1) text += random.int(0, 15).toString(16);
    return text;
  };
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
}

function stringMaker(key: string, dates: Dates): ValueMaker {
  for (const [pattern, make] of STRINGS) if (pattern.test(key)) return make(key, dates);
  const label = words(key);
  return (_random, serial) => `${label} ${String.fromCharCode(65 + (serial % 26))}`;
}

function numberMaker(key: string, format: string): ValueMaker {
  if (/rate|percent|uplift|portion|allocation/.test(key)) return (random) => random.int(4, 80) / 4;
  if (/quantity|hours/.test(key)) return (random) => random.int(1, 40) / 10;
  if (format === 'decimal') return (random) => random.money(5, 900);
  return (random) => random.money(10, 5000);
}

function integerMaker(key: string): ValueMaker {
  if (/size/.test(key)) return (random) => random.int(4_000, 4_000_000);
  if (/_id$/.test(key)) return (random) => random.int(1, 999);
  if (/count/.test(key)) return (random) => random.int(0, 12);
  if (/total/.test(key)) return (random) => random.int(100, 9000);
  if (/duration|period|time|terms/.test(key)) return (random) => random.int(1, 6) * 15;
  if (/order/.test(key)) return (_random, serial) => serial;
  return (random) => random.int(1, 9);
}

/** Chooses the maker of a field's values by its format and name. */
export function valueMaker(data: CatalogData, dates: Dates, key: string, fact: ScalarFact): ValueMaker {
  const one = singleMaker(data, dates, key, fact);
  if (!fact.list) return one;
  return (random, serial) => {
    const made: RawValue[] = [];
    for (let index = 0; index <= serial % 3; index += 1) made.push(one(random, serial + index));
    return [...new Set(made)];
  };
}

function singleMaker(data: CatalogData, dates: Dates, key: string, fact: ScalarFact): ValueMaker {
  if (fact.enum) {
    const values = Object.values(data.enums[fact.type]?.values ?? {}).map(
      (value) => fact.spelling?.[value] ?? value,
    );
    const offset = hash(key);
    // In turn, so that every value occurs if there are enough records.
    return (_random, serial) => values[(serial + offset) % values.length] ?? null;
  }
  switch (fact.format) {
    case 'date-time':
      return (random) => dates.someMoment(random, -700, -1);
    case 'date':
      return (random) => dates.day(-random.int(1, 700));
    case 'boolean': {
      const offset = hash(key);
      return (_random, serial) => (serial + offset) % 3 === 0;
    }
    case 'double':
    case 'float':
    case 'decimal':
      return numberMaker(key, fact.format);
    case 'int32':
    case 'int64':
      return integerMaker(key);
    case 'object':
      return (random) => ({ id: random.int(1, 12), name: person(random), type: 'User' });
    default:
      if (fact.type === 'Decimal') return (random) => random.money(1000, 90_000).toFixed(2);
      if (key === 'name') return (random, serial) => `${random.pick(MATTER_SUBJECTS)} ${serial}`;
      return stringMaker(key, dates);
  }
}
