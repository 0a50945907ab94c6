import { type GraphQLSchema, parse, validate } from 'graphql';
import type { Logger } from 'pino';
import { readTrustedDocuments } from './config/read-trusted-documents.ts';

/**
 * Reads the configured list. Documents that do not match the schema are logged at start, before a client uses
 * one.
 */
export function loadTrustedDocuments(
  file: string,
  schema: GraphQLSchema,
  logger: Logger,
): ReadonlyMap<string, string> {
  const documents = readTrustedDocuments(file);
  for (const [id, text] of documents) {
    try {
      const [error] = validate(schema, parse(text));
      if (error) throw error;
    } catch (error) {
      logger.warn({ id, problem: String(error) }, 'a trusted document does not fit the schema');
    }
  }
  return documents;
}
