import { readFileSync } from 'node:fs';
import { ConfigError } from './config-error.ts';

interface ApolloManifest {
  readonly format: 'apollo-persisted-query-manifest';
  readonly operations: readonly { readonly id: string; readonly body: string }[];
}

/**
 * Reads a list of documents by their ids: the manifest of Apollo's generator, or the plain object of ids and texts that
 * graphql-codegen's client preset and relay-compiler write.
 *
 * @throws ConfigError that says what is wrong with the file.
 */
export function readTrustedDocuments(file: string): ReadonlyMap<string, string> {
  const content = read(file);
  const entries = isManifest(content)
    ? content.operations.map(({ id, body }) => [id, body] as const)
    : Object.entries(content ?? {});
  const areTexts = entries.every(([id, text]) => typeof id === 'string' && typeof text === 'string');
  if (typeof content !== 'object' || Array.isArray(content) || entries.length === 0 || !areTexts)
    throw new ConfigError([
      `${file} must hold a JSON object of ids and GraphQL documents, or an Apollo persisted query manifest`,
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
    typeof content === 'object' &&
    content !== null &&
    'format' in content &&
    content.format === 'apollo-persisted-query-manifest' &&
    'operations' in content &&
    Array.isArray(content.operations)
  );
}
