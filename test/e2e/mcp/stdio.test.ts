import { dirname } from 'node:path';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { beforeAll, expect, it } from 'vitest';
import { callThrough } from '../../support/clients/connect-agent.ts';
import { buildProgram, programFile } from '../../support/programs/build-program.ts';

beforeAll(buildProgram);

it('the command mcp serves an agent over stdio, on the sandbox without any setting', async () => {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [programFile, 'mcp'],
    env: {},
    cwd: dirname(programFile),
    stderr: 'pipe',
  });
  await using agent = await callThrough(transport);
  expect(agent.client.getInstructions()).toMatch(/sandbox/);
  const { content } = await agent.call('run_query', { query: '{ viewer { name } }' });
  expect(content).toMatchObject({ data: { viewer: { name: expect.any(String) } }, calls: 1 });
  const { pid } = transport;
  await agent.client.close();
  expect(() => process.kill(pid ?? 0, 0)).toThrow(/ESRCH/);
});
