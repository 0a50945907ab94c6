import { beforeEach, describe, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startListeningGateway } from '../../support/start-listening-gateway.ts';

// An input accepts a value in the form in which its field returns it.

const running = forAllTests(() => startListeningGateway());
beforeEach(() => running.sandbox.resetCalls());

const write = (field: string, input: string, fields: string) =>
  running.ask(`mutation { ${field}(input: ${input}) { ${fields} userErrors { message field } } }`);

describe('a field that Clio returns as a day and takes as an instant', () => {
  it.each(['"2026-10-15"', '"2026-10-15T00:00:00Z"'])('accepts %s', async (value) => {
    const { data } = await write('updateTask', `{ id: 1, dueAt: ${value} }`, 'task { dueAt }');
    expect(data).toEqual({ updateTask: { task: { dueAt: '2026-10-15' }, userErrors: [] } });
    expect(running.sandbox.calls.at(-1)?.body).toEqual({ data: { due_at: '2026-10-15T00:00:00Z' } });
  });

  it('accepts a variable too', async () => {
    const { data } = await running.ask(
      'mutation ($day: DateTime) { updateTask(input: { id: 1, dueAt: $day }) { task { dueAt } } }',
      { variables: { day: '2026-10-16' } },
    );
    expect(data).toEqual({ updateTask: { task: { dueAt: '2026-10-16' } } });
  });
});

it('a field that Clio returns as an instant and takes as a day accepts both', async () => {
  for (const value of ['2026-10-15', '2026-10-15T08:30:00Z']) {
    const { data } = await write(
      'updateTaskType',
      `{ id: 1, deletedAt: "${value}" }`,
      'taskType { deletedAt }',
    );
    expect(data).toMatchObject({ updateTaskType: { userErrors: [] } });
    expect(running.sandbox.calls.at(-1)?.body).toEqual({ data: { deleted_at: '2026-10-15' } });
  }
});

it('filters by an instant accept a day', async () => {
  await running.ask(
    '{ calendarEntries(first: 1, filter: { endAt: { gte: "2026-03-01" }, startAt: { lte: "2026-03-02" } }) { nodes { id } } }',
  );
  expect(running.sandbox.calls[0]?.query).toEqual(
    expect.arrayContaining([
      ['from', '2026-03-01T00:00:00Z'],
      ['to', '2026-03-02T00:00:00Z'],
    ]),
  );
});
