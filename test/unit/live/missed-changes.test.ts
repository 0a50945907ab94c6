import { expect, it } from 'vitest';
import type { SubscriptionFact } from '../../../src/catalog/types.ts';
import { readMissedChanges } from '../../../src/live/missed-changes.ts';
import { catalog } from '../../support/rest/sandbox-client.ts';
import { json, startClient, startTestServer } from '../../support/rest/test-client.ts';

it.each([
  ['cannot be read', 'http://['],
  ['leads back', 'https://clio.example/matters.json?page_token=a'],
])('returns an error and an incomplete result if the link to further changes %s', async (_title, next) => {
  await using server = await startTestServer(json({ data: [{ id: 1 }], meta: { paging: { next } } }));
  await using client = startClient(server.baseUrl);
  const fact = catalog.data.subscriptions.matterChanged as SubscriptionFact;
  const reading = readMissedChanges(catalog, fact, 0, (call) => client.send(call, { token: 'token' }));
  await expect(reading).rejects.toMatchObject({ code: 'UPSTREAM_ERROR' });
  expect(server.received.length).toBeLessThan(3);
});
