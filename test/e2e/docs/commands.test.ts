import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.ts';
import { variables } from '../../../src/config/variables.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { buildProgram, programFile } from '../../support/programs/build-program.ts';
import { type Shell, startShell } from '../../support/programs/shell/start-shell.ts';
import {
  type Block,
  isPrinted,
  isProgram,
  isSettings,
  isTranscript,
  readPages,
} from '../../support/read-markdown.ts';
import { startGateway, type TestGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));

/** Values for what readers fill in themselves, and for hosts that do not exist. */
const filledIn: Readonly<Record<string, string>> = {
  '<Clio access token>': 'sandbox-owner',
  '<your fork>': 'fork',
  'redis.internal:6379': '127.0.0.1:1',
};

/** Commands that are not run, and why. The shell still reads each of their lines. */
const notRun: readonly (readonly [command: RegExp, reason: string])[] = [
  [/^git clone fork clio-graphql$/, 'there is no fork'],
  [/^npm ci$/, 'asks the registry'],
  [/^npm test$/, 'is what runs this'],
  [
    /(?:^| )npm run (?:login|logout|doctor)/,
    'needs a browser and an account; test/e2e/cli/login.test.ts runs them',
  ],
  [/^npm run sandbox$/, 'goes on until it is stopped; test/e2e/cli runs it'],
  [/^npm run dev$/, 'goes on until it is stopped; `npm start` runs the same program'],
  [/^npm run schema:import -- /, 'needs Clio’s document; test/importer runs the same'],
  [/^npm run schema:build$/, 'writes to schema/; test/schema compares what it would write'],
  [
    /^npm run docs:reference$/,
    'writes to docs/; test/unit/docs/reference.test.ts compares what it would write',
  ],
  [/^npx vitest run test\/e2e\/differential$/, 'takes minutes; `npm test` makes the same, shorter'],
  [/^npx vitest run test\/e2e\/queries\.test\.ts$/, 'rewrites the corpus'],
  [/^npx relay-compiler relay\.config\.json$/, 'run by test/third-party/clients/generated-clients.test.ts'],
  [/^npx graphql-codegen --config /, 'run by test/third-party/clients/generated-clients.test.ts'],
  [
    /^npx vite --config /,
    'goes on until it is stopped; test/third-party/clients/apollo-react.test.ts serves what it builds',
  ],
  [/^docker /, 'needs a daemon; test/deploy holds the files'],
  [/^kubectl /, 'needs a cluster; test/deploy holds the files'],
];

/** Files that readers must bring: page → file → a file of the project that replaces it. */
const brought: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'docs/guides/http.md': { 'persisted-documents.json': 'examples/relay/persisted-documents.json' },
  'docs/guides/explain.md': { 'tasks.graphql': 'test/support/programs/shell/tasks.graphql' },
};

interface Step {
  readonly line: number;
  readonly kind: 'script' | 'transcript' | 'settings' | 'query' | 'program';
  readonly text: string;
  /** For a query: its `json variables`. */
  readonly variables?: Record<string, unknown>;
  /** What a script must print, or a part of it: the `json` block after it. */
  readonly prints?: string;
}

/** Queries of a page run between its commands: a download needs the record that was created before. */
function toStep(block: Block, index: number, blocks: readonly Block[]): Step[] {
  const { line, text } = block;
  // A test of the examples runs commands that need a firm's file.
  const isForThisGateway = !['error', 'custom-fields'].some((word) => block.words.includes(word));
  if (block.language === 'graphql' && isForThisGateway && /^\s*mutation/.test(text))
    return [{ line, text, kind: 'query', variables: variablesAfter(index, blocks) }];
  if (isProgram(block)) return [{ line, text, kind: 'program' }];
  if (isTranscript(block)) return [{ line, text, kind: 'transcript' }];
  if (block.language !== 'sh') return [];
  if (isSettings(block)) return [{ line, text, kind: 'settings' }];
  const next = blocks[index + 1];
  return [{ line, text, kind: 'script', prints: next && isPrinted(next, block) ? next.text : undefined }];
}

function variablesAfter(index: number, blocks: readonly Block[]): Record<string, unknown> {
  const next = blocks[index + 1];
  return next?.words.includes('variables') ? JSON.parse(next.text) : {};
}

const pages = readPages()
  .map(({ name, blocks }) => ({ name, steps: blocks.flatMap(toStep) }))
  .filter(({ steps }) => steps.some(({ kind }) => kind !== 'query'));

// A computer without these programs can still run everything else; continuous integration has both.
const hasTools = ['bash', 'curl'].every((tool) => spawnSync(tool, ['--version']).status === 0);

let sandbox: Sandbox;
let gateway: TestGateway;
let url: string;

beforeAll(async () => {
  await buildProgram();
  sandbox = await startSandbox();
  gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
  url = (await gateway.listen()).url;
});

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
  await sandbox?.close();
});

