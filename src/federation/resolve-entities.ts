import type { GraphQLResolveInfo } from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import type { ResolverContext } from '../resolvers/context.ts';
import type { SchemaNames } from '../resolvers/schema-names.ts';
import { representedId } from './representation.ts';

/** What the plan has loaded as `nodes(ids:)`; a bad representation is the error of its own place. */
export async function resolveEntities(
  catalog: Catalog,
  names: SchemaNames,
  representations: readonly unknown[],
  context: ResolverContext,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  const loaded = await (await context.run(info))[info.path.key];
  if (!Array.isArray(loaded)) return loaded;
  return representations.map((representation, index) => {
    try {
      representedId(catalog, names, representation);
      return loaded[index];
    } catch (error) {
      return error;
    }
  });
}
