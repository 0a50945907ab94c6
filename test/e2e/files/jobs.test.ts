import { beforeAll, describe, expect, it } from 'vitest';
import { get, steps } from '../../support/clients/upload-files.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

let url: string;

const sandbox = forAllTests(() => startSandbox());
const gateway = forAllTests(() => startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner }));
beforeAll(async () => {
  ({ url } = await gateway.listen());
});

interface Job {
  readonly id: string;
  readonly clioId: string;
  readonly state: string;
  readonly downloadUrl: string | null;
}

async function ask(query: string): Promise<Record<string, Record<string, Job>>> {
  const { data, errors } = await gateway.gql(query);
  expect(errors).toBeUndefined();
  return data as Record<string, Record<string, Job>>;
}

/** Polls until the job is done: the sandbox advances it with each poll. */
async function poll(field: string, id: string): Promise<readonly string[]> {
  const states: string[] = [];
  while (states.at(-1) !== 'COMPLETED' && states.length < 10) {
    const data = (await ask(`{ ${field}(id: "${id}") { state } }`)) as unknown as Record<string, Job>;
    states.push(String(data[field]?.state));
  }
  return states;
}

describe('work that Clio does in the background', () => {
  it.each([
    {
      what: 'a report',
      mutation: 'createReport(input: { kind: REVENUE, format: CSV }) { report { id clioId state } }',
      field: 'report',
      folder: 'reports',
      early: [400, 'BAD_USER_INPUT'],
    },
    {
      what: 'an archive of documents',
      mutation:
        'createDocumentArchive(input: { items: [{ id: "Document:1", type: 1 }, { id: "2", type: 1 }] }) { documentArchive { id clioId state } }',
      field: 'documentArchive',
      folder: 'document_archives',
      early: [404, 'NOT_FOUND'],
    },
  ])('is started, polled and downloaded: $what', async ({ mutation, field, folder, early }) => {
    const made = await ask(`mutation { made: ${mutation} }`);
    const { id, clioId, state } = (made.made as Record<string, Job>)[field] as Job;
    expect(state).toBe('NOT_STARTED');

    const tooEarly = await get(url, `/files/${folder}/${clioId}`);
    expect([tooEarly.status, tooEarly.body.errors[0].extensions.code]).toEqual(early);

    const states = await poll(field, id);
    expect(states.length).toBeGreaterThan(1);
    expect(states.at(-1)).toBe('COMPLETED');
    const done = (await ask(`{ ${field}(id: "${id}") { downloadUrl } }`)) as unknown as Record<string, Job>;

    sandbox.resetCalls();
    const file = await get(url, `/files/${folder}/${id}`);
    expect([file.status, file.text.length > 0]).toEqual([200, true]);
    expect(file.headers['content-disposition']).toMatch(/^attachment; filename="/);
    expect(steps(sandbox.calls)).toEqual([
      `GET /${folder}/${clioId}/download.json`,
      expect.stringMatching(/^GET \/storage\//),
    ]);
    expect(await (await fetch(String(done[field]?.downloadUrl))).text()).toBe(file.text);
  });
});
