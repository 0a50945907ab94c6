import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  buildSchema,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLFieldResolver,
  parse,
  validate,
} from 'graphql';
import { Pool } from 'undici';

// What a developer would write by hand for two queries and nothing else: node:http, graphql-js, a cache of parsed and
// validated documents, undici, a resolver for each query. No timeouts, limits, logs, error codes, retries.

const schema = buildSchema(/* GraphQL */ `
  type Query {
    matter(id: ID!): Matter
    matters(first: Int!, filter: MatterFilter): MatterConnection
  }
  input MatterFilter {
    clientId: ID
  }
  type MatterConnection {
    nodes: [Matter]
  }
  type Matter {
    id: ID!
    displayNumber: String
    description: String
    status: MatterStatus
    openDate: String
  }
  enum MatterStatus {
    OPEN
    PENDING
    CLOSED
  }
`);

interface Context {
  readonly authorization: string;
}

interface Row {
  readonly id: number;
  readonly display_number?: string;
  readonly description?: string;
  readonly status?: string;
  readonly open_date?: string;
}

const upstream = new URL(process.argv[2] as string);
const pool = new Pool(upstream.origin, { connections: 64 });

async function load<T>(path: string, { authorization }: Context): Promise<T> {
  const { statusCode, body } = await pool.request({ method: 'GET', path, headers: { authorization } });
  if (statusCode !== 200) throw new Error(`The upstream responded with ${statusCode}.`);
  return ((await body.json()) as { data: T }).data;
}

function toMatter(row: Row): Record<string, unknown> {
  return {
    id: `Matter:${row.id}`,
    displayNumber: row.display_number,
    description: row.description,
    status: row.status?.toUpperCase(),
    openDate: row.open_date,
  };
}

const matter: GraphQLFieldResolver<unknown, Context, { id: string }> = async (_root, { id }, context) =>
  toMatter(
    await load<Row>(
      `/api/v4/matters/${encodeURIComponent(id)}.json?fields=id,description,display_number,open_date,status`,
      context,
    ),
  );

const matters: GraphQLFieldResolver<
  unknown,
  Context,
  { first: number; filter?: { clientId?: string } }
> = async (_root, { first, filter }, context) => {
  const client = encodeURIComponent(filter?.clientId ?? '');
  const path = `/api/v4/matters.json?fields=id,display_number,status&client_id=${client}&limit=${first}&order=id(asc)`;
  return { nodes: (await load<Row[]>(path, context)).map(toMatter) };
};

const fields = schema.getQueryType()?.getFields() ?? {};
if (fields.matter) fields.matter.resolve = matter;
if (fields.matters) fields.matters.resolve = matters;

const documents = new Map<string, DocumentNode>();

function document(query: string): DocumentNode {
  let known = documents.get(query);
  if (!known) {
    known = parse(query);
    const errors = validate(schema, known);
    if (errors[0]) throw errors[0];
    documents.set(query, known);
  }
  return known;
}

async function executeRequest(text: string, context: Context): Promise<ExecutionResult> {
  const { query, variables } = JSON.parse(text) as {
    query: string;
    variables: ExecutionArgs['variableValues'];
  };
  return execute({ schema, document: document(query), variableValues: variables, contextValue: context });
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const result = await executeRequest(Buffer.concat(chunks).toString(), {
      authorization: request.headers.authorization ?? '',
    });
    const body = JSON.stringify(result);
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
