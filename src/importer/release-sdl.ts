import { readdirSync, readFileSync } from 'node:fs';
import { parse, print, visit } from 'graphql';

/** All SDL of the schema folder: what is generated and what is written by hand. */
export function readSdl(folder: URL): string {
  return [folder, new URL('extensions/', folder)]
    .flatMap((place) =>
      readdirSync(place)
        .filter((file) => file.endsWith('.graphql'))
        .sort()
        .map((file) => readFileSync(new URL(file, place), 'utf8')),
    )
    .join('\n');
}

/** The bare contract: wording may change from release to release, names and types may not. */
export function stripDescriptions(sdl: string): string {
  const bare = visit(parse(sdl, { noLocation: true }), {
    enter: (node) =>
      'description' in node && node.description ? { ...node, description: undefined } : undefined,
  });
  return `${print(bare)}\n`;
}
