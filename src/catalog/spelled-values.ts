import type { CatalogData } from './types.ts';

/** The values of an enum as a parameter or a property of a body spells them: GraphQL value → Clio's value. */
export function spelledValues<T extends string | number>(
  { enums }: CatalogData,
  name: string,
  { spelling }: { readonly spelling?: Readonly<Record<string, T>> },
): Readonly<Record<string, string | T>> {
  const values = enums[name]?.values ?? {};
  if (!spelling) return values;
  return Object.fromEntries(Object.entries(values).map(([value, clio]) => [value, spelling[clio] ?? clio]));
}
