import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
  printType,
} from 'graphql';

/** Part of an SDL, and what was left out. */
export interface SdlSlice {
  readonly sdl: string;
  /** Types that the slice mentions but does not show. Another call can describe them. */
  readonly mentions: readonly string[];
  /** Whether the slice was cut at the size limit. */
  readonly isCut: boolean;
}

/**
 * The SDL of a type, or of a field (`Query.matters`) with the types of its arguments.
 *
 * @param maxBytes Maximum size of the SDL. A type that does not fit first loses its descriptions, then is cut
 * at a line.
 * @returns Null if the schema has no such name.
 */
export function describeName(schema: GraphQLSchema, name: string, maxBytes: number): SdlSlice | null {
  const [typeName = '', fieldName] = name.split('.');
  const type = schema.getType(typeName) ?? rootFieldOwner(schema, typeName);
  if (!type) return null;
  const field = fieldName ?? (type.name === typeName ? undefined : typeName);
  if (field === undefined) return slice([printType(type)], mentioned(type), maxBytes);
  if (!isObjectType(type) && !isInterfaceType(type)) return null;
  const found = type.getFields()[field];
  return found ? describeField(type, found, maxBytes) : null;
}

/** Agents often leave out the root type: `matters` for `Query.matters`. */
function rootFieldOwner(schema: GraphQLSchema, name: string): GraphQLNamedType | undefined {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  return roots.find((root) => root?.getFields()[name] !== undefined) ?? undefined;
}

function describeField(
  parent: GraphQLNamedType,
  field: GraphQLField<unknown, unknown>,
  maxBytes: number,
): SdlSlice {
  const args = field.args.map(
    ({ name, type, description }) => `    ${name}: ${String(type)}${comment(description)}`,
  );
  const own = [
    `"""${field.description ?? ''}"""`,
    `type ${parent.name} {`,
    args.length > 0
      ? `  ${field.name}(\n${args.join('\n')}\n  ): ${String(field.type)}`
      : `  ${field.name}: ${String(field.type)}`,
    '}',
  ].join('\n');
  const inputs = field.args.map(({ type }) => getNamedType(type)).filter((type) => !isScalarType(type));
  const result = getNamedType(field.type);
  const shown = [...new Set([...inputs, ...nodeTypes(result)])].filter((type) => !isScalarType(type));
  return slice(
    [own, ...shown.map(printType)],
    new Set(shown.flatMap((type) => [...mentioned(type)])),
    maxBytes,
  );
}

/** A connection is described by its records. */
function nodeTypes(type: GraphQLNamedType): GraphQLNamedType[] {
  if (!isObjectType(type) || !type.name.endsWith('Connection')) return [type];
  const nodes = type.getFields().nodes;
  return nodes ? [getNamedType(nodes.type)] : [type];
}

function mentioned(type: GraphQLNamedType): Set<string> {
  const names = new Set<string>();
  const note = (other: GraphQLNamedType): void => {
    if (other !== type && !isScalarType(other)) names.add(other.name);
  };
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const { type: inner } of Object.values(type.getFields()))
      for (const named of nodeTypes(getNamedType(inner))) note(named);
  } else if (isInputObjectType(type))
    for (const { type: inner } of Object.values(type.getFields())) note(getNamedType(inner));
  else if (isUnionType(type)) for (const inner of type.getTypes()) note(inner);
  return names;
}

function comment(description: string | null | undefined): string {
  return description ? `  # ${description.replace(/\s+/g, ' ')}` : '';
}

function slice(parts: readonly string[], mentions: ReadonlySet<string>, maxBytes: number): SdlSlice {
  const fits = (text: string): boolean => Buffer.byteLength(text) <= maxBytes;
  const whole = parts.join('\n\n');
  const listed = [...mentions].sort();
  if (fits(whole)) return { sdl: whole, mentions: listed, isCut: false };
  const bare = whole.replace(/^\s*"""[\s\S]*?"""\n/gm, '');
  if (fits(bare)) return { sdl: bare, mentions: listed, isCut: false };
  const kept: string[] = [];
  let bytes = 0;
  for (const line of bare.split('\n')) {
    bytes += Buffer.byteLength(line) + 1;
    if (bytes > maxBytes) break;
    kept.push(line);
  }
  return { sdl: kept.join('\n'), mentions: listed, isCut: true };
}
