import type { Child } from './children.ts';
import { ask } from './graphql.ts';

const count = 25_000;
const atOnce = 50;

/**
 * Heap of distinct small documents in the cache of prepared operations, which they fill.
 */
export async function benchDocuments(gateway: Child): Promise<number> {
  await sendAll(gateway, 'warm', 500);
  const before = await gateway.stats('collect');
  await sendAll(gateway, 'each', count);
  const after = await gateway.stats('collect');
  return after.heapUsed - before.heapUsed;
}

async function sendAll(gateway: Child, name: string, documents: number): Promise<void> {
  for (let sent = 0; sent < documents; sent += atOnce) {
    const batch = Array.from({ length: atOnce }, (_, index) =>
      ask(gateway.url, 'token', {
        query: `query ($id: ID!) { matter(id: $id) { id ${name}${sent + index}: displayNumber status } }`,
        variables: { id: '7' },
      }),
    );
    await Promise.all(batch);
  }
}
