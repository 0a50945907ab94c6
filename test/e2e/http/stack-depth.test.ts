import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect, it } from 'vitest';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

/** undici publishes on this channel inside `dispatch`. */
const channel = 'undici:request:create';

it('reaches undici from the listener in at most 24 functions of ours', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  const { url } = await gateway.listen();
  const ask = async (): Promise<void> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ matters(first: 5) { nodes { id displayNumber } } }' }),
    });
    expect(await response.json()).toHaveProperty('data.matters.nodes.4.id');
  };
  await ask();

  const stacks: string[] = [];
  const onRequest = (): void => {
    const stack = new Error('dispatch').stack ?? '';
    if (stack.includes('/src/rest/')) stacks.push(stack);
  };
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 200;
  subscribe(channel, onRequest);
  try {
    await ask();
  } finally {
    unsubscribe(channel, onRequest);
    Error.stackTraceLimit = stackTraceLimit;
  }

  expect(stacks).toHaveLength(1);
  const ours = (stacks[0] ?? '').split('\n').filter((line) => line.includes('/src/'));
  // The stack has the whole path: from the listener to the exchange.
  expect(ours.at(-1)).toContain('node-listener');
  expect(ours.join('\n')).toContain('exchange');
  expect(ours.length, ours.join('\n')).toBeLessThanOrEqual(24);
});
