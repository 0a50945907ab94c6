import { readFileSync } from 'node:fs';

/** The version in `package.json`, which lies two folders above this file and above the bundles that it becomes a part of. */
export function packageVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
