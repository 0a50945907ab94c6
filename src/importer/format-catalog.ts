import type { CatalogData } from '../catalog/types.ts';

/** The catalog as JSON with one fact per line, so that a diff shows each changed fact. */
export function formatCatalog(catalog: CatalogData): string {
  return `${format(catalog, 0)}\n`;
}

/** Objects from this depth on are rows (fields, parameters, values), which stay on one line. */
const depthOfRows = 4;

function format(value: unknown, depth: number): string {
  if (
    typeof value !== 'object' ||
    value === null ||
    Array.isArray(value) ||
    depth >= depthOfRows ||
    isRow(value)
  ) {
    return JSON.stringify(value);
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const indent = ' '.repeat(depth + 1);
  const lines = entries.map(([key, inner]) => `${indent}${JSON.stringify(key)}: ${format(inner, depth + 1)}`);
  return `{\n${lines.join(',\n')}\n${' '.repeat(depth)}}`;
}

function isRow(value: object): boolean {
  return (
    Object.values(value).every((inner) => typeof inner !== 'object' || inner === null) &&
    Object.keys(value).length <= 8
  );
}
