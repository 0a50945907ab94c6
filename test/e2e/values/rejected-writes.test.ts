import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRef } from '../../../src/sandbox/record.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startListeningGateway } from '../../support/start-listening-gateway.ts';

// The gateway rejects what Clio certainly rejects, without a call. What Clio may reject is sent, and Clio's error is
// explained.

const running = forAllTests(() => startListeningGateway());
beforeEach(() => running.sandbox.resetCalls());
afterEach(() => running.sandbox.clearFaults());

describe('null for the staff of a matter', () => {
  it.each(['responsibleAttorneyId', 'originatingAttorneyId', 'responsibleStaffId'])(
    'is rejected without a call: %s',
    async (field) => {
      const { data, errors } = await running.ask(
        `mutation { updateMatter(input: { id: 1, ${field}: null }) { matter { id } userErrors { code message field } } }`,
      );
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        updateMatter: {
          matter: null,
          userErrors: [
            {
              code: 'INVALID',
              message: `Clio cannot clear "${field}": give another id, or leave it out.`,
              field: ['input', field],
            },
          ],
        },
      });
      expect(running.sandbox.calls).toEqual([]);
    },
  );

  it('is sent for other links', async () => {
    await running.ask(
      'mutation { updateMatter(input: { id: 1, groupId: null }) { userErrors { message } } }',
    );
    expect(running.sandbox.calls[0]?.body).toEqual({ data: { group: { id: null } } });
  });
});

describe('the type of a record', () => {
  const sent = (): unknown => (running.sandbox.calls[0]?.body as { data: unknown } | undefined)?.data;

  it.each([
    [
      'createTask(input: { name: "Call", description: "", assignee: { id: "User:1" } })',
      { assignee: { id: 1, type: 'User' } },
    ],
    ['updateTask(input: { id: 1, assignee: { id: "Contact:4" } })', { assignee: { id: 4, type: 'Contact' } }],
    [
      'createFolder(input: { name: "Own", parent: { id: "Matter:1" } })',
      { parent: { id: 1, type: 'Matter' } },
    ],
    [
      'createReminder(input: { subject: { id: "Task:1" }, notificationMethodId: 1 })',
      { subject: { id: 1, type: 'Task' } },
    ],
    [
      'createReminder(input: { subject: { id: "Task:1", type: TASK }, notificationMethodId: 1 })',
      { subject: { id: 1, type: 'Task' } },
    ],
    ['createNote(input: { subject: "Call", matterId: 1 })', { type: 'Matter' }],
    ['createNote(input: { subject: "Call", contactId: 1 })', { type: 'Contact' }],
    [
      'changeSafeCustodyRecordState(input: { id: 1, state: HELD, actorId: "User:2" })',
      { actor_id: 2, actor_type: 1 },
    ],
  ])('is sent if other fields show it: %s', async (field, body) => {
    const { errors } = await running.ask(`mutation { ${field} { userErrors { message } } }`);
    expect(errors).toBeUndefined();
    expect(sent()).toMatchObject(body);
  });

  it.each([
    [
      'createTask(input: { name: "Call", description: "", assignee: { id: 1 } })',
      ['input', 'assignee', 'type'],
      '"id" is only a number: give "type" too, or a global id, such as "User:1".',
    ],
    [
      'createNote(input: { subject: "Call" })',
      ['input', 'type'],
      'Give "type": the other values do not determine it.',
    ],
    [
      'createNote(input: { subject: "Call", matterId: 1, contactId: 1 })',
      ['input', 'type'],
      'Give "type": the other values do not determine it.',
    ],
  ])('is required if nothing shows it: %s', async (field, at, message) => {
    const { data } = await running.ask(`mutation { write: ${field} { userErrors { code message field } } }`);
    expect(data).toEqual({ write: { userErrors: [{ code: 'REQUIRED', message, field: at }] } });
    expect(running.sandbox.calls).toEqual([]);
  });
});

it('reports all wrong fields of a form together, including custom fields', async () => {
  const { data } = await running.ask(`mutation {
    createMatter(input: {
      clientId: 999999
      description: "Lease"
      responsibleAttorneyId: 77777
      customFieldValues: [{ customFieldId: 888888, value: { text: "x" } }]
    }) { matter { id } userErrors { code message field } }
  }`);
  const { userErrors } = (data as { createMatter: { userErrors: { field: string[] }[] } }).createMatter;
  expect(userErrors.map(({ field }) => field.join('.')).sort()).toEqual([
    'input.clientId',
    'input.customFieldValues.0.customFieldId',
    'input.responsibleAttorneyId',
  ]);
});

