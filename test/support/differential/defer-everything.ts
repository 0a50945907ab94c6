import {
  type DocumentNode,
  type GraphQLSchema,
  isListType,
  isNonNullType,
  Kind,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** An operation with `@defer` and `@stream` wherever they are allowed. */
export function deferEverything(query: DocumentNode, schema: GraphQLSchema): string {
  const typeInfo = new TypeInfo(schema);
  const roots = [schema.getQueryType(), schema.getMutationType()];
  const document = visit(
    query,
    visitWithTypeInfo(typeInfo, {
      Field: {
        leave(field) {
          const parent = typeInfo.getParentType();
          if (!field.selectionSet) return undefined;
          const type = typeInfo.getType();
          const isList = isListType(isNonNullType(type) ? type.ofType : type);
          const isRoot = roots.some((root) => root === parent);
          const stream = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'stream' } } as const;
          const defer = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'defer' } } as const;
          return {
            ...field,
            directives: [...(field.directives ?? []), ...(isList && !isRoot ? [stream] : [])],
            selectionSet: {
              kind: Kind.SELECTION_SET,
              selections: [
                {
                  kind: Kind.INLINE_FRAGMENT,
                  directives: [defer],
                  selectionSet: field.selectionSet,
                },
              ],
            },
          };
        },
      },
    }),
  );
  return print(document);
}
