import { randomUUID } from 'node:crypto';
import type { CallToolResult } from '@modelcontextprotocol/server';
import { type DocumentNode, type GraphQLSchema, Kind, OperationTypeNode, parse, print } from 'graphql';
import type { Ask, Question } from './ask-gateway.ts';
import { type AuditLog, maxAuditedIds } from './audit-log.ts';
import type { CallAllowance } from './call-allowance.ts';
import { fitResponse } from './cut-response.ts';
import { describeErrors, type ErrorLine } from './describe-errors.ts';
import { describeName } from './describe-name.ts';
import type { IdentityReader } from './identity.ts';
import { instrumentDocument } from './instrument-document.ts';
import type { SchemaSearch } from './search-schema.ts';
import type { TrustedTool } from './trusted-tool.ts';

/** The caller of the tools. */
export interface McpCaller {
  readonly ask: Ask;
  /** A hash of the login's token; empty without a token. */
  readonly login: string;
}

/** What all callers' tools share. */
export interface AgentOptions {
  /** The schema that clients see. */
  readonly schema: GraphQLSchema;
  readonly search: SchemaSearch;
  readonly allowance: CallAllowance;
  readonly identities: IdentityReader;
  /** Maximum size of a response's data in bytes. */
  readonly maxResponseBytes: number;
  readonly audit: AuditLog | null;
}

/** A query that an agent wrote. */
export type OwnQuery = Question & { readonly query: string };

interface Price {
  readonly cost: { readonly min: number; readonly expected: number; readonly max: number };
  readonly rounds: number | undefined;
  readonly advice: readonly string[];
  readonly errors: readonly ErrorLine[];
}

interface Rejection {
  readonly rejection: readonly ErrorLine[];
}

/** One use of a tool that sends a request to the gateway. */
interface ToolRun {
  readonly tool: string;
  /** Name of the operation, for the audit log. */
  readonly operation: string | null;
  readonly question: Question;
  /** Its expected number of calls. */
  readonly expected: number;
  /** Further properties of the response. */
  readonly more?: Readonly<Record<string, unknown>>;
}

const maxSdlBytes = 12_000;

/** The tools of one caller. */
export class Agent {
  readonly #options: AgentOptions;
  readonly #caller: McpCaller;

  constructor(options: AgentOptions, caller: McpCaller) {
    this.#options = options;
    this.#caller = caller;
  }