// Each page starts processes one after the other, perhaps on a busy machine.
describe.skipIf(!hasTools && !process.env.CI)('the commands', { timeout: 60_000 }, () => {
  it.each(pages)('of $name run', async ({ name, steps }) => {
    await using shell = await startShell({ program: programFile, url, given: brought[name] ?? {} });
    let settings: Record<string, string> = {};
    for (const { kind, text, line, prints, variables: given } of steps) {
      const at = `${name}:${line}`;
      if (kind === 'query')
        expect((await gateway.gql(text, { variables: given })).errors, at).toBeUndefined();
      else if (kind === 'program') await runProgram(shell, text, at);
      else if (kind === 'transcript') await replay(shell, text, at);
      else if (kind === 'settings') {
        settings = { ...settings, ...(await readSettings(shell, text)) };
        for (const variable of Object.keys(settings)) expect(Object.keys(variables), at).toContain(variable);
        expect(() => loadConfig(settings), at).not.toThrow();
      } else await runScript(shell, fillIn(text), at, prints);
    }
    for (const command of await shell.noted()) {
      expect(
        notRun.filter(([pattern]) => pattern.test(command)),
        `${name}: ${command}`,
      ).toHaveLength(1);
      checkFiles(command);
    }
    await also[name]?.(shell);
  });

  it('that are not run are all still in the documentation', () => {
    // Tests run in any order: those above may not have run yet.
    const all = pages.flatMap(({ steps }) => steps.map(({ text }) => fillIn(text))).join('\n');
    for (const [pattern] of notRun)
      expect(all, String(pattern)).toMatch(
        new RegExp(`(^|&& |=\\S+ )${pattern.source.replace(/^\^/, '').replace(/\$$/, '')}`, 'm'),
      );
    for (const placeholder of Object.keys(filledIn))
      expect(pages.flatMap(({ steps }) => steps.map(({ text }) => text)).join('\n')).toContain(placeholder);
  });
});

/** What a page's commands must have done, beyond not failing. */
const also: Readonly<Record<string, (shell: Shell) => Promise<void>>> = {
  'docs/guides/federation.md': async (shell) => {
    const { data } = await gateway.gql('{ _service { sdl } }');
    const written = (await shell.read('clio.graphql')).toString();
    expect({ sdl: written.trimEnd() }).toEqual(data?._service);
    expect((await shell.read('prefixed.graphql')).toString()).toContain(
      'type ClioContact implements ClioNode',
    );
  },
  'docs/guides/files.md': async (shell) => {
    const files = await shell.files();
    expect(files).toContain('letter.txt');
    expect(files).toHaveLength(3);
  },
};

function fillIn(text: string): string {
  return Object.entries(filledIn).reduce(
    (filled, [placeholder, value]) => filled.replaceAll(placeholder, value),
    text,
  );
}

/** Runs a block unchanged. Each of its commands must succeed, and JSON output must contain no error. */
async function runScript(shell: Shell, script: string, at: string, prints?: string): Promise<void> {
  const before = await shell.files();
  const printed = await shell.run(script);
  if (prints !== undefined) expect(JSON.parse(printed), at).toMatchObject(JSON.parse(prints));
  for (const line of printed
    .split('\n')
    .filter((one) => one.startsWith('{"data"') || one.startsWith('{"errors"'))) {
    const response = JSON.parse(line) as { errors?: unknown; data?: unknown };
    expect(response.errors, at).toBeUndefined();
    expect(JSON.stringify(response.data), at).not.toMatch(/"userErrors":\[[^\]]/);
  }
  const responses = script.match(/\/graphql\b/g)?.length ?? 0;
  expect(printed.match(/^\{"data"/gm)?.length ?? 0, at).toBe(script.includes('curl') ? responses : 0);
  const made = (await shell.files()).filter((file) => !before.includes(file));
  expect(made.length, at).toBe(
    script.match(/ -OJ | > \S+$|custom-fields pull$/gm)?.length ?? (script.includes('git clone') ? 1 : 0),
  );
  for (const file of made)
    if (!script.includes('git clone'))
      expect((await shell.read(file)).length, `${at} ${file}`).toBeGreaterThan(0);
}

/** Runs a client program: it must exit with 0 and print no error. */
async function runProgram(shell: Shell, program: string, at: string): Promise<void> {
  const printed = await shell.run(
    `export CLIO_TOKEN=${sandbox.tokens.owner}\ncat > program.mjs <<'END'\n${program}END\nnode program.mjs\nrm program.mjs`,
  );
  expect(printed, at).not.toBe('');
  expect(printed, at).not.toMatch(/\berrors\b/);
}

/** Lines with `$ ` are typed; the following lines must be printed. */
async function replay(shell: Shell, text: string, at: string): Promise<void> {
  for (const session of text.split(/^\$ /m).slice(1)) {
    const [command = '', ...expected] = session.split('\n');
    expect((await shell.run(command)).trimEnd(), at).toBe(expected.join('\n').trimEnd());
  }
}

/** What the shell reads from lines of settings. */
async function readSettings(shell: Shell, text: string): Promise<Record<string, string>> {
  const names = [...text.matchAll(/^(\w+)=/gm)].map(([, name = '']) => name);
  const printed = await shell.run(
    `${text.replaceAll('…', 'abc')}\n${names.map((name) => `printf '%s\\0' "$${name}"`).join('\n')}`,
  );
  const values = printed.split('\0');
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

/** Checks that the project's files that a command names exist. */
function checkFiles(command: string): void {
  for (const [path] of command.matchAll(/(?<=[ =])(?:deploy|examples|test|schema|scripts)\/[\w./-]+/g))
    expect(existsSync(join(project, path)), `${command}: ${path}`).toBe(true);
}
