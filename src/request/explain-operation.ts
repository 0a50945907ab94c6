import {
  type DocumentNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  printError,
  Source,
  validate,
} from 'graphql';
import type { ServedSchema } from '../federation/served-schema.ts';
import { createPlanner } from '../planner/planner.ts';
import { joinObjects } from '../values.ts';
import { checkDocument, checkPageSizes, type DocumentLimits } from './document-limits.ts';
import { type ClioExtension, explain } from './explain.ts';
import { parseDocument } from './parse-document.ts';
import { PreparedOperation } from './prepared-operation.ts';
import type { EventQuery } from './request-parts.ts';
import { validationRules } from './validation-rules.ts';

export interface ExplainRequest {
  /** Text of the GraphQL document. */
  readonly document: string;
  /** Its name in messages. */
  readonly name: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Required if the document has several operations. */
  readonly operationName: string | null;
  readonly limits: DocumentLimits & { readonly maxPlannedCalls: number };
}

/** An operation with its plan, or its problems. */
export type Explained =
  | { readonly operation: string; readonly explanation: ClioExtension }
  | { readonly problems: readonly string[] };

/** Returns the query that a subscription makes for each change. */
export type EventQueryOf = (
  served: ServedSchema,
  subscription: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
) => EventQuery;

/**
 * Explains an operation as `X-Clio-Explain: plan` does, but without a gateway: no token, no call, no cache.
 */
export function explainOperation(
  served: ServedSchema,
  { document: text, name, variables, operationName, limits }: ExplainRequest,
  eventQueryOf?: EventQueryOf,
): Explained {
  const { schema, planned, adapt, catalog } = served;
  try {
    const document = parseDocument(new Source(text, name), limits.maxTokens);
    checkDocument(document, limits);
    const errors = validate(schema, document, validationRules({ introspection: true, incremental: false }));
    if (errors.length > 0) return { problems: errors.map(printError) };
    const operation = choose(document, operationName);
    const prepared = new PreparedOperation(schema, document, operation);
    const { coerced, errors: unfit } = prepared.coerceVariables(variables);
    if (unfit) return { problems: unfit.map(printError) };
    checkPageSizes(prepared.pageSizes, coerced, limits.maxPageSize);
    const event =
      operation.operation === 'subscription' ? eventQueryOf?.(served, prepared, variables) : undefined;
    const sent = event?.prepared ?? prepared;
    const rewritten = adapt(sent.operation, sent.fragments);
    const adapted = {
      operation: rewritten.operation,
      fragments: rewritten.fragments,
      variables: rewritten.variables(event?.variables ?? coerced),
    };
    const plan = createPlanner(catalog, planned).plan(adapted);
    const { maxPlannedCalls } = limits;
    const explanation = explain({ catalog, maxPlannedCalls, budget: null }, plan, adapted);
    const { advice = [] } = explanation;
    return {
      operation: `${operation.operation} ${operation.name?.value ?? ''}`.trim(),
      explanation: event ? joinObjects(explanation, { advice: [...advice, event.advice] }) : explanation,
    };
  } catch (error) {
    if (error instanceof GraphQLError) return { problems: [printError(error)] };
    if (error instanceof AggregateError) return { problems: error.errors.map(String) };
    throw error;
  }
}

function choose(document: DocumentNode, name: string | null): OperationDefinitionNode {
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const found = name === null ? operations : operations.filter((one) => one.name?.value === name);
  const [only, another] = found;
  if (only && !another) return only;
  const names = operations.map((one) => one.name?.value).join(', ');
  if (operations.length === 0) throw new GraphQLError('The document has no operation.');
  throw new GraphQLError(
    name === null
      ? `The document has several operations. Choose one with --operation: ${names}.`
      : `The document has no operation ${name}. It has: ${names}.`,
  );
}
