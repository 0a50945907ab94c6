import type { CatalogData } from '../catalog/types.ts';
import type { SelectedField, Selection, Selections } from './fields-grammar.ts';
import type { Firm } from './firm.ts';
import { type Login, lacksScope } from './logins.ts';
import { isStripped, type Quirks, quirkyValue } from './quirks.ts';
import { isRecord, isRef, type RawRecord, type RawValue, type Ref } from './record.ts';
import { CONTACT_FIELDS, ENTRY_FIELDS, HIDDEN_NAME, isHiddenAmount, type Visibility } from './redaction.ts';
import type { Store } from './store.ts';

export type Json = null | boolean | number | string | readonly Json[] | { [key: string]: Json };

export interface RenderOptions {
  readonly login: Login;
  /** Custom fields whose values are requested; all if absent. */
  readonly customFieldIds?: ReadonlySet<number>;
}

/** Turns stored records into response data. */
export class Renderer {
  readonly #data: CatalogData;
  readonly #store: Store;
  readonly #visibility: Visibility;
  readonly #quirks: Quirks;
  readonly #selections: Selections;

  constructor({ data, store, visibility, quirks }: Firm, selections: Selections) {
    this.#data = data;
    this.#store = store;
    this.#visibility = visibility;
    this.#quirks = quirks;
    this.#selections = selections;
  }

  render(record: RawRecord, { entity, fields }: Selection, options: RenderOptions): Json {
    const redaction = this.#visibility.redaction(options.login, entity, record);
    const out: { [key: string]: Json } = {};
    for (const field of fields) {
      const { key } = field;
      if (isStripped(this.#quirks, entity, key)) continue;
      if (redaction === 'hidden') {
        if (CONTACT_FIELDS.has(key)) out[key] = key === 'name' ? HIDDEN_NAME : (record[key] as Json);
      } else if (redaction === 'private' && !ENTRY_FIELDS.has(key)) out[key] = null;
      else if (isHiddenAmount(redaction, key)) out[key] = null;
      else if (redaction === 'hours' && key === 'quantity_redacted') out[key] = true;
      else if (key === 'etag') out[key] = this.#store.etag(record);
      else out[key] = this.#value(record, entity, field, options);
    }
    if (redaction === 'hidden' || redaction === 'private') out.redacted = true;
    return out;
  }

  #value(
    holder: RawRecord,
    entity: string,
    { key, fact, inner }: SelectedField,
    options: RenderOptions,
  ): Json {
    const raw = holder[key] ?? null;
    if (raw === null) return null;
    if (key === 'soft_deleted') return isOfDeletedField(this.#store, holder);
    if (fact.kind === 'scalar') return quirkyValue(this.#quirks, entity, holder, { key, fact }) as Json;
    if (this.#data.entities[fact.entity]?.whole) return this.#people(raw, options.login);
    if (key === 'custom_field' && this.#quirks.customFieldValues === 'no-field') return {};
    if (!Array.isArray(raw)) return this.#nested(raw, fact.entity, inner, options);
    const out: Json[] = this.#quirks.nullElements ? [null] : [];
    for (const one of raw as readonly RawValue[]) {
      if (key === 'custom_field_values' && !wantsValue(one, options.customFieldIds)) continue;
      const made = this.#nested(one, fact.entity, inner, options);
      if (made !== null) out.push(made);
    }
    return out;
  }

  /** @param inner The fields in braces; the default ones if absent. */
  #nested(raw: RawValue, entity: string, inner: Selection | undefined, options: RenderOptions): Json {
    const selection = inner ?? this.#selections.of(entity);
    if (isRecord(raw)) return this.render(raw, selection, options);
    if (!isRef(raw)) return null;
    if (lacksScope(options.login, raw.entity)) return { id: raw.id, redacted: true };
    const target = this.#store.find(raw);
    return target ? this.render(target, selection, options) : deletedReference(raw, inner, selection);
  }

  /** People in conversations have all fields. */
  #people(raw: RawValue, login: Login): Json {
    if (Array.isArray(raw)) return (raw as readonly RawValue[]).map((one) => this.#people(one, login));
    if (isRecord(raw) && this.#visibility.hidesPerson(login, raw))
      return { id: raw.id as number, name: HIDDEN_NAME, type: raw.type as string, redacted: true };
    return raw as Json;
  }
}

/**
 * A reference to a deleted record still has the id, which the referring record stores. Any other field would need the
 * deleted record, so the reference is then null.
 */
function deletedReference({ id }: Ref, inner: Selection | undefined, { fields }: Selection): Json {
  if (!fields.every(({ key }) => key === 'id' || key === 'etag')) return null;
  if (!inner) return { id };
  return Object.fromEntries(inner.fields.map(({ key }) => [key, key === 'id' ? id : null]));
}

/** Clio keeps the values of a custom field that the firm deleted, and marks them. */
export function isOfDeletedField(store: Pick<Store, 'find'>, { custom_field: field }: RawRecord): boolean {
  return isRef(field) && (store.find(field)?.deleted ?? true) === true;
}

function wantsValue(raw: RawValue, wanted: ReadonlySet<number> | undefined): boolean {
  if (!wanted) return true;
  return isRecord(raw) && isRef(raw.custom_field) && wanted.has(Number(raw.custom_field.id));
}
