import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BundledProgram, bundleProgram } from '../../support/bundle-program.ts';
import { callThrough } from '../../support/connect-agent.ts';

let built: BundledProgram;

beforeAll(async () => {
  built = await bundleProgram();
});
afterAll(() => built[Symbol.asyncDispose]());

it('the command mcp serves an agent over stdio, on the sandbox where nothing is configured', async () => {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [built.file, 'mcp'],
    env: {},
    cwd: built.home,
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
