import type { Catalog } from '../catalog/catalog.ts';
import { clioId } from '../catalog/ids.ts';
import { badInput, GatewayError } from '../errors.ts';
import { type ClioRecord, isRecord, recordId } from '../loaders/record.ts';
import { isBlank } from '../values.ts';
import type { CustomField, PicklistOption } from './custom-fields.ts';
import { InputProblem, type UserError } from './user-errors.ts';

/** A field and its new value: null removes the value, undefined leaves it unchanged. */
export interface Setting {
  /** @throws GatewayError for a missing or ambiguous field. */
  readonly find: () => CustomField;
  readonly value: unknown;
  /** Whether the value is a list of all the record's new values. @default false */
  readonly several?: boolean;
  /** Path of the field's name in the input. */
  readonly fieldAt: readonly string[];
  /** Path of the value in the input. */
  readonly valueAt: readonly string[];
}

/** A row of Clio's `custom_field_values`, with the place of its setting in the input. */
export interface Row extends Pick<Setting, 'fieldAt' | 'valueAt'> {
  readonly field: CustomField;
  readonly body: Readonly<Record<string, unknown>>;
  /** In Clio's terms; null if it is removed. */
  readonly value: unknown;
}

export interface Rows {
  /** Only the rows that differ from the present values. */
  readonly rows: readonly Row[];
  /** If there are any, nothing may be written. */
  readonly userErrors: readonly UserError[];
}

/** Present values of a record, by the number of their field. */
type Held = ReadonlyMap<string, readonly ClioRecord[]>;

/**
 * Finds the rows that give a record's custom fields the new values. Clio distinguishes three cases: an
 * existing value is changed by its own id (`text_line-12`), a new one is added by its field's id, and a flag
 * removes one. Clio checks late or not at all: it rejects the second form for an existing value, and silently
 * drops a value of the wrong type. So everything is checked here, and all problems are reported together.
 *
 * @param values The record's `custom_field_values`, with `id`, `value` and `custom_field`.
 */
export function customFieldRows(
  catalog: Catalog,
  values: readonly ClioRecord[],
  settings: readonly Setting[],
): Rows {
  const held = byField(values);
  const rows: Row[] = [];
  const userErrors: UserError[] = [];
  const named = new Map<string, Setting>();
  for (const setting of settings) {
    try {
      const { fieldAt } = setting;
      const field = within(fieldAt, setting.find);
      const earlier = named.get(field.id)?.fieldAt.slice(1, -1).join('.');
      if (earlier !== undefined)
        throw InputProblem.at(fieldAt, 'INVALID', `This is the field of ${earlier}: name each field once.`);
      named.set(field.id, setting);
      if (setting.value !== undefined)
        rows.push(...rowsFor(catalog, field, held.get(field.id) ?? [], setting));
    } catch (error) {
      if (!(error instanceof InputProblem)) throw error;
      userErrors.push(...error.userErrors);
    }
  }
  return { rows, userErrors };
}

/** Whether Clio's response shows a row's value. Numbers and options arrive as text or as numbers. */
export function isApplied({ field, body, value }: Row, values: readonly ClioRecord[]): boolean {
  const held = byField(values).get(field.id) ?? [];
  return value === null
    ? held.every((one) => one.id !== body.id || isBlank(one.value))
    : held.some((one) => isSame(field, one.value, value));
}

/**
 * To a login that may not see custom fields, Clio sends values without their fields (only ids such as
 * `picklist-3`). The field of a value is then unknown, and nothing may be written.
 */
export function areReadable(values: unknown): values is readonly ClioRecord[] {
  return (
    Array.isArray(values) &&
    values.every((one) => isRecord(one) && (one.id === null || fieldOf(one) !== null))
  );
}

/** Turns the rejection of an id into an error at its place in the input. */
function within<T>(at: readonly string[], run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    throw InputProblem.at(at, error.code === 'NOT_FOUND' ? 'NOT_FOUND' : 'INVALID', error.message);
  }
}

function byField(values: readonly ClioRecord[]): Held {
  const held = new Map<string, ClioRecord[]>();
  for (const one of values) {
    const field = fieldOf(one);
    // A default field without a value is listed without an id: there is no value to change.
    if (field === null || one.id === null || one.id === undefined) continue;
    held.set(field, [...(held.get(field) ?? []), one]);
  }
  return held;
}

function fieldOf({ custom_field: field }: ClioRecord): string | null {
  return isRecord(field) ? recordId(field) : null;
}