  search(text: string, limit: number): CallToolResult {
    return result({ hits: this.#options.search.find(text, limit) });
  }

  describe(name: string): CallToolResult {
    const { schema, search } = this.#options;
    const slice = describeName(schema, name, maxSdlBytes);
    if (slice) return result({ ...slice });
    const near = search.find(name, 5).map((hit) => hit.name);
    return failure([
      {
        code: 'NOT_FOUND',
        message: `The schema has no "${name}".${near.length > 0 ? ` Near it: ${near.join(', ')}.` : ''}`,
        path: '',
      },
    ]);
  }

  async explain(question: OwnQuery): Promise<CallToolResult> {
    const read = await this.#readQuery(question);
    if ('rejection' in read) return failure(read.rejection);
    const { cost, rounds, advice, errors } = read.price;
    return result({ cost, rounds, advice, ...some({ errors }) });
  }

  async run(question: OwnQuery, maxCalls: number): Promise<CallToolResult> {
    const read = await this.#readQuery(question);
    if ('rejection' in read) return failure(read.rejection);
    const { price, document } = read;
    const { expected } = price.cost;
    if (expected > maxCalls) return failure([tooExpensive(expected, maxCalls, price.advice)]);
    const query = print(instrumentDocument(this.#options.schema, document));
    const operation = operationName(document);
    return this.#runTool({ tool: 'run_query', operation, question: { ...question, query }, expected });
  }

  runTrusted(
    documentId: string,
    tool: TrustedTool,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<CallToolResult> {
    return this.#runDocument(tool.name, { documentId, variables });
  }

  /** Executes a mutation once for its key, and verifies what it wrote. */
  write(
    documentId: string,
    tool: TrustedTool,
    args: Readonly<Record<string, unknown>>,
  ): Promise<CallToolResult> {
    const { idempotencyKey = randomUUID(), ...given } = args;
    const variables: Record<string, unknown> = given;
    for (const name of tool.verified) variables[name] = { verify: true, ...omitVerify(variables[name]) };
    for (const [variable, field] of Object.entries(tool.keys))
      variables[variable] = `${idempotencyKey}:${field}`;
    return this.#runDocument(tool.name, { documentId, variables }, { idempotencyKey });
  }

  async #runDocument(
    tool: string,
    question: Question,
    more?: Readonly<Record<string, unknown>>,
  ): Promise<CallToolResult> {
    const price = await this.#price(question);
    if ('rejection' in price) return failure(price.rejection);
    return this.#runTool({ tool, operation: tool, question, expected: price.cost.expected, more });
  }

  async #runTool(run: ToolRun): Promise<CallToolResult> {
    const { question, expected, more } = run;
    const { allowance, maxResponseBytes } = this.#options;
    const { login, ask } = this.#caller;
    const reserved = allowance.reserve(login, expected);
    if ('resetInSeconds' in reserved)
      return failure([allowanceSpent(expected, reserved.left, reserved.resetInSeconds)]);
    let calls = expected;
    try {
      const response = await ask(question, 'trace');
      calls = response.extensions?.clio?.cost?.actual ?? 0;
      const { data, cuts, ids, fits } = fitResponse(response.data ?? null, maxResponseBytes);
      const errors = describeErrors(response.errors);
      if (!fits) errors.push(tooLarge(maxResponseBytes));
      await this.#audit(run, ids, calls, errors);
      const content = { data: fits ? data : null, calls, ...some({ errors, cut: cuts }), ...more };
      return result(content, !fits || !hasAny(data));
    } finally {
      reserved.settle(calls);
    }
  }

  async #audit(
    { tool, operation }: ToolRun,
    ids: readonly string[],
    calls: number,
    errors: readonly ErrorLine[],
  ): Promise<void> {
    const { audit, identities } = this.#options;
    if (!audit) return;
    const { user, firm } = await identities.read(this.#caller);
    await audit.write({
      user,
      firm,
      tool,
      operation,
      ids: ids.slice(0, maxAuditedIds),
      records: ids.length,
      calls,
      codes: [...new Set(errors.map(({ code }) => code))],
    });
  }

  /** The gateway checks the document against its limits before it is read here. */
  async #readQuery(
    question: OwnQuery,
  ): Promise<Rejection | { readonly price: Price; readonly document: DocumentNode }> {
    const price = await this.#price(question);
    if ('rejection' in price) return price;
    const document = parse(question.query);
    const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
    const isOneQuery = operations.length === 1 && operations[0]?.operation === OperationTypeNode.QUERY;
    return isOneQuery ? { price, document } : { rejection: [onlyQueries] };
  }

  async #price(question: Question): Promise<Rejection | Price> {
    const { extensions, errors } = await this.#caller.ask(question, 'plan');
    const { cost, rounds, advice = [] } = extensions?.clio ?? {};
    const lines = describeErrors(errors);
    if (!cost) return { rejection: lines };
    return { cost, rounds, advice: advice.map(({ message }) => message), errors: lines };
  }
}

const onlyQueries: ErrorLine = {
  code: 'BAD_USER_INPUT',
  message: 'Send exactly one query. Mutations are available only as separate tools.',
  path: '',
};

function tooExpensive(expected: number, maxCalls: number, advice: readonly string[]): ErrorLine {
  const message = `This query is expected to cost ${expected} calls to Clio, and maxCalls is ${maxCalls}. Ask for smaller pages (first), leave out lists inside lists, or pass a larger maxCalls. ${advice.join(' ')}`;
  return { code: 'QUERY_TOO_COMPLEX', message: message.trim(), path: '' };
}

function allowanceSpent(expected: number, left: number, resetInSeconds: number): ErrorLine {
  const message = `${left} calls to Clio are left of this hour's allowance for agents, and this is expected to cost ${expected}. The next allowance starts in ${resetInSeconds} seconds.`;
  return { code: 'RATE_LIMITED', message, path: '' };
}

function tooLarge(maxBytes: number): ErrorLine {
  const message = `One record alone is larger than ${maxBytes} bytes. Select fewer fields of it.`;
  return { code: 'QUERY_TOO_COMPLEX', message, path: '' };
}

function operationName(document: DocumentNode): string | null {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  return operation?.name?.value ?? null;
}

/** Whether at least one root field has a value. */
function hasAny(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.values(data).some((value) => value !== null);
}

/** The given input without `verify`. */
function omitVerify(input: unknown): object {
  const { verify: _, ...rest } = input as Record<string, unknown>;
  return rest;
}

/** Omits the empty lists. */
function some(lists: Readonly<Record<string, readonly unknown[]>>): Record<string, readonly unknown[]> {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

function result(content: Record<string, unknown>, isError = false): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(content) }], structuredContent: content, isError };
}

function failure(errors: readonly ErrorLine[]): CallToolResult {
  const text = errors
    .map(({ code, message, path }) => `${code}${path === '' ? '' : ` at ${path}`}: ${message}`)
    .join('\n');
  return { content: [{ type: 'text', text }], isError: true };
}