it('reports a stage of another practice area at the stage', async () => {
  const { data } = await running.ask(
    '{ matters(first: 1) { nodes { id practiceArea { id } matterStage { id } } } matterStages(first: 200) { nodes { id practiceArea { id } } } }',
  );
  interface Stage {
    readonly id: string;
    readonly practiceArea: { readonly id: string };
  }
  const { matters, matterStages } = data as unknown as {
    matters: { nodes: [{ id: string; practiceArea: { id: string } }] };
    matterStages: { nodes: Stage[] };
  };
  const [{ id, practiceArea }] = matters.nodes;
  const stageOf = (isOwn: boolean) =>
    matterStages.nodes.find((stage) => (stage.practiceArea.id === practiceArea.id) === isOwn)?.id;
  const update = (stage: string | undefined) =>
    running.ask(
      `mutation { updateMatter(input: { id: "${id}", matterStageId: "${stage}" }) { matter { matterStage { id } } userErrors { code message field } } }`,
    );
  expect((await update(stageOf(false))).data).toEqual({
    updateMatter: {
      matter: null,
      userErrors: [
        {
          code: 'INVALID',
          message: 'must belong to the practice area of the matter',
          field: ['input', 'matterStageId'],
        },
      ],
    },
  });
  expect((await update(stageOf(true))).data).toEqual({
    updateMatter: { matter: { matterStage: { id: stageOf(true) } }, userErrors: [] },
  });
});

describe('an attribute of the wrong kind of contact', () => {
  it('is sent, and the error says what to write instead', async () => {
    const { data } = await running.ask(
      'mutation { createContact(input: { type: PERSON, name: "Ada Byron", firstName: "Ada" }) { userErrors { code message field } } }',
    );
    expect(running.sandbox.calls).toHaveLength(1);
    expect(data).toEqual({
      createContact: {
        userErrors: [
          {
            code: 'INVALID',
            message: 'Clio does not accept "name" for a Person. Use "firstName" and "lastName" instead.',
            field: ['input', 'name'],
          },
        ],
      },
    });
  });

  it.each<[string, object]>([
    ['in the message', { message: 'Invalid attributes present for a Company: first_name, last_name' }],
    [
      'in the errors',
      {
        message: 'Invalid',
        errors: { base: ['Invalid attributes present for a Company: first_name, last_name'] },
      },
    ],
  ])('is explained if Clio lists it %s', async (_where, error) => {
    running.sandbox.fault({
      kind: 'status',
      status: 422,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ error: { type: 'ArgumentError', ...error } }),
      times: 1,
    });
    const { data } = await running.ask(
      'mutation { updateContact(input: { id: 1, firstName: "A", lastName: "B" }) { userErrors { message field } } }',
    );
    expect(data).toEqual({
      updateContact: {
        userErrors: [
          {
            message: 'Clio does not accept "firstName" for a Company. Use "name" instead.',
            field: ['input', 'firstName'],
          },
          {
            message: 'Clio does not accept "lastName" for a Company. Use "name" instead.',
            field: ['input', 'lastName'],
          },
        ],
      },
    });
  });
});

it('finds the field in an argument that Clio names in words', async () => {
  running.sandbox.fault({
    kind: 'status',
    status: 422,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      error: {
        type: 'ArgumentError',
        message: 'An invalid argument was supplied: status must be one of ["complete", "pending"]',
      },
    }),
    times: 1,
  });
  const { data } = await running.ask(
    'mutation { updateTask(input: { id: 1, status: IN_REVIEW }) { userErrors { code message field } } }',
  );
  expect(data).toEqual({
    updateTask: {
      userErrors: [
        {
          code: 'INVALID',
          message: '"status" must be one of ["complete", "pending"]',
          field: ['input', 'status'],
        },
      ],
    },
  });
});

it('reports wrong fields of nested rows at their places', async () => {
  const { data, errors } = await running.ask(`mutation {
    createContact(input: {
      type: COMPANY, name: "",
      emailAddresses: [{ address: "nobody" }, { address: "a@b.example" }, { address: "two@@example" }]
      companyId: "999999"
    }) { contact { id } userErrors { code field } }
  }`);
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    createContact: {
      contact: null,
      userErrors: expect.arrayContaining([
        { code: 'REQUIRED', field: ['input', 'name'] },
        { code: 'INVALID', field: ['input', 'emailAddresses', '0', 'address'] },
        { code: 'INVALID', field: ['input', 'emailAddresses', '2', 'address'] },
        { code: 'INVALID', field: ['input', 'companyId'] },
      ]),
    },
  });
});

