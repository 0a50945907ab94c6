import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Agent, connectAgent } from '../../support/clients/connect-agent.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startListeningGateway } from '../../support/start-listening-gateway.ts';

/** A day of the sandbox's data. */
const today = '2026-06-15';

type Json = Record<string, unknown>;

interface Step {
  readonly query: string;
  /** Variables, from what the step before has found. */
  readonly variables?: (found: Json) => Json;
}

/** A question of a firm as an agent answers it: it searches the field, reads its arguments, and runs a query. */
interface Dialogue {
  readonly question: string;
  readonly search: string;
  /** The field that must be among the first five results of the search. */
  readonly field: string;
  readonly steps: readonly Step[];
  readonly check: (data: Json) => void;
  /** Calls to Clio, in all steps. */
  readonly calls: number;
}

function nodes(data: Json, field: string): Json[] {
  return (data[field] as { nodes: Json[] }).nodes;
}

const dialogues: readonly Dialogue[] = [
  {
    question: 'Which open matters have had no activity for 60 days?',
    search: 'open matters without activity',
    field: 'Query.matters',
    steps: [
      {
        query:
          '{ matters(first: 200, filter: { status: [OPEN] }) { nodes { displayNumber lastActivityDate } } }',
      },
    ],
    check: (data) => {
      const limit = new Date(Date.parse(today) - 60 * 86_400_000).toISOString().slice(0, 10);
      const idle = nodes(data, 'matters').filter(
        ({ lastActivityDate }) => String(lastActivityDate ?? '') < limit,
      );
      expect(idle.length).toBeGreaterThan(0);
    },
    calls: 1,
  },
  {
    question: 'What is unbilled for a client?',
    search: 'unbilled hours and amount of a client',
    field: 'Query.billableMatters',
    steps: [
      { query: '{ billableClients(first: 1) { nodes { client { id name } } } }' },
      {
        query:
          'query Unbilled($client: ID!) { billableMatters(first: 50, filter: { clientId: $client }) { nodes { displayNumber unbilledHours unbilledAmount } } }',
        variables: (found) => ({ client: ((nodes(found, 'billableClients')[0] as Json).client as Json).id }),
      },
    ],
    check: (data) => expect(nodes(data, 'billableMatters')[0]).toHaveProperty('unbilledAmount'),
    calls: 2,
  },
  {
    question: 'Which tasks are overdue, and whose are they?',
    search: 'overdue tasks and their assignee',
    field: 'Query.tasks',
    steps: [
      {
        query: `{ tasks(first: 100, filter: { complete: false, dueAt: { lte: "${today}" } }) { nodes { name dueAt assignee { name } matter { displayNumber } } } }`,
      },
    ],
    check: (data) => {
      const [task] = nodes(data, 'tasks');
      expect(String(task?.dueAt) <= today).toBe(true);
      expect(task?.assignee).toHaveProperty('name');
    },
    calls: 1,
  },
  {
    question: 'Who owes us money?',
    search: 'outstanding balance of clients',
    field: 'Query.outstandingClientBalances',
    steps: [
      {
        query:
          '{ outstandingClientBalances(first: 50) { nodes { contact { name } totalOutstandingBalance } } }',
      },
    ],
    check: (data) => expect(nodes(data, 'outstandingClientBalances').length).toBeGreaterThan(0),
    calls: 1,
  },
  {
    question: 'Which hours were logged on the last day of work, on what and by whom?',
    search: 'hours logged by a user',
    field: 'Query.activities',
    steps: [
      {
        query:
          '{ activities(first: 1, orderBy: DATE_DESC, filter: { type: TIME_ENTRY }) { nodes { date } } }',
      },
      {
        query:
          'query Day($day: Date!) { activities(first: 100, filter: { type: TIME_ENTRY, date: { gte: $day, lte: $day } }) { nodes { date quantityInHours user { name } matter { displayNumber client { name } } } } }',
        variables: (found) => ({ day: nodes(found, 'activities')[0]?.date }),
      },
    ],
    check: (data) => expect(nodes(data, 'activities')[0]).toHaveProperty('user.name'),
    calls: 3,
  },
  {
    question: 'How can I reach the client of a matter?',
    search: 'phone number and e-mail address of the client of a matter',
    field: 'Query.matters',
    steps: [
      {
        query:
          '{ matters(first: 1) { nodes { displayNumber client { name primaryEmailAddress primaryPhoneNumber } } } }',
      },
    ],
    check: (data) => expect(nodes(data, 'matters')[0]).toHaveProperty('client.primaryEmailAddress'),
    calls: 1,
  },
  {
    question: 'Which bills are overdue?',
    search: 'overdue invoices',
    field: 'Query.bills',
    steps: [
      {
        query:
          '{ bills(first: 50, filter: { overdueOnly: true }) { nodes { number dueAt due client { name } } } }',
      },
    ],
    check: (data) => expect(nodes(data, 'bills').length).toBeGreaterThan(0),
    calls: 1,
  },
  {
    question: 'Do we know somebody of this name, and from which matters?',
    search: 'find a contact by name',
    field: 'Query.contacts',
    steps: [
      { query: '{ contacts(first: 1) { nodes { name } } }' },
      {
        query:
          'query Conflict($name: String!) { contacts(first: 5, filter: { query: $name }) { nodes { name matters(first: 5) { nodes { displayNumber status } } } } }',
        variables: (found) => ({ name: String(nodes(found, 'contacts')[0]?.name).split(' ')[0] }),
      },
    ],
    check: (data) => expect(nodes(data, 'contacts')[0]).toHaveProperty('matters.nodes'),
    calls: 7,
  },
  {
    question: 'Who is in charge of which practice area?',
    search: 'practice area and responsible attorney of matters',
    field: 'Query.matters',
    steps: [
      {
        query:
          '{ matters(first: 100, filter: { status: [OPEN] }) { nodes { practiceArea { name } responsibleAttorney { name } } } }',
      },
    ],
    check: (data) => expect(nodes(data, 'matters')[0]).toHaveProperty('responsibleAttorney'),
    calls: 1,
  },
  {
    question: 'Who am I, and which firm is this?',
    search: 'who am I',
    field: 'Query.viewer',
    steps: [{ query: '{ viewer { name account { name } } }' }],
    check: (data) => expect(data).toHaveProperty('viewer.name'),
    calls: 1,
  },
];

describe('an agent answers the question', () => {
  let agent: Agent;

  const running = forAllTests(() =>
    startListeningGateway({ config: { mcp: true, mcpCallsPerHour: 100 }, sandbox: { limit: 50 } }),
  );
  beforeAll(async () => {
    agent = await connectAgent(running.url, running.sandbox.tokens.owner);
  });
  afterAll(async () => {
    await agent[Symbol.asyncDispose]();
  });

  it.each(dialogues)('$question', async ({ search, field, steps, check, calls }) => {
    running.sandbox.resetCalls();
    const found = await agent.call('search_schema', { text: search, limit: 5 });
    expect((found.content.hits as Json[]).map(({ name }) => name)).toContain(field);
    expect((await agent.call('describe', { name: field })).isError).toBe(false);
    let data: Json = {};
    for (const { query, variables } of steps) {
      const args = { query, variables: variables?.(data) ?? {}, maxCalls: 10 };
      const { content, text, isError } = await agent.call('run_query', args);
      expect(isError, text).toBe(false);
      data = content.data as Json;
    }
    check(data);
    expect(running.sandbox.calls).toHaveLength(calls);
  });
});
