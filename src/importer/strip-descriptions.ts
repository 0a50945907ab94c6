import { parse, print, visit } from 'graphql';

/** The bare contract: wording may change from release to release, names and types may not. */
export function stripDescriptions(sdl: string): string {
  const bare = visit(parse(sdl, { noLocation: true }), {
    enter: (node) =>
      'description' in node && node.description ? { ...node, description: undefined } : undefined,
  });
  return `${print(bare)}\n`;
}