it("does not delete a client, with Clio's reason", async () => {
  const open = [...running.sandbox.records('Bill').values()].find(
    ({ state, client }) => state === 'awaiting_payment' && isRef(client),
  )?.client as { id: number };
  const { data, errors } = await running.ask(
    `mutation { deleteContact(input: { id: ${open.id} }) { id userErrors { code message field } } }`,
  );
  expect([data, errors]).toEqual([
    {
      deleteContact: {
        id: null,
        userErrors: [{ code: 'CONFLICT', message: 'Client has open bills', field: null }],
      },
    },
    undefined,
  ]);
});

it('explains that a task is pending or complete if the plan has no other status', async () => {
  running.sandbox.quirks.basicTasks = true;
  const { data } = await running.ask(
    'mutation { updateTask(input: { id: 1, status: IN_REVIEW }) { userErrors { message field } } }',
  );
  running.sandbox.quirks.basicTasks = false;
  expect(data).toEqual({
    updateTask: {
      userErrors: [{ message: 'must be one of ["complete", "pending"]', field: ['input', 'status'] }],
    },
  });
});

it('writes a name from a long list as Clio spells it', async () => {
  const write = (zone: string) =>
    running.ask(
      `mutation { updateReportSchedule(input: { id: 1, timeZone: "${zone}" }) { userErrors { message } } }`,
    );
  await write('africa/asmera');
  expect(running.sandbox.calls[0]?.body).toEqual({ data: { time_zone: 'Africa/Asmera' } });
  expect((await write('Africa/Nowhere')).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

describe('hidden hours', () => {
  const write = (id: unknown, input: string) =>
    running.ask(
      `mutation { updateActivity(input: { id: ${id}, ${input} }) { activity { note } userErrors { message } } }`,
      { token: running.sandbox.tokens.restricted },
    );
  const hidden = (): unknown =>
    [...running.sandbox.records('Activity').values()].find(
      (one) =>
        one.type === 'TimeEntry' &&
        running.sandbox.visibleRecord(running.sandbox.tokens.restricted, 'Activity', one) === 'hours' &&
        isRef(one.matter),
    )?.id;

  it('cannot be changed, and the error says that they are hidden', async () => {
    const { errors } = await write(hidden(), 'quantity: 60');
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(
          /^The firm hides the hours of this record from this login where "quantityRedacted" is true, .* change of "quantity"\./,
        ),
        extensions: {
          code: 'FORBIDDEN',
          clio: { status: 403 },
          permissions: [{ name: 'Activities', access: 'write' }],
        },
      },
    ]);
  });

  it('are not mentioned if nothing hidden was written', async () => {
    running.sandbox.fault({ kind: 'status', status: 403, times: 1 });
    const { errors } = await write(hidden(), 'note: "Call"');
    expect(errors?.[0]?.message).not.toContain('hides');
    expect((await write(hidden(), 'note: "Call"')).data).toMatchObject({
      updateActivity: { userErrors: [] },
    });
  });
});

describe('a value that Clio sometimes ignores', () => {
  const billed = (): unknown =>
    [...running.sandbox.records('LineItem').values()].find(({ type }) => type === 'ActivityLineItem')?.id;
  const write = (input: string) =>
    running.ask(
      `mutation { updateLineItem(input: { id: ${billed()}, ${input} }) { lineItem { clioId } userErrors { code field } } }`,
    );

  it('is read back in the same call by default', async () => {
    const { data } = await write('quantity: 987, note: "Long"');
    expect(data).toMatchObject({
      updateLineItem: { userErrors: [{ code: 'NOT_APPLIED', field: ['input', 'quantity'] }] },
    });
    expect(running.sandbox.calls.map(({ path }) => path.split('?')[1])).toEqual(['fields=id,quantity']);
  });

  it.each(['note: "Long"', 'quantity: 987, verify: false'])(
    'is not read back otherwise: %s',
    async (input) => {
      const { data } = await write(input);
      expect(data).toMatchObject({ updateLineItem: { userErrors: [] } });
      expect(running.sandbox.calls.map(({ path }) => path.split('?')[1])).toEqual(['fields=id']);
    },
  );
});
