import { beforeEach, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startListeningGateway } from '../../support/start-listening-gateway.ts';

// Clio counts the time of an activity in seconds; people count it in hours.

const running = forAllTests(() => startListeningGateway());
beforeEach(() => running.sandbox.resetCalls());

const write = (field: string, input: string) =>
  running.ask(
    `mutation { ${field}(input: ${input}) { activity { quantity quantityInHours } userErrors { code message field } } }`,
  );

const entry = 'type: TIME_ENTRY, date: "2026-04-01", matterId: "Matter:3"';

it('writes hours as seconds', async () => {
  const { data } = await write('createActivity', `{ ${entry}, hours: 1.5 }`);
  expect(data).toEqual({
    createActivity: { activity: { quantity: 5400, quantityInHours: 1.5 }, userErrors: [] },
  });
  expect(running.sandbox.calls.at(-1)?.body).toMatchObject({ data: { quantity: 5400 } });
});

it('accepts hours in an update', async () => {
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
])('rejects %s before any call', async (_, input, field, message) => {
  const { data } = await write('createActivity', input);
  expect(data).toEqual({
    createActivity: { activity: null, userErrors: [{ code: 'INVALID', message, field: ['input', field] }] },
  });
  expect(running.sandbox.calls).toEqual([]);
});

it('accepts fractions for the quantity of an expense', async () => {
  const { data } = await write(
    'createActivity',
    '{ type: EXPENSE_ENTRY, date: "2026-04-01", matterId: 3, quantity: 2.5, price: "10" }',
  );
  expect(data).toMatchObject({ createActivity: { activity: { quantity: 2.5 }, userErrors: [] } });
});

it("reports Clio's user errors at the field of the input", async () => {
  const error = { type: 'ArgumentError', message: 'Invalid', errors: { quantity: ['is too large'] } };
  running.sandbox.fault({ kind: 'status', status: 422, times: 1, body: JSON.stringify({ error }) });
  const { data } = await write('createActivity', `{ ${entry}, hours: 25 }`);
  expect(data).toMatchObject({
    createActivity: { userErrors: [{ message: 'is too large', field: ['input', 'hours'] }] },
  });
});

// People know the codes of UTBMS, and Clio takes the ids.

const codes = 'utbmsTaskCode: "l110 ", utbmsActivityCode: "A103"';

it('finds UTBMS codes in one list, for all entries of a request', async () => {
  const create = `createActivity(input: { ${entry}, hours: 1, ${codes} }) { userErrors { message } }`;
  const expense =
    'createActivity(input: { type: EXPENSE_ENTRY, date: "2026-04-01", price: 20, utbmsExpenseCode: "E112" }) { activity { utbmsExpense { code } } userErrors { message } }';
  const { data } = await running.ask(`mutation { a: ${create} b: ${create} c: ${expense} }`);
  expect(data).toEqual({
    a: { userErrors: [] },
    b: { userErrors: [] },
    c: { activity: { utbmsExpense: { code: 'E112' } }, userErrors: [] },
  });
  const { calls } = running.sandbox;
  expect(calls.map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`)).toEqual([
    'GET /utbms/codes.json',
    'POST /activities.json',
    'POST /activities.json',
    'POST /activities.json',
  ]);
  expect(calls[1]?.body).toMatchObject({
    data: { activity_description: { utbms_task_id: 1, utbms_activity_id: 18 } },
  });
});

it('sets codes of an activity description, and clears them with null', async () => {
  await write(
    'updateActivity',
    '{ id: "Activity:2", utbmsTaskCode: "L240", utbmsActivityCode: null, activityDescription: { id: 3 } }',
  );
  expect(running.sandbox.calls.at(-1)?.body).toEqual({
    data: { activity_description: { id: 3, utbms_task_id: 9, utbms_activity_id: null } },
  });
});

it.each([
  ['an unknown code', 'utbmsTaskCode: "L999"', 'utbmsTaskCode', 'Clio has no UTBMS task code "L999".'],
  [
    'a code of another kind',
    'utbmsActivityCode: "L110"',
    'utbmsActivityCode',
    'Clio has no UTBMS activity code "L110".',
  ],
  [
    'a code of two sets',
    'utbmsTaskCode: "L310"',
    'utbmsTaskCode',
    '2 sets have the UTBMS task code "L310": give the id in its place, one of 10, 40.',
  ],
  [
    'a code beside the id',
    'utbmsTaskCode: "L110", activityDescription: { utbmsTaskId: 1 }',
    'utbmsTaskCode',
    'Give "utbmsTaskCode" or "activityDescription.utbmsTaskId", not both.',
  ],
])('rejects %s before the write', async (_title, input, field, message) => {
  const { data } = await write('createActivity', `{ ${entry}, hours: 1, ${input} }`);
  expect(data).toEqual({
    createActivity: { activity: null, userErrors: [{ code: 'INVALID', message, field: ['input', field] }] },
  });
  expect(running.sandbox.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
});

it('reports all unknown codes together', async () => {
  const { data } = await write(
    'createActivity',
    `{ ${entry}, utbmsTaskCode: "X1", utbmsActivityCode: "X2" }`,
  );
  const { userErrors } = (data as { createActivity: { userErrors: { field: string[] }[] } }).createActivity;
  expect(userErrors.map(({ field }) => field.join('.'))).toEqual([
    'input.utbmsTaskCode',
    'input.utbmsActivityCode',
  ]);
});
