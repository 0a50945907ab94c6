import { type DocumentNode, GraphQLError, Lexer, parse, type Source, TokenKind } from 'graphql';
import { GatewayError } from '../errors.ts';

/**
 * How deep a document may nest, whatever the settings are: brackets in brackets, and selection sets in each
 * other, also through fragments. Code that reads documents is recursive. Near the end of the stack, V8 cannot
 * compile a regular expression (graphql-js finds lines with one), and then ends the process.
 */
export const maxNesting = 200;

const opening: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** @throws GraphQLError for a syntax error, GatewayError `QUERY_TOO_COMPLEX` for too many tokens or levels */
export function parseDocument(source: Source, maxTokens: number): DocumentNode {
  if (nestsTooDeeply(source, maxTokens)) throw nestedTooDeeply();
  try {
    return parse(source, { maxTokens });
  } catch (error) {
    throw error instanceof GraphQLError && error.message.includes('tokens. Parsing aborted')
      ? tooManyTokens(maxTokens)
      : error;
  }
}

export function nestedTooDeeply(): GatewayError {
  return new GatewayError(
    'QUERY_TOO_COMPLEX',
    `The document is nested too deeply: more than ${maxNesting} levels. Split the operation, or ask for less.`,
  );
}

/** The parser's own message helps few clients. */
function tooManyTokens(maxTokens: number): GatewayError {
  return new GatewayError(
    'QUERY_TOO_COMPLEX',
    `The document has more than ${maxTokens} tokens. Put values into variables, or split the operation.`,
  );
}

function nestsTooDeeply(source: Source, maxTokens: number): boolean {
  const lexer = new Lexer(source);
  let open = 0;
  try {
    for (let count = 0; count < maxTokens; count += 1) {
      const { kind } = lexer.advance();
      if (kind === TokenKind.EOF) return false;
      if (opening.has(kind)) open += 1;
      else if (closing.has(kind)) open -= 1;
      if (open > maxNesting) return true;
    }
  } catch {
    // The parser comes no further either, and reports it.
  }
  return false;
}
