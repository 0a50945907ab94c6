import type { CustomFieldFact, CustomFieldOption } from '../catalog/types.ts';
import { isDeletedField, valuesOfField } from '../loaders/custom-field-values.ts';
import { type ClioRecord, isRecord, isWithheld, slots } from '../loaders/record.ts';
import { isBlank } from '../values.ts';
import type { ResolverContext } from './context.ts';
import type { RecordResolver, WithheldWarning } from './read-values.ts';

/** The value of the field `custom`. */
interface CustomSource {
  readonly record: ClioRecord;
  /** Response key of `custom`. */
  readonly key: string | number;
}

type CustomResolver = (
  source: CustomSource,
  args: unknown,
  context: ResolverContext,
  info: { readonly path: { readonly key: string | number } },
) => unknown;

/** The resolver of a record's field `custom`. */
export function customResolver(from: string, warnOf: WithheldWarning | undefined): RecordResolver {
  return (record, _args, context, info) => {
    const list = record[from];
    if (warnOf && Array.isArray(list) && list.some(isUnnamed)) warnOf(context);
    return { record, key: info.path.key } satisfies CustomSource;
  };
}

function isUnnamed(value: unknown): boolean {
  return isRecord(value) && isWithheld(value.custom_field) && isWithheld(value.field_name);
}

/** The resolver of a custom field, on the object that `custom` returns. */
export function firmFieldResolver(owner: string, field: CustomFieldFact): CustomResolver {
  const place = `${owner}.custom.${field.name}`;
  const warn = (context: ResolverContext): null => {
    context.warn(`${place}: the firm deleted this field in Clio; its value is null.`);
    return null;
  };
  if (field.deleted) return (_source, _args, context) => warn(context);
  const resolve =
    field.type === 'contact' || field.type === 'matter'
      ? linkResolver(place, field, field.type)
      : valueResolver(place, field);
  return (source, args, context, info) =>
    isDeletedField(source.record.custom_field_values, field)
      ? warn(context)
      : resolve(source, args, context, info);
}

function valueResolver(place: string, field: CustomFieldFact): CustomResolver {
  const read = valueReader(place, field);
  return ({ record }, _args, context) => {
    const values = valuesOfField(record.custom_field_values, field);
    if (field.several) return values.map(({ value }) => read(value, context)).filter((one) => one !== null);
    warnOfSeveral(place, values, context);
    return read(values[0]?.value, context);
  };
}

/** A field whose value is the id of a record. The run has loaded the record into a slot. */
function linkResolver(place: string, field: CustomFieldFact, link: 'contact' | 'matter'): CustomResolver {
  return ({ record, key }, _args, context, info) => {
    const linked = (value: unknown): unknown => {
      if (!isRecord(value)) return value ?? null;
      const own = value[slots];
      const responseKey = info.path.key;
      return (own && responseKey in own ? own[responseKey] : value[link]) ?? null;
    };
    const found = record[slots]?.[`${key}.${info.path.key}`];
    if (!Array.isArray(found)) return linked(found);
    if (field.several) return found.map(linked);
    warnOfSeveral(place, found, context);
    return linked(found[0]);
  };
}

function warnOfSeveral(place: string, values: readonly unknown[], context: ResolverContext): void {
  if (values.length > 1)
    context.warn(
      `${place}: a record has several values of this field; only the first is returned. Set "several" in the file of custom fields to return all.`,
    );
}

/**
 * Converts Clio's values to the field's type in the file of custom fields. A value that does not fit is null,
 * because the firm may have changed the field since the file was written.
 */
function valueReader(
  place: string,
  field: CustomFieldFact,
): (value: unknown, context: ResolverContext) => unknown {
  const convert = converter(field);
  return (value, context) => {
    if (isBlank(value)) return null;
    const converted = convert(value);
    if (converted !== null) return converted;
    const what = field.type === 'picklist' ? 'an option' : 'a value';
    context.warn(
      `${place}: Clio sent ${what} that does not fit the file of custom fields; its value is null. Run clio-graphql custom-fields pull.`,
    );
    return null;
  };
}

function converter(field: CustomFieldFact): (value: unknown) => unknown {
  if (field.type === 'picklist' && field.options) return optionReader(Object.values(field.options));
  switch (scalarOf(field)) {
    case 'Boolean':
      return (value) => {
        const text = String(value).toLowerCase();
        return text === 'true' ? true : text === 'false' ? false : null;
      };
    case 'Date':
      return (value) =>
        typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? value.slice(0, 10) : null;
    case 'Decimal':
      return (value) => (isNumber(value) ? value : null);
    case 'Float':
      return (value) => (isNumber(value) ? Number(value) : null);
    case 'String':
      return (value) => (typeof value === 'object' ? null : String(value));
  }
}

function optionReader(options: readonly CustomFieldOption[]): (value: unknown) => string | null {
  const ids = new Set(options.map(({ id }) => id));
  return (value) => (ids.has(String(value)) ? String(value) : null);
}

function isNumber(value: unknown): boolean {
  return (typeof value === 'number' || typeof value === 'string') && Number.isFinite(Number(value));
}

/** GraphQL scalar of a custom field's values. The options of a picklist are an enum instead. */
export function scalarOf({ type }: CustomFieldFact): 'Boolean' | 'Date' | 'Decimal' | 'Float' | 'String' {
  switch (type) {
    case 'checkbox':
      return 'Boolean';
    case 'date':
      return 'Date';
    case 'currency':
      return 'Decimal';
    case 'numeric':
      return 'Float';
    default:
      return 'String';
  }
}
