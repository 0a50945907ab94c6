import { type GraphQLSchema, parse, validate } from 'graphql';
import type { Logger } from 'pino';
import { readTrustedDocuments } from './config/read-trusted-documents.ts';

/** Reads the configured list. What the schema does not know is logged now, not when somebody needs it. */
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
