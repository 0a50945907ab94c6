import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNullableType,
  isInputObjectType,
  Kind,
  type ObjectValueNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  parseValue,
  print,
  typeFromAST,
  validate,
  visit,
} from 'graphql';
import type { Logger } from 'pino';
import type { Catalog } from '../catalog/catalog.ts';
import type { Config } from '../config/types.ts';
import { type JsonSchema, takesFile, variablesSchema } from './input-schema.ts';
import { instrumentDocument, parseOperation } from './instrument-document.ts';

/** Names of the gateway's own tools. */
const ownTools: ReadonlySet<string> = new Set(['search_schema', 'describe', 'explain_query', 'run_query']);

/** Prefix of the id of a tool's document, which differs from the document that clients know by the id. */
const idPrefix = 'mcp:';

/** Options of {@link collectTrustedTools}. */
export interface TrustedToolsOptions {
  /** The schema that clients see. */
  readonly schema: GraphQLSchema;
  readonly catalog: Catalog;
  readonly config: Config;
  /** The trusted documents of clients, by id; undefined for none. */
  readonly trusted: ReadonlyMap<string, string> | undefined;
  readonly logger: Logger;
}

/** A tool that runs a trusted document. */
export interface TrustedTool {
  /** The operation's name in snake case. */
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly kind: 'query' | 'write' | 'delete';
  /** The executed document, with ids and cursors. A mutation verifies what it wrote and takes a key. */
  readonly document: string;
  /** Variables with an input that must be verified. */
  readonly verified: readonly string[];
  /** Variables for keys, by the response key of their mutation. */
  readonly keys: Readonly<Record<string, string>>;
}

/**
 * The trusted documents that agents may run, by the id of the tool's document. Logs the reason for each
 * document that is not a tool.
 */
export function collectTrustedTools({
  schema,
  catalog,
  config,
  trusted,
  logger,
}: TrustedToolsOptions): ReadonlyMap<string, TrustedTool> {
  const deletions = Object.values(catalog.data.operations).filter(({ method }) => method === 'DELETE');
  const isDelete = (mutation: string): boolean =>
    deletions.some(({ field }) => field && mutation.toLowerCase().endsWith(field.name.toLowerCase()));
  const tools = new Map<string, TrustedTool>();
  const names = new Set(ownTools);
  for (const [id, text] of trusted ?? []) {
    const tool = createTrustedTool(schema, text, isDelete);
    const problem = 'problem' in tool ? tool.problem : reasonAgainst(tool, names, config);
    if ('problem' in tool || problem !== null) {
      logger.info({ id, problem }, 'a trusted document is not a tool for agents');
      continue;
    }
    names.add(tool.name);
    tools.set(`${idPrefix}${id}`, tool);
  }
  return tools;
}

/** Why a tool is not offered; null if it is. */
function reasonAgainst(
  { name, kind }: TrustedTool,
  names: ReadonlySet<string>,
  { mcpWrites, mcpDeletes }: Config,
): string | null {
  if (names.has(name)) return `Another tool is called ${name}.`;
  if (kind !== 'query' && !mcpWrites) return 'It writes, and MCP_WRITES is off.';
  return kind === 'delete' && !mcpDeletes ? 'It deletes, and MCP_DELETES is off.' : null;
}

/**
 * Makes a tool from a trusted document.
 *
 * @param isDelete Whether a field of the mutation type deletes something.
 * @returns The tool, or the reason why it cannot be one.
 */
