import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashSources } from '../../scripts/source-hash.ts';
import { connectAgent } from '../support/clients/connect-agent.ts';
import { buildProgram } from '../support/programs/build-program.ts';
import { runProgram } from '../support/programs/run-program.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

interface Copied {
  readonly stage: string | null;
  readonly sources: readonly string[];
}

let home: string;
/** The content of the image's last stage. */
let image: string;
let environment: Record<string, string>;

/** Builds the image's stages in folders, with only the files that COPY names. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'image-'));
  const stages = (await readFile(join(project, 'deploy/Dockerfile'), 'utf8')).split(/^FROM .*$/m).slice(1);
  const [build = '', , last = ''] = stages;

  const builder = join(home, 'build');
  await copy(builder, copiesOf(build));
  expect(build).toMatch(/^RUN npm run build$/m);
  // The stage contains everything that the build reads, so it must build what is in `dist`.
  await buildProgram();
  expect(hashSources(builder)).toBe(hashSources());
  await resolveImports(builder);
  await cp(join(project, 'dist'), join(builder, 'dist'), { recursive: true });

  image = join(home, 'image');
  await copy(image, copiesOf(last), { build: builder });
  const { dependencies } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    const link = join(image, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(project, 'node_modules', name), link);
  }
  environment = Object.fromEntries(
    [...last.matchAll(/^ENV (.*)$/gm)]
      .flatMap(([, pairs = '']) => pairs.split(' '))
      .map((pair) => pair.split('=') as [string, string]),
  );
}, 180_000);

afterAll(() => rm(home, { recursive: true }));

function copiesOf(stage: string): Copied[] {
  return [...stage.matchAll(/^COPY (?:--from=(\S+) )?(.*) \S+$/gm)].map(([, from = null, names = '']) => ({
    stage: from,
    sources: names.split(' '),
  }));
}

/** The modules of the image are linked, not copied. */
async function copy(
  folder: string,
  copies: readonly Copied[],
  stages: Readonly<Record<string, string>> = {},
): Promise<void> {
  await mkdir(folder);
  for (const { stage, sources } of copies) {
    if (stage === 'modules') continue;
    for (const source of sources) {
      const name = source.replace(/^\/app\//, '');
      const from = stage === null ? project : (stages[stage] ?? '');
      await cp(join(from, name), join(folder, name), { recursive: true });
    }
  }
}

/** Fails if a module that the build runs or compiles imports a file that is not in the folder. */
async function resolveImports(folder: string): Promise<void> {
  await bundle({
    absWorkingDir: folder,
    entryPoints: ['scripts/build.ts', 'explorer/vite.config.ts', 'explorer/main.tsx', 'src/cli/program.ts'],
    bundle: true,
    packages: 'external',
    format: 'esm',
    write: false,
    outdir: 'unwritten',
  });
}

it('does not start without a setting for the upstream', async () => {
  await using program = await runProgram([join(image, 'dist/cli/main.js'), 'serve'], environment);
  expect(await program.ended()).toBe(1);
  expect(program.output()).toContain('No setting says which Clio account to serve.');
});

it('serves data from the sandbox with SANDBOX=1, and the explorer with its examples and the documentation for agents', async () => {
  const settings = { ...environment, SANDBOX: '1', PORT: '0', MCP: '1' };
  await using program = await runProgram([join(image, 'dist/cli/main.js'), 'serve'], settings);
  const [, port] = await program.until(/listening on http:\S+:(\d+)/);
  const url = `http://127.0.0.1:${port}/graphql`;
  const response = await fetch(`${url}?query=${encodeURIComponent('{ viewer { id } }')}`);
  expect(await response.json()).toEqual({ data: { viewer: { id: 'User:1' } } });

  const page = await fetch(url, { headers: { accept: 'text/html' } });
  const [, script = ''] = (await page.text()).match(/<script[^>]* src="([^"]+)"/) ?? [];
  expect(await (await fetch(new URL(script, url))).text()).toContain('Bill what is unbilled');

  await using agent = await connectAgent(`http://127.0.0.1:${port}`, 'sandbox-owner');
  const { resources } = await agent.client.listResources();
  expect(resources.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['cookbook/trust-balances', 'guides/errors']),
  );
});
