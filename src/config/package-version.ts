import { readFileSync } from 'node:fs';

/** The version in `package.json`, which is two folders above this file and above the bundles. */
export function packageVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
