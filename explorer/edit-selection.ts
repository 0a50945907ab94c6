import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isEnumType,
  isObjectType,
  isRequiredArgument,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** The fields from the operation's root to a field. */
export type FieldPath = readonly GraphQLField<unknown, unknown>[];

/** The field of a selection; undefined if it is only in a fragment. */
export function selected(selections: SelectionSetNode | undefined, name: string): FieldNode | undefined {
  return selections?.selections.find(
    (one): one is FieldNode => one.kind === Kind.FIELD && one.name.value === name,
  );
}

/** The document with the last field of the path added, with its required parts, or removed. Null if nothing is left. */
export function toggle(
  document: DocumentNode | null,
  operation: number,
  path: FieldPath,
): DocumentNode | null {
  const definitions = [...(document?.definitions ?? [])];
  const known = definitions[operation];
  const before: OperationDefinitionNode =
    known?.kind === Kind.OPERATION_DEFINITION ? known : { ...emptyQuery, selectionSet: emptySet };
  const selectionSet = toggleIn(before.selectionSet, path);
  if (selectionSet === null) definitions.splice(operation, 1);
  else definitions[operation] = { ...before, selectionSet };
  return definitions.length === 0 ? null : { kind: Kind.DOCUMENT, definitions };
}

const emptySet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };
const emptyQuery = { kind: Kind.OPERATION_DEFINITION, operation: OperationTypeNode.QUERY } as const;

/** Null if no field is left, because an empty selection is not valid. */
function toggleIn(selections: SelectionSetNode, [field, ...rest]: FieldPath): SelectionSetNode | null {
  if (!field) return selections;
  const old = selected(selections, field.name);
  const others = selections.selections.filter((one) => one !== old);
  if (!old) return { ...selections, selections: [...others, newField(field, rest)] };
  const inner = rest.length > 0 ? toggleIn(old.selectionSet ?? emptySet, rest) : null;
  if (inner)
    return {
      ...selections,
      selections: selections.selections.map((one) => (one === old ? { ...old, selectionSet: inner } : one)),
    };
  return others.length > 0 ? { ...selections, selections: others } : null;
}

function newField(field: GraphQLField<unknown, unknown>, rest: FieldPath): FieldNode {
  const fields: readonly FieldNode[] = rest[0] ? [newField(rest[0], rest.slice(1))] : firstFields(field.type);
  return {
    kind: Kind.FIELD,
    name: { kind: Kind.NAME, value: field.name },
    arguments: field.args.flatMap(newArgument),
    ...(fields.length > 0 ? { selectionSet: { kind: Kind.SELECTION_SET, selections: fields } } : {}),
  };
}

/** The first selection of a list (its records) or a record (its id). */
function firstFields(type: GraphQLOutputType): readonly FieldNode[] {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return [];
  if (!isObjectType(named)) return [nameOfType];
  const fields = named.getFields();
  const first =
    fields.nodes ??
    fields.id ??
    Object.values(fields).find((one) => !isCompositeType(getNamedType(one.type)));
  return first ? [newField(first, [])] : [nameOfType];
}

const nameOfType: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** Required arguments of a field, and the length of a list. */
function newArgument(argument: GraphQLArgument): readonly ArgumentNode[] {
  const value: ValueNode | null =
    argument.name === 'first'
      ? { kind: Kind.INT, value: '10' }
      : isRequiredArgument(argument)
        ? placeholder(argument.type)
        : null;
  return value ? [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: argument.name }, value }] : [];
}

function placeholder(type: GraphQLInputType): ValueNode {
  const named = getNamedType(type);
  if (isEnumType(named)) return { kind: Kind.ENUM, value: named.getValues()[0]?.name ?? '' };
  if (named.name === 'ID') return { kind: Kind.STRING, value: '1' };
  if (named.name === 'String') return { kind: Kind.STRING, value: '' };
  return { kind: Kind.OBJECT, fields: [] };
}
