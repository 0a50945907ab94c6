import { readdirSync, readFileSync } from 'node:fs';

const schemaFolder = new URL('../../schema/', import.meta.url);

/**
 * The generated and the hand-written SDL.
 *
 * @param folder Default: the project's own schema folder.
 */
export function readSdl(folder = schemaFolder): string {
  return [folder, new URL('extensions/', folder)]
    .flatMap((place) =>
      readdirSync(place)
        .filter((file) => file.endsWith('.graphql'))
        .sort()
        .map((file) => readFileSync(new URL(file, place), 'utf8')),
    )
    .join('\n');
}
