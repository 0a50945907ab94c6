import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

/** The result of a tool. */
export interface ToolResult {
  readonly content: Record<string, unknown>;
  readonly text: string;
  readonly isError: boolean;
}

/** An agent that is connected through the protocol's real client. */
export interface Agent extends AsyncDisposable {
  readonly client: Client;
  call(tool: string, args?: Record<string, unknown>): Promise<ToolResult>;
}

export async function connectAgent(url: string, token: string | null): Promise<Agent> {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  return callThrough(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }));
}

export async function callThrough(transport: Parameters<Client['connect']>[0]): Promise<Agent> {
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(transport);
  return {
    client,
    async call(name, args = {}) {
      const {
        content,
        structuredContent = {},
        isError = false,
      } = await client.callTool({ name, arguments: args });
      const [first] = content;
      const text = first?.type === 'text' ? first.text : '';
      return { content: structuredContent as Record<string, unknown>, text, isError };
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}
