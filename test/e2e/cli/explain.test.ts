import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { buildProgram, programFile } from '../../support/programs/build-program.ts';
import { runProgram } from '../../support/programs/run-program.ts';
import { startCommands } from '../../support/programs/start-commands.ts';

let folder: string;
const commands = forAllTests(startCommands);

beforeAll(async () => {
  await buildProgram();
  folder = await mkdtemp(join(tmpdir(), 'explain-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

let files = 0;

async function file(content: string): Promise<string> {
  files += 1;
  const path = join(folder, `${files}.graphql`);
  await writeFile(path, content);
  return path;
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

const explain = (args: readonly string[]): Promise<Ended> => commands.run(['explain', ...args]);

/** In a process of its own. */
async function startExplain(
  args: readonly string[],
  env: Record<string, string> = {},
  input = '',
): Promise<Ended> {
  await using cli = await runProgram([programFile, 'explain', ...args], env);
  cli.child.stdin.end(input);
  return { code: await cli.ended(), output: cli.output() };
}

const tasks = `query Tasks($n: Int = 5) {
  matters(first: $n) {
    nodes { number client { name company { name } } tasks(first: 3) { nodes { name } } }
  }
}`;

describe('explain', () => {
  it('prints the plan as a tree', async () => {
    expect(await startExplain([await file(tasks)])).toEqual({
      code: 0,
      output: `query Tasks: 1 to 7 calls, 7 expected, 2 rounds at most
2 % to 14 %, 14 % expected, of a minute's 50 calls, which is what Clio usually allows

1  GET /matters.json  1 call, round 1
│  fields id,client{id,company,name},number
│  for    matters.nodes
├─ 1.1  GET /contacts.json  0 to 1 call, 1 expected, 200 ids a call, round 2
│     fields id,name
│     for    matters.nodes.client.company
└─ 1.2  GET /tasks.json  0 to 5 calls, 5 expected, one for each record above, round 2
      fields id,name
      for    matters.nodes.tasks.nodes

Advice
- matters.nodes.tasks: This costs a call for each record of matters.nodes, up to 5: Clio lists them for one record at a time.
`,
    });
  });

  it('accepts variables as JSON or from a file and an operation name, and prints JSON', async () => {
    const path = await file(`${tasks} query Other { viewer { name } }`);
    const given = await explain([path, '--operation', 'Tasks', '--variables', '{"n": 2}', '--json']);
    expect(JSON.parse(given.output)).toMatchObject({
      cost: { min: 1, max: 4 },
      plan: [{ id: '1', path: '/matters.json' }],
    });
    const variables = join(folder, 'variables.json');
    await writeFile(variables, '{"n": 3}');
    const read = await explain([path, '--operation', 'Tasks', '--variables', variables, '--json']);
    expect(JSON.parse(read.output)).toMatchObject({ cost: { min: 1, max: 5 } });
  });

  it('reads standard input, and the names that SCHEMA_PREFIX sets', async () => {
    const { code, output } = await startExplain(['-'], { SCHEMA_PREFIX: 'Clio' }, '{ clioViewer { name } }');
    expect([code, output]).toEqual([0, expect.stringMatching(/^query: 1 call, 1 round at most\n2 % of/)]);
  });

  it('prints what each change of a subscription costs', async () => {
    const path = await file('subscription Watch { matterChanged { event matter { description } } }');
    const { code, output } = await explain([path]);
    expect([code, output]).toEqual([0, expect.stringContaining('subscription Watch: 1 call')]);
    expect(output).toContain(
      '- The first subscription of a login to this kind of record takes three more calls',
    );
    expect(output).toContain('GET /matters.json');
  });

  it('says if no call is needed', async () => {
    expect((await explain([await file('{ __typename }')])).output).toBe(
      'query: 0 calls, 0 rounds at most\n\nNo call to Clio.\n',
    );
  });

  it('exits with 1 after an error', async () => {
    expect(await startExplain(['nowhere.graphql'])).toEqual({
      code: 1,
      output: 'Cannot read nowhere.graphql: there is no such file.\n',
    });
  });

  it.each([
    ['an unknown file', ['nowhere.graphql'], /^Cannot read nowhere\.graphql: there is no such file\.$/m],
    ['a folder', ['.'], /^Cannot read \.: it is a folder\.$/m],
    ['an invalid document', ['{ matters {'], /^Syntax Error: .*\n\n.*\.graphql:1:12$/m],
    ['an unknown field', ['{ matterz { id } }'], /^Cannot query field "matterz".*\n\n.*\.graphql:1:3$/m],
    [
      'several operations',
      ['query A { __typename } query B { __typename }'],
      /Choose one with --operation: A, B\./,
    ],
    ['an unknown operation', ['query A { __typename }', '--operation', 'B'], /no operation B\. It has: A\./],
    [
      'a missing variable',
      ['query ($id: ID!) { matter(id: $id) { id } }'],
      /Variable "\$id" of required type "ID!"/,
    ],
    ['variables that are not JSON', ['{ __typename }', '--variables', '{a'], /^--variables is not JSON: /m],
    [
      'variables that are not object',
      ['{ __typename }', '--variables', './list.json'],
      /must be a JSON object/,
    ],
    ['too large a page', ['{ matters(first: 5000) { nodes { id } } }'], /2000/],
  ])('reports %s in plain words and exits with 1', async (_title, [document = '', ...args], message) => {
    await writeFile(join(folder, 'list.json'), '[1]');
    const isText = document.includes('{');
    const all = [
      isText ? await file(document) : document,
      ...args.map((one) => one.replace('./', `${folder}/`)),
    ];
    const { code, output } = await explain(all);
    expect(output).toMatch(message);
    expect(output).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
  });
});
