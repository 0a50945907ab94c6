import {
  hasClioDocument,
  type Operation,
  type Parameter,
  readClioDocument,
  type Schema,
} from './clio-document.ts';

/** A REST call as the sandbox recorded it. */
export interface CheckedCall {
  readonly method: string;
  /** Below the base URL; a query after `?` is ignored. */
  readonly path: string;
  /** Decoded names and values. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

export interface CallChecker {
  /** The problems that Clio's document has with these calls; empty if it allows them all. */
  problems(calls: readonly CheckedCall[]): string[];
}

type Schemas = Readonly<Record<string, Schema>>;

const date = /^\d{4}-\d\d-\d\d$/;

/**
 * Where the document is known to be wrong or silent: the right values, by path and parameter. schema/corrections.yml gives
 * the reasons. It is repeated here on purpose: a mistake there must not hide itself.
 */
const knownExceptions: Readonly<Record<string, RegExp>> = {
  '/activities.json start_date': date,
  '/activities.json end_date': date,
  '/allocations.json parent_type': /^(CreditMemo|Payment)$/,
  '/bank_transactions.json order': /^id\((asc|desc)\)$/,
  '/court_rules/matter_dockets.json status': /^(not_started|in_progress|failed|completed)$/,
  '/court_rules/matter_dockets/preview.json start_date': date,
  '/document_categories.json query': /./,
  '/matters.json status': /^(open|pending|closed)(,(open|pending|closed))*$/,
  '/matters.json open_date[]': /^(>|>=|=|<=|<)\d{4}-\d\d-\d\d$/,
  '/matters.json close_date[]': /^(>|>=|=|<=|<)\d{4}-\d\d-\d\d$/,
  '/matters.json pending_date[]': /^(>|>=|=|<=|<)\d{4}-\d\d-\d\d$/,
  '/notes.json type': /^(matter|contact)$/,
  '/report_presets.json order':
    /^(id|created_at|last_generated_at|last_modified_at|name|next_scheduled_date)\((asc|desc)\)$/,
  '/safe_custody/records.json state': /^(held|temporarily_removed|removed|all)$/,
};

/** Required in the document by mistake: the path contains the id already. */
const notRequired: ReadonlySet<string> = new Set(['/documents/{id}/versions.json id']);

/** Takes no offset although it has pages. */
const noOffset: ReadonlySet<string> = new Set(['/folders/list.json']);

/** Ids are numbers, except those of the occurrences of appointments: Clio returns text as their id. */
const textIds: ReadonlySet<string> = new Set(['/calendar_entries/{id}.json']);

/** Responses whose schema is wrong in the document. */
const responses: Readonly<Record<string, string>> = {
  '/calendar_entry_event_types.json': 'CalendarEntryEventType',
  '/calendar_entry_event_types/{id}.json': 'CalendarEntryEventType',
};

/**
 * Reads Clio's own document and holds calls against it: paths, parameters, their values, and `fields` down to its
 * one level of braces. It shares nothing with the importer and the planner, whose mistakes it is there to find.
 *
 * @returns Null where the document is not at hand.
 */
export function createCallChecker(): CallChecker | null {
  if (!hasClioDocument) return null;
  const { schemas, operations } = readClioDocument();
  const patterned = operations.map((operation) => {
    const id = textIds.has(operation.path) ? '[\\w-]+' : '\\d+';
    const pattern = new RegExp(`^${operation.path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, id)}$`);
    return { operation, pattern };
  });
  // A path without placeholders takes precedence over one with (`users/who_am_i` over `users/{id}`).
  patterned.sort((a, b) => Number(a.operation.path.includes('{')) - Number(b.operation.path.includes('{')));

  const check = (call: CheckedCall): string[] => {
    const path = call.path.split('?')[0] ?? '';
    const ofPath = patterned.filter(({ pattern }) => pattern.test(path));
    const [first] = ofPath;
    const found = ofPath.find(
      ({ operation }) => operation.method === call.method && operation.path === first?.operation.path,
    );
    if (!found) return ['no such operation'];
    return [
      ...checkParameters(found.operation, call.query),
      ...checkFields(schemas, found.operation, call.query),
    ];
  };
  return {
    problems: (calls) =>
      calls.flatMap((call) =>
        check(call).map((problem) => `${call.method} ${call.path.split('?')[0]}: ${problem}`),
      ),
  };
}

// ---- parameters --------------------------------------------------------------------------------

function checkParameters(
  { path: template, parameters: all }: Operation,
  query: readonly (readonly [string, string])[],
): string[] {
  const problems: string[] = [];
  const parameters = all.filter((one) => one.in === 'query');
  const isPaged = parameters.some((one) => one.name === 'page_token');
  const limit = mostRecords(parameters);
  const seen = new Set<string>();
  for (const [name, value] of query) {
    if (seen.has(name) && !name.endsWith('[]')) problems.push(`${name} is repeated`);
    seen.add(name);
    if (name === 'offset' && isPaged && !noOffset.has(template)) {
      if (!/^\d+$/.test(value)) problems.push(`offset ${value}`);
      continue;
    }
    const isCustom = /^custom_field_values\[\d+\]$/.test(name);
    const parameter = parameters.find((one) => one.name === (isCustom ? 'custom_field_values' : name));
    if (!parameter || name === 'custom_field_values') problems.push(`no parameter ${name}`);
    else if (isCustom ? !isCondition(value) : !isAllowed(template, parameter, value))
      problems.push(`${name} takes no ${value}`);
    if (name === 'limit' && (limit === undefined || Number(value) < 1 || Number(value) > limit))
      problems.push(`limit ${value} is not between 1 and ${limit}`);
  }
  const ids = query.filter(([name]) => name === 'ids[]').length;
  if (limit !== undefined && ids > limit) problems.push(`${ids} ids[] do not fit into a page of ${limit}`);
  for (const { name, required } of parameters) {
    if (required && !seen.has(name) && !notRequired.has(`${template} ${name}`))
      problems.push(`${name} is missing`);
  }
  return problems;
}

