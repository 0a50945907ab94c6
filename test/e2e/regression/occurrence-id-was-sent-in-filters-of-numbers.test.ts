import { expect, it } from 'vitest';
import { errorCodes, startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// An occurrence of a series has an id such as "60-1", but Clio's filters take numbers: Clio rejected each such call.
it.each([
  ['a filter', (id: string) => `activities(filter: { calendarEntryId: "${id}" }) { nodes { id } }`],
  ['a list of ids', (id: string) => `calendarEntries(filter: { ids: ["${id}"] }) { nodes { id } }`],
  ['a connection', (id: string) => `calendarEntry(id: "${id}") { activities { nodes { id } } }`],
])('sends no call that Clio must reject for the id of an occurrence in %s', async (_title, query) => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  const occurrence = [...sandbox.records('CalendarEntry').keys()].find((id) => String(id).includes('-'));
  const { errors } = await gateway.gql(`{ ${query(String(occurrence))} }`);
  expect(errorCodes({ errors })).toEqual(['BAD_USER_INPUT']);
  expect(sandbox.calls.filter(({ status }) => status >= 400)).toEqual([]);
});
