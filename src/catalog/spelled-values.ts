import type { BodyFact, CatalogData, ParameterFact } from './types.ts';

/** GraphQL value → Clio's, as a parameter or a property of a body spells the values of an enum. */
export function spelledValues(
  { enums }: CatalogData,
  name: string,
  { spelling }: Pick<ParameterFact | BodyFact, 'spelling'>,
): Readonly<Record<string, string>> {
  const values = enums[name]?.values ?? {};
  if (!spelling) return values;
  return Object.fromEntries(Object.entries(values).map(([value, clio]) => [value, spelling[clio] ?? clio]));
}
