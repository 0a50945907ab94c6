import { expect, it } from 'vitest';
import { startListeningGateway } from '../../support/start-listening-gateway.ts';

it('distinguishes a filter value with an ampersand from two filters, in the cache and in a request', async () => {
  await using running = await startListeningGateway({ config: { cacheTtlMs: 60_000 } });
  const both = `{
    one: contacts(first: 3, filter: { query: "a", type: COMPANY }) { nodes { name } }
    two: contacts(first: 3, filter: { query: "a&type=Company" }) { nodes { name } }
  }`;
  const { data, errors } = await running.ask(both);
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    one: { nodes: [expect.anything(), expect.anything(), expect.anything()] },
    two: { nodes: [] },
  });
  expect(running.sandbox.calls).toHaveLength(2);

  running.sandbox.resetCalls();
  const later = await running.ask(
    '{ contacts(first: 3, filter: { query: "a&type=Company" }) { nodes { name } } }',
  );
  expect(later.data).toEqual({ contacts: { nodes: [] } });
  expect(running.sandbox.calls).toEqual([]);
});
