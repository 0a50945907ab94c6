import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
}

interface Document {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly requestBody?: {
              readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
            };
          }
        >
      >
    >
  >;
}

const file = new URL('../../../shared/clio/openapi.json.gz', import.meta.url);

/** Clio's OpenAPI document, where it lies beside the checkout. */
export const openApi: Document | undefined = existsSync(file)
  ? (JSON.parse(gunzipSync(readFileSync(file)).toString()) as Document)
  : undefined;

/**
 * What a body has against the document's schema, as `path: problem`. Nulls are not looked at: the document knows no
 * `nullable`, though its prose does.
 */
export function againstOpenApi(method: string, path: string, body: unknown): string[] {
  const found =
    openApi?.paths[path]?.[method.toLowerCase()]?.requestBody?.content['application/json']?.schema;
  if (!found) return body === undefined ? [] : ['the document knows no body'];
  return check(found, body, '');
}

function check(schema: JsonSchema, value: unknown, at: string): string[] {
  if (value === null) return [];
  if (schema.enum && !schema.enum.includes(value))
    return [`${at}: ${JSON.stringify(value)} is not in its enum`];
  switch (schema.type) {
    case 'object':
      return typeof value === 'object' && !Array.isArray(value)
        ? checkObject(schema, value as Record<string, unknown>, at)
        : [`${at}: no object`];
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((one) => check(schema.items ?? {}, one, at))
        : [`${at}: no list`];
    case 'integer':
      return Number.isInteger(value) ? [] : [`${at}: no integer`];
    case 'number':
      return typeof value === 'number' ? [] : [`${at}: no number`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${at}: no boolean`];
    default:
      return typeof value === 'string' ? [] : [`${at}: no string`];
  }
}

function checkObject(schema: JsonSchema, value: Record<string, unknown>, at: string): string[] {
  // An object without properties is free.
  if (!schema.properties) return [];
  const below = (key: string): string => (at === '' ? key : `${at}.${key}`);
  const problems: string[] = [];
  for (const [key, one] of Object.entries(value)) {
    const property = schema.properties[key];
    if (property) problems.push(...check(property, one, below(key)));
    else problems.push(`${below(key)}: unknown`);
  }
  for (const key of schema.required ?? []) if (!(key in value)) problems.push(`${below(key)}: missing`);
  return problems;
}
