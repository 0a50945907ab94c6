import type { CatalogData } from '../catalog/types.ts';
import { defaultSelection, type SelectedField, type Selection } from './fields-grammar.ts';
import { type Login, lacksScope } from './logins.ts';
import { isStripped, type Quirks, quirkyValue } from './quirks.ts';
import { isRecord, isRef, type RawRecord, type RawValue, type Ref } from './record.ts';
import { CONTACT_FIELDS, ENTRY_FIELDS, HIDDEN_NAME, isHiddenAmount, type Visibility } from './redaction.ts';
import type { Store } from './store.ts';

export type Json = null | boolean | number | string | readonly Json[] | { [key: string]: Json };

export interface RenderOptions {
  readonly login: Login;
  /** Custom fields of which values are requested; all if absent. */
  readonly customFieldIds?: ReadonlySet<number>;
}

export type Renderer = (record: RawRecord, selection: Selection, options: RenderOptions) => Json;

/** Turns stored records into what Clio sends. */
export function createRenderer(
  data: CatalogData,
  store: Store,
  visibility: Visibility,
  quirks: Quirks,
): Renderer {
  const defaults = new Map<string, Selection>();
  const bare = (entity: string): Selection => {
    let selection = defaults.get(entity);
    if (!selection) {
      selection = defaultSelection(data, entity);
      defaults.set(entity, selection);
    }
    return selection;
  };

  function record(raw: RawRecord, selection: Selection, options: RenderOptions): Json {
    const redaction = visibility.redaction(options.login, selection.entity, raw);
    const out: { [key: string]: Json } = {};
    for (const field of selection.fields) {
      const { key } = field;
      if (isStripped(quirks, selection.entity, key)) continue;
      if (redaction === 'hidden') {
        if (CONTACT_FIELDS.has(key)) out[key] = key === 'name' ? HIDDEN_NAME : (raw[key] as Json);
      } else if (redaction === 'private' && !ENTRY_FIELDS.has(key)) out[key] = null;
      else if (isHiddenAmount(redaction, key)) out[key] = null;
      else if (redaction === 'hours' && key === 'quantity_redacted') out[key] = true;
      else if (key === 'etag') out[key] = store.etag(raw);
      else out[key] = value(raw, selection.entity, field, options);
    }
    if (redaction === 'hidden' || redaction === 'private') out.redacted = true;
    return out;
  }

  function value(holder: RawRecord, entity: string, field: SelectedField, options: RenderOptions): Json {
    const { fact, key } = field;
    const raw = holder[key] ?? null;
    if (raw === null) return null;
    if (key === 'soft_deleted') return isOfDeletedField(store, holder);
    if (fact.kind === 'scalar') {
      return quirkyValue(quirks, entity, holder, key, fact) as Json;
    }
    if (data.entities[fact.entity]?.whole) return people(raw, options);
    if (key === 'custom_field' && quirks.customFieldValues === 'no-field') return {};
    const selection = field.inner ?? bare(fact.entity);
    if (!Array.isArray(raw)) return nested(raw, selection, field.inner !== undefined, options);
    const out: Json[] = quirks.nullElements ? [null] : [];
    for (const one of raw as readonly RawValue[]) {
      if (key === 'custom_field_values' && !wantsValue(one, options.customFieldIds)) continue;
      const made = nested(one, selection, field.inner !== undefined, options);
      if (made !== null) out.push(made);
    }
    return out;
  }

  function nested(raw: RawValue, selection: Selection, named: boolean, options: RenderOptions): Json {
    if (isRef(raw)) return reference(raw, selection, named, options);
    return isRecord(raw) ? record(raw, selection, options) : null;
  }

  /**
   * A reference to a deleted record still has the id, which the referring record stores. Any other field would need the
   * deleted record, so the reference is then null.
   */
  function reference(ref: Ref, selection: Selection, named: boolean, options: RenderOptions): Json {
    if (lacksScope(options.login, ref.entity)) return { id: ref.id, redacted: true };
    const target = store.find(ref);
    if (target) return record(target, selection, options);
    if (!selection.fields.every(({ key }) => key === 'id' || key === 'etag')) return null;
    if (!named) return { id: ref.id };
    return Object.fromEntries(selection.fields.map(({ key }) => [key, key === 'id' ? ref.id : null]));
  }

  /** People of conversations are sent whole. */
  function people(raw: RawValue, options: RenderOptions): Json {
    if (Array.isArray(raw)) return (raw as readonly RawValue[]).map((one) => people(one, options));
    if (isRecord(raw) && visibility.hidesPerson(options.login, raw)) {
      return { id: raw.id as number, name: HIDDEN_NAME, type: raw.type as string, redacted: true };
    }
    return raw as Json;
  }

  return record;
}

/** Clio keeps the values of a custom field that the firm deleted, and marks them. */
export function isOfDeletedField(store: Pick<Store, 'find'>, { custom_field: field }: RawRecord): boolean {
  return isRef(field) && (store.find(field)?.deleted ?? true) === true;
}

function wantsValue(raw: RawValue, wanted: ReadonlySet<number> | undefined): boolean {
  if (!wanted) return true;
  return isRecord(raw) && isRef(raw.custom_field) && wanted.has(Number(raw.custom_field.id));
}
