import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Running, startRunning } from '../../support/start-listening-gateway.ts';

// Clio counts the time of an activity in seconds, and people in hours.

let running: Running;
beforeAll(async () => {
  running = await startRunning();
});
beforeEach(() => running.sandbox.resetCalls());
afterAll(() => running[Symbol.asyncDispose]());

const write = (field: string, input: string) =>
  running.ask(
    `mutation { ${field}(input: ${input}) { activity { quantity quantityInHours } userErrors { code message field } } }`,
  );

const entry = 'type: TIME_ENTRY, date: "2026-04-01", matterId: "Matter:3"';

it('hours are written as seconds', async () => {
  const { data } = await write('createActivity', `{ ${entry}, hours: 1.5 }`);
  expect(data).toEqual({
    createActivity: { activity: { quantity: 5400, quantityInHours: 1.5 }, userErrors: [] },
  });
  expect(running.sandbox.calls.at(-1)?.body).toMatchObject({ data: { quantity: 5400 } });
});

it('an update takes hours', async () => {
  const { data } = await write('updateActivity', '{ id: "Activity:2", hours: 0.1, verify: true }');
  expect(data).toMatchObject({ updateActivity: { userErrors: [] } });
  expect(running.sandbox.calls.at(-1)?.body).toEqual({ data: { quantity: 360 } });
});

it.each([
  [
    'hours beside seconds',
    `{ ${entry}, hours: 1.5, quantity: 5400 }`,
    'hours',
    'Give "hours" or "quantity", not both.',
  ],
  [
    'a fraction of a second',
    `{ ${entry}, quantity: 1.5 }`,
    'quantity',
    '"quantity" of a time entry is a whole number of seconds. Give hours as "hours: 1.5"; for an expense, give its "type" beside it.',
  ],
  [
    'hours of an expense',
    '{ type: EXPENSE_ENTRY, date: "2026-04-01", matterId: 3, hours: 2 }',
    'hours',
    'An expense has no hours: give its "quantity".',
  ],
])('%s are refused before any call', async (_, input, field, message) => {
  const { data } = await write('createActivity', input);
  expect(data).toEqual({
    createActivity: { activity: null, userErrors: [{ code: 'INVALID', message, field: ['input', field] }] },
  });
  expect(running.sandbox.calls).toEqual([]);
});

it('an expense counts in fractions', async () => {
  const { data } = await write(
    'createActivity',
    '{ type: EXPENSE_ENTRY, date: "2026-04-01", matterId: 3, quantity: 2.5, price: "10" }',
  );
  expect(data).toMatchObject({ createActivity: { activity: { quantity: 2.5 }, userErrors: [] } });
});

it('what Clio refuses is reported at the field that was given', async () => {
  const error = { type: 'ArgumentError', message: 'Invalid', errors: { quantity: ['is too large'] } };
  running.sandbox.fault({ kind: 'status', status: 422, times: 1, body: JSON.stringify({ error }) });
  const { data } = await write('createActivity', `{ ${entry}, hours: 25 }`);
  expect(data).toMatchObject({
    createActivity: { userErrors: [{ message: 'is too large', field: ['input', 'hours'] }] },
  });
});
