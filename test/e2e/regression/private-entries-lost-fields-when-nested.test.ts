import { expect, it } from 'vitest';
import { errorCodes, startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Two levels down Clio sends the id of a calendar entry and, if it is private, `redacted`. The gateway took that for all that
// is visible, as it is for a hidden contact. But everyone may see a private entry's times and calendar.

interface Entry {
  readonly clioId: string;
  readonly redacted: boolean;
  readonly startAt: string | null;
  readonly summary: string | null;
  readonly calendar: { readonly clioId: string; readonly name: string } | null;
}

it('shows the same of a private entry at any depth', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.restricted });
  const fields = '{ clioId redacted startAt summary calendar { clioId name } }';
  const deep = await gateway.gql(
    `{ lineItems(first: 440) { nodes { activity { calendarEntry ${fields} } } } }`,
  );
  const list = deep.data?.lineItems as { nodes: { activity: { calendarEntry: Entry | null } | null }[] };
  const found = list.nodes.flatMap(({ activity }) => activity?.calendarEntry ?? []);
  const hidden = found.filter(({ redacted }) => redacted);
  expect(hidden.length).toBeGreaterThan(0);
  expect(hidden.length).toBeLessThan(found.length);
  for (const entry of found) {
    const alone = await gateway.gql(`{ calendarEntry(id: ${entry.clioId}) ${fields} }`);
    expect(entry).toEqual(alone.data?.calendarEntry);
  }
  for (const { summary, startAt, calendar } of hidden) {
    expect(summary).toBeNull();
    expect(startAt).not.toBeNull();
    expect(calendar?.name).toEqual(expect.any(String));
  }
});

it('returns what it has of a redacted entry if Clio does not allow loading it', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.restricted });
  sandbox.fault({ kind: 'status', status: 403, match: '/calendar_entries' });
  const { data, errors } = await gateway.gql(
    '{ lineItems(first: 440) { nodes { activity { calendarEntry { clioId redacted startAt } } } } }',
  );
  const list = data?.lineItems as { nodes: { activity: { calendarEntry: Entry | null } | null }[] };
  const found = list.nodes.flatMap(({ activity }) => activity?.calendarEntry ?? []);
  expect(found.length).toBeGreaterThan(0);
  for (const entry of found)
    expect(entry).toEqual({ clioId: expect.any(String), redacted: true, startAt: null });
  // Entries that are not redacted should have been returned: for them it is an error.
  const codes = new Set(errorCodes({ errors }));
  expect(codes).toEqual(new Set(['FORBIDDEN']));
});
