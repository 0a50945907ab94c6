import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { McpServerFactory } from '@modelcontextprotocol/server';
import { GatewayError } from '../errors.ts';
import { readToken } from '../server/graphql/read-headers.ts';
import {
  errorResponse,
  type HttpRequest,
  type HttpResponse,
  UnreadableBody,
} from '../server/http/http-message.ts';
import { askThrough } from './ask-gateway.ts';
import { AuditLog } from './audit-log.ts';
import { createMcp } from './create-mcp.ts';
import { collectTrustedTools, type TrustedToolsOptions } from './trusted-tool.ts';

/** Options of {@link createAgents}. */
export interface AgentsOptions extends TrustedToolsOptions {
  /** Handles a request like the gateway's listener. */
  readonly handle: (http: HttpRequest) => Promise<HttpResponse>;
  /** Path in front of GraphQL's own. */
  readonly basePath: string;
  readonly now: () => number;
}

/** The gateway for agents, over both transports of MCP. */
export interface Agents {
  /** Handles a request to `/mcp`: Streamable HTTP without sessions. */
  route(http: HttpRequest): Promise<HttpResponse>;
  /** Creates a server for an agent that runs the gateway itself, with the gateway's own login. */
  readonly local: McpServerFactory;
  /** The trusted documents, including those of the tools; undefined if there are none. */
  readonly documents: ReadonlyMap<string, string> | undefined;
}

/** Loads the code for agents; see {@link createMcp}. */
export async function createAgents(options: AgentsOptions): Promise<Agents> {
  const { schema, config, trusted, handle, logger, now } = options;
  const { maxBodyBytes, corsOrigins, auditLog } = config;
  const tools = collectTrustedTools(options);
  const audit = auditLog === null ? null : new AuditLog(auditLog, now);
  const [{ createMcpHandler }, mcp] = await Promise.all([
    import('@modelcontextprotocol/server'),
    createMcp({ schema, config, trusted: tools, audit, now }),
  ]);
  const graphqlPath = `${options.basePath}/graphql`;
  const ofTools = [...tools].map(([id, tool]) => [id, tool.document] as const);
  const callerOf = (http: HttpRequest | null) => ({
    ask: askThrough(handle, graphqlPath, http),
    login: loginOf(http),
  });
  const handler = createMcpHandler(
    (context) => mcp(callerOf(context.authInfo?.extra?.http as HttpRequest))(context),
    {
      maxRequestBodySize: maxBodyBytes,
      onerror: (error) => logger.warn({ problem: error.message }, 'a request to /mcp failed'),
    },
  );
  return {
    documents: trusted && new Map([...trusted, ...ofTools]),
    local: (context) => mcp(callerOf(null))(context),
    async route(http) {
      const origin = http.header('origin');
      if (origin !== null && !corsOrigins.includes(origin) && !isOwnOrigin(origin, http))
        return errorResponse(403, 'FORBIDDEN', foreignOrigin);
      let body: string | null = null;
      try {
        if (http.method === 'POST') body = await http.readBody(maxBodyBytes);
      } catch (error) {
        if (error instanceof UnreadableBody) return errorResponse(error.status, 'BAD_REQUEST', error.message);
        throw error;
      }
      const request = new Request(`http://localhost${http.path}`, {
        method: http.method,
        headers: http.headers(),
        body,
      });
      // The handler only passes it on to the factory.
      const authInfo = { token: '', clientId: '', scopes: [], extra: { http } };
      return toOutgoing(await handler.fetch(request, { authInfo }));
    },
  };
}

const foreignOrigin = 'Pages of this origin may not use /mcp. Add it to CORS_ORIGINS.';

/**
 * Whether a page belongs to the gateway. Under another host name the address could be this machine's (DNS
 * rebinding), so no token is lent.
 */
function isOwnOrigin(origin: string, http: HttpRequest): boolean {
  return http.mayBorrowToken && URL.canParse(origin) && new URL(origin).host === http.header('host');
}

/**
 * The key of a login, which never contains the token. The gateway rejects a request with a malformed token.
 */
function loginOf(http: HttpRequest | null): string {
  let token: string | null = null;
  try {
    token = http && readToken(http, null);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
  }
  return hash('sha256', token ?? '', 'base64url');
}

async function toOutgoing(response: Response): Promise<HttpResponse> {
  const headers = { 'cache-control': 'no-store', ...Object.fromEntries(response.headers) };
  const { status, body } = response;
  const isStream = headers['content-type' as keyof typeof headers]?.startsWith('text/event-stream');
  if (isStream && body) return { status, headers, body: Readable.fromWeb(body as ReadableStream) };
  return { status, headers, body: await response.text() };
}