export function createTrustedTool(
  schema: GraphQLSchema,
  text: string,
  isDelete: (mutation: string) => boolean,
): TrustedTool | { readonly problem: string } {
  const document = parse(text);
  const [error] = validate(schema, document);
  if (error) return { problem: error.message };
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const [operation, another] = operations;
  if (!operation || another) return { problem: 'The document must have exactly one operation.' };
  if (!operation.name) return { problem: 'The operation must have a name.' };
  if (operation.operation === OperationTypeNode.SUBSCRIPTION)
    return { problem: 'A subscription has no single response.' };
  const inputs = (operation.variableDefinitions ?? []).map(({ type }) =>
    typeFromAST(schema, type as Parameters<typeof typeFromAST>[1]),
  );
  if (inputs.some((type) => type && takesFile(type as Parameters<typeof takesFile>[0])))
    return { problem: 'The operation takes a file.' };
  const isWrite = operation.operation === OperationTypeNode.MUTATION;
  const guarded = isWrite ? guardWrites(schema, document, operation) : { document, verified: [], keys: {} };
  if ('problem' in guarded) return guarded;
  const roots = rootFields(operation);
  return {
    name: snakeCase(operation.name.value),
    description: readComment(text) ?? `Runs the trusted ${operation.operation} ${operation.name.value}.`,
    inputSchema: variablesSchema(schema, operation),
    kind: !isWrite ? 'query' : roots.some(({ name }) => isDelete(name.value)) ? 'delete' : 'write',
    document: print(instrumentDocument(schema, guarded.document)),
    verified: guarded.verified,
    keys: guarded.keys,
  };
}

interface GuardedDocument {
  readonly document: DocumentNode;
  readonly verified: readonly string[];
  readonly keys: Readonly<Record<string, string>>;
}

/** Lets each mutation verify what it wrote, and run once for a key. */
function guardWrites(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): GuardedDocument | { readonly problem: string } {
  const mutations = schema.getMutationType()?.getFields() ?? {};
  const verified = new Set<string>();
  const keys: Record<string, string> = {};
  if (operation.selectionSet.selections.some((one) => one.kind !== Kind.FIELD))
    return { problem: 'A mutation must select its fields without fragments at the root.' };
  const selections = rootFields(operation).map((field, index): FieldNode => {
    const input = mutations[field.name.value]?.args.find(({ name }) => name === 'input');
    const type = getNullableType(input?.type);
    const canVerify = isInputObjectType(type) && 'verify' in type.getFields();
    const guarded = canVerify ? verifyInput(field, verified) : field;
    if (guarded.directives?.some(({ name }) => name.value === 'idempotent')) return guarded;
    const variable = `idempotencyKey${index}`;
    keys[variable] = (field.alias ?? field.name).value;
    const { directives: idempotent = [] } = parseOperation(`query @idempotent(key: $${variable}) { f }`);
    return { ...guarded, directives: [...(guarded.directives ?? []), ...idempotent] };
  });
  const added = Object.keys(keys).flatMap(
    (variable) => parseOperation(`query ($${variable}: String!) { f }`).variableDefinitions ?? [],
  );
  const rewritten: OperationDefinitionNode = {
    ...operation,
    variableDefinitions: [...(operation.variableDefinitions ?? []), ...added],
    selectionSet: { ...operation.selectionSet, selections },
  };
  const whole = visit(document, { OperationDefinition: () => rewritten });
  return { document: whole, verified: [...verified], keys };
}

function verifyInput(field: FieldNode, verified: Set<string>): FieldNode {
  const args = field.arguments?.map((argument) => {
    if (argument.name.value !== 'input') return argument;
    const { value } = argument;
    if (value.kind === Kind.VARIABLE) verified.add(value.name.value);
    return value.kind === Kind.OBJECT ? { ...argument, value: withVerify(value) } : argument;
  });
  return { ...field, arguments: args };
}

function withVerify(value: ObjectValueNode): ObjectValueNode {
  const fields = value.fields.filter((one) => one.name.value !== 'verify');
  const verify = parseValue('{ verify: true }', { noLocation: true }) as ObjectValueNode;
  return { ...value, fields: [...fields, ...verify.fields] };
}

function rootFields(operation: OperationDefinitionNode): readonly FieldNode[] {
  return operation.selectionSet.selections.filter((one) => one.kind === Kind.FIELD);
}

/** The comment above the operation says what it is for. */
function readComment(text: string): string | null {
  const lines = /^\s*((?:#.*\n\s*)+)/.exec(text)?.[1]?.split('\n') ?? [];
  const comment = lines.map((line) => line.replace(/^\s*#\s?/, '').trim()).filter((line) => line !== '');
  return comment.length > 0 ? comment.join(' ') : null;
}

function snakeCase(text: string): string {
  return text.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
}
