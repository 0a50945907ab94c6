import { describe, expect, it } from 'vitest';
import type { ClioRecord } from '../../../src/loaders/record.ts';
import { RecordLoader } from '../../../src/loaders/record-loader.ts';
import {
  cacheAt,
  catalog,
  connectToSandbox,
  fieldTree,
  loadRecord,
} from '../../support/rest/sandbox-client.ts';

// The etag of a record was taken to cover the records inside it as well. They change without it, so after a 304 the gateway
// returned their old values.

describe('an expired record', () => {
  it('is loaded whole if it contains other records, which change without its etag', async () => {
    await using reach = await connectToSandbox();
    const { cache, clock } = cacheAt(60_000);
    const load = () =>
      loadRecord(new RecordLoader(catalog, reach.cachingClient({ cache })), 'Matter', '1', wanted);
    const wanted = fieldTree('id', 'client{id,name,last_name}');
    const first = await load();
    const { id } = (first as ClioRecord).client as { id: number };
    const body = { data: { last_name: 'Changed' } };
    // Written directly to the sandbox: the cache does not know it.
    await reach.client.send(
      { method: 'PATCH', path: `/contacts/${id}.json`, query: [], body },
      { token: reach.sandbox.tokens.owner },
    );
    clock.now += 60_000;
    expect(await load()).toMatchObject({ client: { id, last_name: 'Changed' } });
    expect(reach.sandbox.calls.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it.each([
    ['values alone', ['id', 'display_number', 'etag'], 304],
    ['the id of another record', ['id', 'client'], 200],
    ['the ids of a list inside it', ['id', 'custom_field_values'], 200],
  ])('that was loaded with %s (%j) gets the status %s', async (_, fields, status) => {
    await using reach = await connectToSandbox();
    const { cache, clock } = cacheAt(60_000);
    for (const wait of [0, 60_000]) {
      clock.now += wait;
      const loader = new RecordLoader(catalog, reach.cachingClient({ cache }));
      await loadRecord(loader, 'Matter', '1', fieldTree(...fields));
    }
    expect(reach.sandbox.calls.map((call) => call.status)).toEqual([200, status]);
  });
});
