import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

// As its command does. Its ES module would load its own copies of the plugins instead of the project's.
const cli = createRequire(import.meta.url)('@graphql-codegen/cli') as typeof import('@graphql-codegen/cli');

/** What graphql-codegen writes with this configuration, in memory. Paths are relative to the project's folder. */
export async function generateInMemory(
  config: object,
): Promise<readonly { readonly filename: string; readonly content: string }[]> {
  const cwd = fileURLToPath(new URL('../../../', import.meta.url));
  return cli.generate({ ...config, cwd, silent: true } as Parameters<typeof cli.generate>[0], false);
}
