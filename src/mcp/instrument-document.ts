import {
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** Response key of a connection's cursors in an instrumented document. */
export const cursorsKey = '_cursors';

/** Response key of a record's global id in an instrumented document. */
export const idKey = '_id';

/**
 * Adds cursors to each connection with selected records, so that its list can be cut after any record and
 * continued; and a global id to each record, for the audit log. Neither costs a call.
 */
export function instrumentDocument(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      SelectionSet(node): SelectionSetNode | undefined {
        const added = additions(types.getParentType(), node.selections);
        return added.length > 0 ? { ...node, selections: [...node.selections, ...added] } : undefined;
      },
    }),
  );
}

function additions(
  type: GraphQLCompositeType | null | undefined,
  selections: readonly SelectionNode[],
): readonly SelectionNode[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const fields = type.getFields();
  if (fields.id && String(fields.id.type) === 'ID!' && fields.clioId) return idSelection;
  const listsRecords = selections.some(
    (one) => one.kind === Kind.FIELD && (one.name.value === 'nodes' || one.name.value === 'edges'),
  );
  const hasCursors =
    type.name.endsWith('Connection') && fields.edges && isObjectType(getNamedType(fields.edges.type));
  return listsRecords && hasCursors ? cursorsSelection : [];
}

const idSelection = parseOperation(`{ ${idKey}: id }`).selectionSet.selections;
const cursorsSelection = parseOperation(`{ ${cursorsKey}: edges { cursor } }`).selectionSet.selections;

/** Parses a single operation. */
export function parseOperation(text: string): OperationDefinitionNode {
  return parse(text, { noLocation: true }).definitions[0] as OperationDefinitionNode;
}
