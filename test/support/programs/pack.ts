import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildProgram } from './build-program.ts';

const run = promisify(execFile);
const project = fileURLToPath(new URL('../../../', import.meta.url));

export interface Packed extends AsyncDisposable {
  /** Path of the tarball. */
  readonly file: string;
  readonly tarball: Buffer;
  /** Paths inside the package. */
  readonly files: readonly string[];
  /** The folder of the packed package. */
  readonly folder: string;
  /** An empty project that has installed the package with its dependencies, and nothing else. */
  readonly app: string;
  /** Runs Node in that project and returns its output. */
  node(...args: string[]): Promise<string>;
}

/** Packs the project in its own folder. */
export async function pack(): Promise<Packed> {
  await buildProgram();
  const home = await mkdtemp(join(tmpdir(), 'package-'));
  const folder = join(home, 'source');
  for (const entry of [
    'package.json',
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
    '.env.example',
    'dist',
    'docs',
    'schema',
    'src',
  ])
    await cp(join(project, entry), join(folder, entry), { recursive: true });
  await symlink(join(project, 'node_modules'), join(folder, 'node_modules'));

  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', home], {
    cwd: folder,
  });
  // npm 11 lists packages; later versions name them.
  const [report] = Object.values(JSON.parse(stdout) as Record<string, PackReport>) as [PackReport];
  const file = join(home, report.filename);

  const app = join(home, 'app');
  const installed = join(app, 'node_modules/clio-graphql');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', file, '-C', installed, '--strip-components=1']);
  const { dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  // Other imports of the documentation's examples.
  const ofExamples = [
    '@hono/node-server',
    '@types/express',
    '@types/node',
    '@urql/exchange-graphcache',
    'express',
    'fastify',
    'hono',
  ];
  for (const name of [...Object.keys(dependencies), ...ofExamples]) {
    const link = join(app, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(project, 'node_modules', name), link);
  }
  await writeFile(join(app, 'package.json'), '{ "private": true, "type": "module" }\n');

  return {
    file,
    tarball: await readFile(file),
    files: report.files.map(({ path }) => path),
    folder,
    app,
    async node(...args) {
      const { stdout: printed } = await run(process.execPath, args, {
        cwd: app,
        env: { PATH: process.env.PATH },
        maxBuffer: 16 * 1024 ** 2,
      });
      return printed;
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true }),
  };
}

interface PackReport {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}
