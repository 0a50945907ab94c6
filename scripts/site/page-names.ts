import { readdirSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

/** Every page of the documentation, as a path from the project's root. */
export function pageNames(): string[] {
  const below = readdirSync(new URL('docs/', root), { recursive: true, encoding: 'utf8' });
  return [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    'deploy/README.md',
    'examples/README.md',
    'examples/apollo-react/README.md',
    ...below.sort().map((name) => `docs/${name}`),
  ].filter((name) => name.endsWith('.md'));
}

/** The anchor of a heading, as GitHub makes it. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
