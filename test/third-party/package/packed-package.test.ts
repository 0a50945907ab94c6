import { execFile } from 'node:child_process';
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { checkPackage, Package } from '@arethetypeswrong/core';
import { transform } from 'esbuild';
import { buildSchema } from 'graphql';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Packed, pack } from '../../support/programs/pack.ts';
import { runProgram } from '../../support/programs/run-program.ts';
import { readPages } from '../../support/read-markdown.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

/** The programs in the documentation. */
const examples = readPages().flatMap(({ name, blocks }) =>
  blocks
    .filter(({ language }) => language === 'ts')
    .map(({ text, line }) => ({
      text,
      title: `${name}:${line}`,
      file: `${name.replaceAll(/\W/g, '-')}-${line}.ts`,
    })),
);
const runExample = fileURLToPath(new URL('../../support/programs/run-examples.mjs', import.meta.url));
const rejected = { errors: [expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED' } })] };

let packed: Packed;
beforeAll(async () => {
  packed = await pack();
}, 180_000);
afterAll(() => packed[Symbol.asyncDispose]());

describe('the package', () => {
  it('contains the code and the texts that users need, and nothing else', () => {
    const kinds = new Set(
      packed.files.map((path) =>
        path.replace(/^(dist|docs|schema|schema\/extensions)\/.*?(\.d)?(\.\w+)$/, '$1/*$2$3'),
      ),
    );
    expect([...kinds].sort()).toEqual([
      '.env.example',
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/*.css',
      'dist/*.d.ts',
      'dist/*.graphql',
      'dist/*.js',
      'dist/*.md',
      'dist/*.ttf',
      'docs/*.md',
      'package.json',
      'schema/*.graphql',
      'schema/*.json',
    ]);
    const folders = new Set(packed.files.map((path) => path.split('/').slice(0, -1).join('/')));
    for (const folder of ['src', 'test', 'dist/importer', 'schema/released', 'schema/descriptions'])
      expect(folders).not.toContain(folder);
    expect(packed.files).toEqual(expect.arrayContaining(['dist/cli/main.js', 'dist/cli/program.js']));
    expect(packed.files.filter((path) => /dist\/(?!cli|explorer|library).*\.js/.test(path))).toEqual([]);
    // 14 MB of code, schema and explorer compress well.
    expect(packed.tarball.length).toBeLessThan(3.5 * 1024 ** 2);
  });

  it('passes publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: packed.folder, strict: true, pack: false });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it('has types that resolve from ES modules and bundlers', async () => {
    const installed = '/node_modules/clio-graphql';
    const files = await Promise.all(
      packed.files
        .filter((path) => /^package\.json$|\.d\.ts$|^dist\/library\/.*\.js$/.test(path))
        .map(async (path) => [
          `${installed}/${path}`,
          // Parsing the bundles would be most of the work. Node imports them in a test below.
          path.endsWith('.js') ? 'export {};' : await readFile(join(packed.app, installed, path), 'utf8'),
        ]),
    );
    const result = await checkPackage(new Package(Object.fromEntries(files), 'clio-graphql', '0.1.0'), {
      entrypoints: ['.', './sandbox', './apollo-cache'],
    });
    if (!result.types) throw new Error('The package has no types.');
    // CommonJS code gets an ES module by `require`, which Node supports since 20.19.
    const problems = result.problems.filter(
      (problem) =>
        problem.kind !== 'CJSResolvesToESM' &&
        !('resolutionKind' in problem && problem.resolutionKind === 'node10'),
    );
    expect(problems).toEqual([]);
  });

  it('prints its schema from an empty project, and exports the same', async () => {
    const printed = await packed.node('node_modules/clio-graphql/dist/cli/main.js', 'schema');
    const resolved = await packed.node('-p', "require.resolve('clio-graphql/schema.graphql')");
    expect(await readFile(resolved.trim(), 'utf8')).toBe(printed);
    expect(Object.keys(buildSchema(printed).getTypeMap())).toContain('Matter');
    const subgraph = await packed.node('-p', "require.resolve('clio-graphql/subgraph.graphql')");
    expect(await readFile(subgraph.trim(), 'utf8')).toContain(
      '@link(url: "https://specs.apollo.dev/federation/',
    );
  });

  it.each(['import', 'require'])('can be used by %s', async (way) => {
    const load =
      way === 'import'
        ? (name: string) => `await import('${name}')`
        : (name: string) => `(await import('node:module')).createRequire(import.meta.url)('${name}')`;
    const file = join(packed.app, `${way}.mjs`);
    await writeFile(
      file,
      `const { createGateway } = ${load('clio-graphql')};
      const { startSandbox } = ${load('clio-graphql/sandbox')};
      const sandbox = await startSandbox();
      const gateway = await createGateway({
        upstream: { baseUrl: sandbox.baseUrl, defaultToken: sandbox.tokens.owner },
      });
      const response = await gateway.fetch(new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ matter(id: 1) { id client { id } } }' }),
      }));
      console.log(await response.text());
      await gateway.close();
      await sandbox.close();`,
    );
    // Node 20 and 22 warn that CommonJS loads an ES module.
    const printed = await packed.node('--no-warnings', file);
    expect(JSON.parse(printed)).toEqual({
      data: { matter: { id: 'Matter:1', client: { id: expect.stringMatching(/^Contact:\d+$/) } } },
    });
  });

  it('type-checks in a strict project, and so do the examples of the documentation', async () => {
    await writeFile(
      join(packed.app, 'app.ts'),
      `import { createServer } from 'node:http';
      import { type Config, codes, createGateway, type GatewayServer, loadConfig } from 'clio-graphql';
      import { type Sandbox, startSandbox } from 'clio-graphql/sandbox';
      const config: Config = loadConfig();
      const gateway: GatewayServer = await createGateway({ config: { ...config, maxDepth: 10 }, basePath: '/api' });
      createServer(gateway.listener);
      const response: Response = await gateway.fetch(new Request('http://localhost/api/graphql'));
      const sandbox: Sandbox = await startSandbox({ seed: 2 });
      console.log(response.status, sandbox.tokens.owner, codes.NOT_FOUND.httpStatus);
      // @ts-expect-error There is no such setting.
      await createGateway({ config: { maxDeep: 10 } });`,
    );
    const files = examples.map(({ file }) => file);
    await Promise.all(
      // An empty export makes a module of each, so that their names are separate.
      examples.map(({ text }, index) =>
        writeFile(join(packed.app, files[index] as string), `${text}\nexport {};\n`),
      ),
    );
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--skipLibCheck'];
    const typescript = join(packed.folder, 'node_modules/typescript/bin/tsc');
    await expect(
      promisify(execFile)(process.execPath, [typescript, ...flags, 'app.ts', ...files], { cwd: packed.app }),
    ).resolves.toMatchObject({ stdout: '' });
  }, 60_000);

  describe('runs the program of', () => {
    const programs = examples.filter(({ text }) => text.includes("from 'clio-graphql"));
    /** By file: its output, the number of servers that it has opened, and their responses. */
    let ran: ReadonlyMap<
      string,
      { readonly own: string; readonly opened: number; readonly responses: unknown }
    >;

    // They use Clio itself: what needs no call can be tried, because requests without a token are rejected.
    beforeAll(async () => {
      await using sandbox = await startSandbox();
      const files = await Promise.all(
        programs.map(async ({ text, file }) => {
          const filledIn = text
            .replace("baseUrl: null, region: 'eu'", `baseUrl: '${sandbox.baseUrl}', region: 'eu'`)
            .replace('<Clio access token>', sandbox.tokens.owner);
          const { code } = await transform(filledIn, { loader: 'ts', target: 'es2022' });
          const program = join(packed.app, file.replace(/ts$/, 'mjs'));
          await writeFile(program, code);
          return program;
        }),
      );
      const printed = await packed.node(runExample, ...files);
      ran = new Map(
        [...printed.matchAll(/([\s\S]*?)^(\{"program":.*\})$\n/gm)].map(([, own = '', json = '']) => {
          const { program, ...rest } = JSON.parse(json);
          return [program, { own, ...rest }];
        }),
      );
    });

    it.each(programs)('$title', ({ text, file }) => {
      const { own, opened, responses } = ran.get(join(packed.app, file.replace(/ts$/, 'mjs'))) ?? {};
      // A policy for a client's cache makes no request.
      if (text.includes('clio-graphql/apollo-cache')) expect(responses).toEqual([]);
      else if (/\blisten\(|\bserve\(|export const/.test(text)) expect(responses).toEqual([rejected]);
      else if (text.includes('startSandbox')) expect(opened).toBe(1);
      else if (text.includes('sdl.length')) expect(Number(own)).toBeGreaterThan(100_000);
      else expect(own).toContain('viewer: { name:');
    });
  });
});

/** Licences of what may be shipped or installed with a package under the MIT licence. */
const permissive = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
];

/** A package manager among the project's own packages. */
const manager = (name: string): string =>
  fileURLToPath(new URL(`../../../node_modules/.bin/${name}`, import.meta.url));

// Installing needs a registry. An offline developer can still run everything else; continuous integration has one.
const hasRegistry =
  process.env.CI !== undefined ||
  (await promisify(execFile)('npm', ['ping'], { timeout: 10_000 }).then(
    () => true,
    () => false,
  ));

describe.skipIf(!hasRegistry)('an empty project that installs the package', () => {
  // Engines are checked against the Node that runs the tests: continuous integration starts with the oldest supported one.
  it.each([
    ['npm', ['npm', 'install', '--engine-strict', '--prefer-offline', '--no-audit']],
    ['pnpm', [manager('pnpm'), 'add', '--config.engine-strict=true', '--prefer-offline']],
    // Checks engines by default.
    ['yarn', [manager('yarn'), 'add', '--prefer-offline', '--no-progress']],
  ] as const)(
    'with %s has a working gateway',
    async (name, [command, ...args]) => {
      const app = join(packed.folder, '..', `installed-by-${name}`);
      await mkdir(app);
      await writeFile(join(app, 'package.json'), '{ "name": "app", "version": "1.0.0", "private": true }\n');
      const tarball = name === 'yarn' ? `file:${packed.file}` : packed.file;
      await promisify(execFile)(command, [...args, tarball], { cwd: app });

      const installed = join(app, 'node_modules/clio-graphql');
      await access(join(app, 'node_modules/.bin/clio-graphql'));
      await using program = await runProgram([join(installed, 'dist/cli/main.js'), 'serve'], { PORT: '0' });
      const [, url] = await program.until(/listening on (http:\S+)/);
      const response = await fetch(
        `${url}?query=${encodeURIComponent('{ matter(id: 1) { id client { id } } }')}`,
      );
      expect(await response.json()).toEqual({
        data: { matter: { id: 'Matter:1', client: { id: expect.stringMatching(/^Contact:\d+$/) } } },
      });

      if (name !== 'npm') return;
      const licenses = new Set(
        (await readInstalled(join(app, 'node_modules'))).map(({ license }) => license),
      );
      const bundled = await readFile(join(installed, 'dist/licenses.md'), 'utf8');
      for (const [, license = ''] of bundled.matchAll(/^## \S+ \d\S* \((.+)\)$/gm)) licenses.add(license);
      expect([...licenses].filter((license) => !permissive.includes(license))).toEqual([]);
    },
    120_000,
  );
});

describe('an older Node', () => {
  it('is rejected in one line', async () => {
    const { engines } = JSON.parse(await readFile(join(packed.folder, 'package.json'), 'utf8'));
    expect(engines).toEqual({ node: '>=20.19' });
    const program = join(packed.app, 'node_modules/clio-graphql/dist/cli/main.js');
    const pretend = "Object.defineProperty(process.versions, 'node', { value: '18.19.1' })";
    await using cli = await runProgram(['--import', `data:text/javascript,${pretend}`, program, 'serve']);
    expect(await cli.ended()).toBe(1);
    expect(cli.output()).toBe('clio-graphql needs Node 20.19 or later, this is 18.19.1.\n');
  });
});

interface Manifest {
  readonly name: string;
  readonly license: string;
}

/** The manifests of all packages below a `node_modules` folder. */
async function readInstalled(folder: string): Promise<Manifest[]> {
  const paths = await readdir(folder, { recursive: true });
  const manifests = paths.filter((path) =>
    /^(?:.*node_modules\/)?(?:@[^/]+\/)?[^/@.][^/]*\/package\.json$/.test(path),
  );
  return Promise.all(
    manifests.map(async (path) => JSON.parse(await readFile(join(folder, path), 'utf8')) as Manifest),
  );
}
