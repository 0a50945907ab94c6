import { readFileSync } from 'node:fs';
import { isJsonObject } from '../values.ts';
import { ConfigError } from './config-error.ts';

interface ApolloManifest {
  readonly format: 'apollo-persisted-query-manifest';
  readonly operations: readonly { readonly id: string; readonly body: string }[];
}

/**
 * Reads a file with documents by id: the manifest of Apollo's generator, or the object of ids and documents that
 * graphql-codegen's client preset and relay-compiler write.
 *
 * @throws ConfigError if the file cannot be read or has another form.
 */
export function readTrustedDocuments(file: string): ReadonlyMap<string, string> {
  const content = read(file);
  const documents = isJsonObject(content) ? Object.entries(content) : [];
  const entries = isManifest(content)
    ? content.operations.map(({ id, body }) => [id, body] as const)
    : documents;
  const areTexts = entries.every(([id, text]) => typeof id === 'string' && typeof text === 'string');
  if (entries.length === 0 || !areTexts)
    throw new ConfigError([
      `${file} must contain a JSON object of ids and GraphQL documents, or an Apollo persisted query manifest`,
    ]);
  return new Map(entries as readonly (readonly [string, string])[]);
}

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new ConfigError([`The trusted documents in ${file} ${reason}`], { cause: error });
  }
}

function isManifest(content: unknown): content is ApolloManifest {
  return (
    isJsonObject(content) &&
    content.format === 'apollo-persisted-query-manifest' &&
    Array.isArray(content.operations)
  );
}