/** Only the description states the maximum of the limit. */
function mostRecords(parameters: readonly Parameter[]): number | undefined {
  const text = parameters.find((one) => one.name === 'limit')?.description ?? '';
  const most = /between 1 and (\d+)/.exec(text)?.[1];
  return most === undefined ? undefined : Number(most);
}

/** `>=5`, `x`, or several conditions: `[>=5, <=9]`. */
function isCondition(value: string): boolean {
  const several = /^\[(.+)\]$/.exec(value);
  return several ? (several[1] ?? '').split(', ').every((one) => /^(<=|>=|<|>|=)./.test(one)) : value !== '';
}

function isAllowed(template: string, { name, description, schema }: Parameter, value: string): boolean {
  const exception = knownExceptions[`${template} ${name}`];
  if (exception) return exception.test(value);
  if (value === 'null') return /use the keyword `null`/i.test(description);
  if (schema.enum) return schema.enum.map(String).includes(value);
  switch (schema.type) {
    case 'integer':
      return /^-?\d+$/.test(value);
    case 'boolean':
      return value === 'true' || value === 'false';
    default:
      if (schema.format === 'date') return date.test(value);
      if (schema.format === 'date-time')
        return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(value);
      return value !== '';
  }
}

// ---- fields ------------------------------------------------------------------------------------

function checkFields(
  schemas: Schemas,
  operation: Operation,
  query: readonly (readonly [string, string])[],
): string[] {
  const fields = query.find(([name]) => name === 'fields')?.[1];
  if (fields === undefined) return [];
  const shape = responseShape(schemas, operation);
  if (!shape) return ['fields, where no record is returned'];
  const items = readItems(fields);
  if (!items) return [`fields that do not parse: ${fields}`];
  const problems: string[] = [];
  const names = new Set<string>();
  for (const { name, inner } of items) {
    if (names.has(name)) problems.push(`fields names ${name} twice`);
    names.add(name);
    const schema = shape.get(name);
    if (!schema) {
      problems.push(`no field ${name}`);
      continue;
    }
    if (!inner) continue;
    const nested = refOf(schema);
    if (!nested) {
      problems.push(`${name} is a value and takes no braces`);
      continue;
    }
    const known = new Set([...shapeOf(schemas, nested).keys(), ...associations(schemas, nested)]);
    if (new Set(inner).size < inner.length) problems.push(`${name}{…} names a field twice`);
    for (const one of inner) if (!known.has(one)) problems.push(`no field ${name}{${one}}`);
  }
  return problems;
}

/** `a,b{c,d}`: one level of braces, nothing empty. */
function readItems(fields: string): { name: string; inner: readonly string[] | undefined }[] | null {
  if (!/^\w+(\{\w+(,\w+)*\})?(,\w+(\{\w+(,\w+)*\})?)*$/.test(fields)) return null;
  return [...fields.matchAll(/(\w+)(?:\{([^}]*)\})?/g)].map((match) => ({
    name: match[1] ?? '',
    inner: match[2]?.split(','),
  }));
}

function responseShape(
  schemas: Schemas,
  { path, responseSchema }: Operation,
): ReadonlyMap<string, Schema> | null {
  const corrected = responses[path];
  if (corrected) return shapeOf(schemas, corrected);
  const data = schemas[responseSchema ?? '']?.properties?.data;
  const record = data && refOf(data);
  return record ? shapeOf(schemas, record) : null;
}

/** Fields of a shape; an association takes precedence over a value of the same name. */
function shapeOf(schemas: Schemas, name: string): Map<string, Schema> {
  const shape = new Map<string, Schema>();
  const add = (schema: Schema | undefined): void => {
    if (schema?.$ref) add(schemas[refOf(schema) ?? '']);
    for (const part of schema?.allOf ?? []) add(part);
    for (const [key, value] of Object.entries(schema?.properties ?? {})) shape.set(key, value);
  };
  add(schemas[name]);
  return shape;
}

/** Names that a nested shape's whole type has in addition: allowed inside braces, without braces of their own. */
function associations(schemas: Schemas, name: string): string[] {
  const whole = schemas[name.replace(/_base$/, '')];
  return (whole?.allOf ?? []).flatMap((part) => Object.keys(part.properties ?? {}));
}

/** The shape to which a schema refers, by itself or in a list. */
function refOf(schema: Schema): string | undefined {
  return (schema.$ref ?? schema.items?.$ref)?.replace('#/components/schemas/', '');
}
