import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse as parseYaml } from 'yaml';

/** Clio's OpenAPI document, which is not part of the project: it is used if it is beside the checkout. */
const file = new URL('../../../../shared/clio/openapi.json.gz', import.meta.url);

export const hasClioDocument = existsSync(file);

/** Why a test is skipped without the document. */
export const noDocument = 'needs ../shared/clio/openapi.json.gz beside the checkout';

/** The reason at the end of a test's title, if the test is skipped. */
export const skipNote = hasClioDocument ? '' : ` (skipped: ${noDocument})`;

export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly (string | number)[];
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
}

export interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly description: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Schema of `data` in each media type of the request body. */
  readonly bodies: readonly Schema[];
  readonly statuses: readonly number[];
  /** Name of the schema of a successful response. */
  readonly responseSchema: string | undefined;
}

interface RawOperation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}

interface RawDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Read separately, without the importer's code: the two must not share a mistake. */
export function readClioDocument(): {
  readonly text: string;
  readonly file: URL;
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly operations: readonly Operation[];
  readonly paths: number;
} {
  const text = gunzipSync(readFileSync(file)).toString('utf8');
  const { paths, components } = JSON.parse(text) as RawDocument;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]): Operation => {
      const successes = Object.entries(raw.responses).filter(([status]) => status.startsWith('2'));
      const content = Object.values(successes[0]?.[1].content ?? {});
      return {
        id: raw.operationId,
        method: method.toUpperCase(),
        path,
        parameters: raw.parameters ?? [],
        bodies: Object.values(raw.requestBody?.content ?? {}).map(
          ({ schema }) => schema.properties?.data ?? {},
        ),
        statuses: Object.keys(raw.responses).map(Number),
        responseSchema: content[0]?.schema.$ref?.replace('#/components/schemas/', ''),
      };
    }),
  );
  return { text, file, schemas: components.schemas, operations, paths: Object.keys(paths).length };
}

const corrections = parseYaml(
  readFileSync(new URL('../../../schema/corrections.yml', import.meta.url), 'utf8'),
) as Record<string, Record<string, unknown>[] | undefined>;

/** Entries of a list of `schema/corrections.yml`. */
export function correctionsOf(list: string): readonly Readonly<Record<string, unknown>>[] {
  return corrections[list] ?? [];
}