function rowsFor(
  catalog: Catalog,
  field: CustomField,
  held: readonly ClioRecord[],
  { value: given, several = false, fieldAt, valueAt }: Setting,
): Row[] {
  if (held.length > 1 && !several) {
    const message =
      'The record holds several values of this field. Change them by their own ids, with customFieldValues of the update.';
    throw InputProblem.at(fieldAt, 'CONFLICT', message);
  }
  const wanted: readonly unknown[] = given === null ? [] : several ? (given as unknown[]) : [given];
  const values = wanted.map((one) => within(valueAt, () => clioValue(catalog, field, one, held)));
  // Equal values stay. The others are changed one by one, and the rest are added or removed.
  const others = [...held];
  const missing = values.filter((value) => {
    const same = others.findIndex((one) => isSame(field, one.value, value));
    if (same >= 0) others.splice(same, 1);
    return same < 0;
  });
  const row = (value: unknown, body: Row['body']): Row => ({ field, value, body, fieldAt, valueAt });
  const rows = missing.map((value, index) => {
    const id = others[index]?.id;
    return row(value, id === undefined ? { custom_field: { id: Number(field.id) }, value } : { id, value });
  });
  const removed = others.slice(missing.length).filter((one) => !isBlank(one.value));
  if (removed.length > 0 && values.length === 0 && field.required) {
    const message = `"${field.name}" is a required field: it can be changed, but not emptied.`;
    throw InputProblem.at(valueAt, 'REQUIRED', message);
  }
  return [...rows, ...removed.map(({ id }) => row(null, { id, _destroy: true }))];
}

function wrong(field: CustomField, takes: string): GatewayError {
  return badInput(`"${field.name}" takes ${takes}.`);
}

/** @throws GatewayError if the value does not have the field's type. */
function clioValue(
  catalog: Catalog,
  field: CustomField,
  given: unknown,
  held: readonly ClioRecord[],
): unknown {
  switch (field.type) {
    case 'checkbox':
      if (typeof given === 'boolean') return given;
      throw wrong(field, 'true or false');
    case 'numeric':
    case 'currency':
      if (typeof given === 'number' && Number.isFinite(given)) return given;
      // Decimals are text in this API, and are sent as text so that no digit is lost.
      if (typeof given === 'string' && /^-?\d+(\.\d+)?$/.test(given)) return given;
      throw wrong(field, 'a number');
    case 'date':
      if (typeof given === 'string' && isDay(given)) return given;
      throw wrong(field, 'a day, as YYYY-MM-DD');
    case 'contact':
      return linkedId(catalog, field, given, 'Contact');
    case 'matter':
      return linkedId(catalog, field, given, 'Matter');
    case 'picklist':
      return optionId(field, given, held);
    case 'email':
      if (typeof given === 'string' && /^[^\s@]+@[^\s@]+$/.test(given)) return given;
      throw wrong(field, 'an e-mail address');
    default:
      // Text, times and addresses: Clio does not document the forms of times and addresses.
      if (typeof given === 'string' && given !== '') return given;
      throw wrong(field, 'text; null removes the value');
  }
}

function isDay(text: string): boolean {
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return date !== null && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function linkedId(catalog: Catalog, field: CustomField, given: unknown, type: string): number | string {
  if (typeof given !== 'string' && typeof given !== 'number')
    throw wrong(field, `the id of a ${type}, such as "${type}:101"`);
  const id = clioId(catalog, 'value', String(given), [type]);
  return Number.isSafeInteger(Number(id)) ? Number(id) : id;
}

/** The id of an option, which is given by its label or its id. */
function optionId(field: CustomField, given: unknown, held: readonly ClioRecord[]): string {
  const text = typeof given === 'number' ? String(given) : given;
  const live = field.options.filter((one) => !one.deleted);
  const prefix = 'PicklistOption:';
  if (typeof text !== 'string') throw noOption(field, live);
  const id = text.startsWith(prefix) ? text.slice(prefix.length) : text;
  const byId = field.options.find((one) => one.id === id);
  const byLabel = typeof given === 'string' ? live.filter((one) => one.label === text) : [];
  const found = new Set([...byLabel, ...(byId ? [byId] : [])]);
  if (found.size > 1) {
    const ids = [...found].map((one) => prefix + one.id).join(', ');
    throw badInput(`"${text}" can mean each of ${ids}. Give one of these ids.`);
  }
  const [option] = found;
  if (option && !option.deleted) return option.id;
  const gone = option ?? field.options.find((one) => one.label === text);
  // The present option may stay, even if it was deleted: a form may send its values back unchanged.
  const kept = gone?.id ?? id;
  if (held.some(({ value }) => String(value) === kept)) return kept;
  if (gone) throw badInput(`The option "${gone.label}" of "${field.name}" was deleted.`);
  throw noOption(field, live);
}

const shownOptions = 10;

function noOption(field: CustomField, live: readonly PicklistOption[]): GatewayError {
  const labels = live.slice(0, shownOptions).map((one) => `"${one.label}"`);
  if (live.length > shownOptions) labels.push('…');
  return wrong(field, `one of its options: ${labels.join(', ')}`);
}

function isSame(field: CustomField, held: unknown, wanted: unknown): boolean {
  if (isBlank(held)) return false;
  switch (field.type) {
    case 'numeric':
    case 'currency':
      return Number(held) === Number(wanted);
    case 'date':
      return String(held).slice(0, 10) === wanted;
    default:
      return String(held) === String(wanted);
  }
}
