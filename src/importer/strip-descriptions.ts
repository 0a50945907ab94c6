import { parse, print, visit } from 'graphql';

/** The SDL without descriptions, which can change in a release; names and types cannot. */
export function stripDescriptions(sdl: string): string {
  const bare = visit(parse(sdl, { noLocation: true }), {
    enter: (node) =>
      'description' in node && node.description ? { ...node, description: undefined } : undefined,
  });
  return `${print(bare)}\n`;
}
