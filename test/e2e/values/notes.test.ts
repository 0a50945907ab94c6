import { beforeAll, beforeEach, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startListeningGateway } from '../../support/start-listening-gateway.ts';

// Some accounts accept the type of notes only in lower case; Clio's document capitalises it. Clients need not know the form.

const running = forAllTests(() => startListeningGateway());
beforeAll(async () => {
  running.sandbox.quirks.lowerCaseNoteTypes = true;
});
beforeEach(() => running.sandbox.resetCalls());

it.each([
  ['the list', '{ notes(first: 2, filter: { type: MATTER }) { nodes { type } } }'],
  ['a relation of matters', '{ matters(first: 2) { nodes { notes(first: 1) { nodes { type } } } } }'],
  ['a relation of contacts', '{ contacts(first: 2) { nodes { notes(first: 1) { nodes { type } } } } }'],
  [
    'notes loaded by their ids',
    '{ activities(first: 60) { nodes { matterNote { subject author { avatar { url } } } contactNote { subject notificationEventSubscribers { user { name } } } } } }',
  ],
])('reads notes through %s', async (_place, query) => {
  const { errors } = await running.ask(query);
  expect(errors).toBeUndefined();
  expect(running.sandbox.calls.some(({ query: q }) => q.some(([name]) => name === 'type'))).toBe(true);
});
