import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse as parseYaml } from 'yaml';
import { ImportError } from './import-error.ts';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly (string | number)[];
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
}

export interface Parameter {
  readonly in: 'query' | 'path' | 'header';
  readonly name: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface Media {
  readonly schema?: Schema;
}

export interface Operation {
  readonly operationId: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}

/** The parts of an OpenAPI 3.0 document that the importer reads. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  readonly 'x-tagGroups'?: readonly { readonly name: string; readonly tags: readonly string[] }[];
}

/**
 * Reads an OpenAPI document from a JSON or YAML file, gzipped or not.
 *
 * @throws ImportError if the file is not an OpenAPI 3 document.
 */
export function readDocument(file: string): { document: OpenApiDocument; sha256: string } {
  const raw = readFileSync(file);
  // The magic number of gzip.
  const bytes = raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw) : raw;
  const text = bytes.toString('utf8');
  const document: unknown = text.trimStart().startsWith('{') ? JSON.parse(text) : parseYaml(text);
  if (!isOpenApi(document))
    throw new ImportError(
      `${file} is not an OpenAPI 3 document: it needs openapi, paths and components.schemas`,
    );
  return { document, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function isOpenApi(value: unknown): value is OpenApiDocument {
  if (typeof value !== 'object' || value === null) return false;
  const { openapi, paths, components } = value as Partial<OpenApiDocument>;
  return typeof openapi === 'string' && openapi.startsWith('3.') && !!paths && !!components?.schemas;
}

/** `#/components/schemas/Matter_base` → `Matter_base`. */
export function refName(ref: string | undefined): string | undefined {
  return ref?.split('/').pop();
}
