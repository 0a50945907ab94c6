import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What each folder of `src/` may import besides itself and what all may import. `.` means the files directly in `src/`. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  cli: [
    'auth',
    'config',
    'custom-fields',
    'federation',
    'gateway',
    'live',
    'request',
    'resolvers',
    'rest',
    'sandbox',
    'server',
    'shared-state',
    'telemetry',
  ],
  '.': ['config', 'gateway', 'loaders', 'planner', 'request', 'server'],
  gateway: [
    'auth',
    'config',
    'custom-fields',
    'federation',
    'files',
    'live',
    'loaders',
    'mcp',
    'planner',
    'request',
    'resolvers',
    'rest',
    'run',
    'server',
    'shared-state',
    'telemetry',
    'writes',
  ],
  mcp: ['request', 'server'],
  auth: ['config', 'request', 'rest', 'server'],
  live: ['generated', 'loaders', 'planner', 'request', 'resolvers', 'rest', 'server'],
  telemetry: ['live', 'loaders', 'request', 'rest', 'server'],
  server: ['files', 'loaders', 'planner', 'request', 'resolvers', 'rest', 'run', 'writes'],
  request: ['federation', 'files', 'generated', 'loaders', 'planner', 'resolvers', 'rest', 'run', 'writes'],
  federation: ['custom-fields', 'loaders', 'planner', 'resolvers', 'rest', 'run', 'writes'],
  resolvers: ['custom-fields', 'files', 'generated', 'loaders', 'planner', 'rest', 'run', 'writes'],
  run: ['loaders', 'planner', 'rest', 'writes'],
  'custom-fields': ['config', 'writes'],
  writes: ['files', 'generated', 'loaders', 'planner', 'rest'],
  files: ['loaders', 'planner', 'rest'],
  'shared-state': ['auth', 'live', 'loaders', 'rest', 'writes'],
  loaders: ['planner', 'rest'],
  planner: [],
  rest: [],
  catalog: [],
  // For browsers: it imports nothing of ours.
  clients: [],
  config: [],
  // Only types of what the generated resolvers get and return.
  generated: ['loaders', 'planner', 'resolvers', 'run', 'writes'],
  // Build time only: no folder may import it.
  importer: [],
  // A program of its own: others reach it over HTTP.
  sandbox: [],
};

/** What every folder may import, with the exceptions below. */
const forAll = [
  'src/errors.ts',
  'src/values.ts',
  'src/count-limit.ts',
  'src/html-page.ts',
  'src/in-flight.ts',
  'src/loopback.ts',
  'src/catalog/',
  'src/config/package-version.ts',
  'src/config/regions.ts',
  'src/config/types.ts',
];
const standAlone: Readonly<Record<string, readonly string[]>> = {
  catalog: ['src/errors.ts', 'src/values.ts'],
  clients: [],
  config: ['src/values.ts'],
  importer: ['src/catalog/'],
  sandbox: ['src/catalog/', 'src/html-page.ts', 'src/values.ts'],
};

/** Modules that only some folders may import. */
const modulesOf: readonly {
  readonly module: RegExp;
  readonly folders: readonly string[];
  readonly why: string;
}[] = [{ module: /^undici$/, folders: ['rest'], why: 'Only rest/ calls Clio.' }];

/** The planner is pure: no I/O, no clock, no token. */
const impure =
  /^(node:(child_process|dns|fs|https?|http2|net|timers|tls|worker_threads)(\/.*)?|pino|undici)$/;

const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `src/${file}`);

/** As the formatter writes them: declarations that end with `from`, imports for their effect, and `import()`. */
const importOrExport =
  /^(?:(?:import|export)\b.*|\}) from '([^']+)';$|^import '([^']+)';$|\bimport\('([^']+)'\)/gm;

const imports = files.flatMap((file) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(importOrExport)].map(([, from, effect, call]) => ({
    file,
    target: from ?? effect ?? call ?? '',
  })),
);

describe('imports of src/', () => {
  it('have one direction', () => {
    const wrong = imports.filter(({ file, target }) => target.startsWith('.') && !isPermitted(file, target));
    expect(wrong).toEqual([]);
  });

  it('of some modules occur only in the allowed folders', () => {
    const wrong = imports.filter(
      ({ file, target }) =>
        modulesOf.some(({ module, folders }) => module.test(target) && !folders.includes(folderOf(file))) ||
        (folderOf(file) === 'planner' && impure.test(target)),
    );
    expect(wrong).toEqual([]);
  });

  it('keep the rest of the server out of its HTTP side', () => {
    const wrong = imports.filter(
      ({ file, target }) =>
        file.startsWith('src/server/http/') &&
        target.startsWith('.') &&
        !/^src\/(server\/http\/|in-flight\.ts$|loopback\.ts$|values\.ts$)/.test(
          normalize(join(dirname(file), target)),
        ),
    );
    expect(wrong).toEqual([]);
  });

  it('are listed for every folder', () => {
    const used = new Set(files.map(folderOf));
    expect([...used].filter((folder) => !Object.hasOwn(mayImport, folder))).toEqual([]);
  });
});

function folderOf(file: string): string {
  const [, folder = '', ...rest] = file.split('/');
  return rest.length > 0 ? folder : '.';
}

function isPermitted(file: string, target: string): boolean {
  const path = normalize(join(dirname(file), target));
  if (!path.startsWith('src/')) return false;
  const [from, to] = [folderOf(file), folderOf(path)];
  if (from === to) return true;
  const readable = standAlone[from] ?? forAll;
  if (readable.some((one) => path === one || (one.endsWith('/') && path.startsWith(one)))) return true;
  return path !== 'src/errors.ts' && (mayImport[from]?.includes(to) ?? false);
}
