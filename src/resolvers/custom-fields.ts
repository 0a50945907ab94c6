import { scalarOf } from '../catalog/custom-types.ts';
import type { CustomFieldFact, CustomFieldOption } from '../catalog/types.ts';
import { isDeletedField, valuesOfField } from '../loaders/custom-field-values.ts';
import { type ClioRecord, isRecord, isWithheld, slots } from '../loaders/record.ts';
import type { ResolverContext } from './context.ts';
import type { RecordResolver, WithheldWarning } from './read-values.ts';

/** What `custom` resolves to: a record, and under which response key its custom fields were asked for. */
interface CustomSource {
  readonly record: ClioRecord;
  readonly key: string | number;
}

type CustomResolver = (
  source: CustomSource,
  args: unknown,
  context: ResolverContext,
  info: { readonly path: { readonly key: string | number } },
) => unknown;

/** The field `custom` of a record. */
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

/** The resolver of a firm's field. */
export function firmFieldResolver(owner: string, field: CustomFieldFact): CustomResolver {
  const place = `${owner}.custom.${field.name}`;
  const warn = (context: ResolverContext): null => {
    context.warn(`${place}: the firm deleted this field in Clio; it is answered as null.`);
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

/** The run has added the records to the values that have their ids. */
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
      `${place}: a record holds several values of this field; the first is answered. Set "several" in the file of custom fields to answer all.`,
    );
}

/** Reads what Clio sent as the type in the file. What does not fit is null: the firm may have changed the field since. */
function valueReader(
  place: string,
  field: CustomFieldFact,
): (value: unknown, context: ResolverContext) => unknown {
  const convert = converter(field);
  return (value, context) => {
    if (value === null || value === undefined || value === '') return null;
    const converted = convert(value);
    if (converted !== null) return converted;
    const what = field.type === 'picklist' ? 'an option' : 'a value';
    context.warn(
      `${place}: Clio sent ${what} that does not fit the file of custom fields; it is answered as null. Run clio-graphql custom-fields pull.`,
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
