import { beforeEach, describe, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startListeningGateway } from '../../support/start-listening-gateway.ts';

// An input takes a value as its field reads it.

const running = forAllTests(() => startListeningGateway());
beforeEach(() => running.sandbox.resetCalls());

const write = (field: string, input: string, fields: string) =>
  running.ask(`mutation { ${field}(input: ${input}) { ${fields} userErrors { message field } } }`);

describe('a field that Clio reads as a day and writes as an instant', () => {
  it.each(['"2026-10-15"', '"2026-10-15T00:00:00Z"'])('takes %s', async (value) => {
    const { data } = await write('updateTask', `{ id: 1, dueAt: ${value} }`, 'task { dueAt }');
    expect(data).toEqual({ updateTask: { task: { dueAt: '2026-10-15' }, userErrors: [] } });
    expect(running.sandbox.calls.at(-1)?.body).toEqual({ data: { due_at: '2026-10-15T00:00:00Z' } });
  });

  it('takes a variable, too', async () => {
    const { data } = await running.ask(
      'mutation ($day: DateTime) { updateTask(input: { id: 1, dueAt: $day }) { task { dueAt } } }',
      { variables: { day: '2026-10-16' } },
    );
    expect(data).toEqual({ updateTask: { task: { dueAt: '2026-10-16' } } });
  });
});

it('a field that Clio reads as an instant and writes as a day takes both', async () => {
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

it('filters by an instant take a day', async () => {
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
