import type { ASTNode, DocumentNode, Location } from 'graphql';

/**
 * Removes the tokens from a document's locations. Errors need only the positions, and the tokens take as much
 * memory as the document itself.
 *
 * @returns The number of the document's nodes.
 */
export function shrinkLocations(document: DocumentNode): number {
  let nodes = 0;
  const pending: unknown[] = [document];
  while (pending.length > 0) {
    const value = pending.pop();
    if (Array.isArray(value)) {
      for (const one of value) pending.push(one);
    } else if (isNode(value)) {
      nodes += 1;
      for (const [key, inner] of Object.entries(value)) {
        if (key === 'loc') shrink(value);
        else if (typeof inner === 'object' && inner !== null) pending.push(inner);
      }
    }
  }
  return nodes;
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

function shrink(node: ASTNode): void {
  if (!node.loc) return;
  const { start, end, source } = node.loc;
  (node as { loc: Pick<Location, 'start' | 'end' | 'source'> }).loc = { start, end, source };
}
