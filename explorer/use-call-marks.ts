import { pick, useGraphiQL } from '@graphiql/react';
import { type FieldNode, Kind, OperationTypeNode, parse, type SelectionSetNode } from 'graphql';
import { useEffect } from 'react';
import type { ClioExtension, ExplainedNode } from '../src/request/explain.ts';
import { shortCallsOf } from './plan-words.ts';

/** Shows the number of calls after each field of the operation that needs calls itself. */
export function useCallMarks(query: string, explained: ClioExtension | null): void {
  const { queryEditor } = useGraphiQL(pick('queryEditor'));
  useEffect(() => {
    if (!queryEditor) return;
    const marks = queryEditor.createDecorationsCollection(
      [...nodesByLine(query, explained?.plan ?? [])].map(([line, nodes]) => ({
        range: { startLineNumber: line, startColumn: 1, endLineNumber: line, endColumn: 1000 },
        options: {
          // Non-breaking spaces keep the mark on one line.
          after: {
            content: `  ${shortCallsOf(nodes).replaceAll(' ', '\u00a0')}`,
            inlineClassName: 'clio-mark',
          },
          showIfCollapsed: true,
        },
      })),
    );
    return () => marks.clear();
  }, [queryEditor, query, explained]);
}

/** Line, from 1 → calls. */
function nodesByLine(
  query: string,
  nodes: readonly ExplainedNode[],
): ReadonlyMap<number, readonly ExplainedNode[]> {
  const lines = new Map<number, ExplainedNode[]>();
  const lineOf = findFields(query);
  const visit = (node: ExplainedNode): void => {
    const line = lineOf.get(fieldOf(node.serves[0] ?? ''));
    if (line !== undefined) lines.set(line, [...(lines.get(line) ?? []), node]);
    node.next.forEach(visit);
  };
  nodes.forEach(visit);
  return lines;
}

/** The field whose call loads a position: `matters` for `matters.nodes`. */
function fieldOf(position: string): string {
  return position.replaceAll('[]', '').replace(/\.(nodes|edges\.node)$/, '');
}

/** Path of response keys → line of the field. */
function findFields(query: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  try {
    const { definitions } = parse(query);
    const fragments = new Map<string, SelectionSetNode>();
    for (const one of definitions)
      if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one.selectionSet);
    const visit = ({ selections }: SelectionSetNode, path: string, depth: number): void => {
      // A fragment that includes itself is not valid, but can occur while typing.
      if (depth > 40) return;
      for (const one of selections) {
        if (one.kind === Kind.FIELD) visitField(one, path, depth);
        else if (one.kind === Kind.INLINE_FRAGMENT) visit(one.selectionSet, path, depth + 1);
        else {
          const fragment = fragments.get(one.name.value);
          if (fragment) visit(fragment, path, depth + 1);
        }
      }
    };
    const visitField = (field: FieldNode, path: string, depth: number): void => {
      const key = field.alias?.value ?? field.name.value;
      const own = path === '' ? key : `${path}.${key}`;
      if (field.loc && !lines.has(own)) lines.set(own, field.loc.startToken.line);
      if (field.selectionSet) visit(field.selectionSet, own, depth + 1);
    };
    for (const one of definitions) {
      if (one.kind !== Kind.OPERATION_DEFINITION) continue;
      // The plan of a subscription is for one change, and its positions begin below the root field.
      const [root] = one.selectionSet.selections;
      const isChange = one.operation === OperationTypeNode.SUBSCRIPTION && root?.kind === Kind.FIELD;
      visit((isChange && root.selectionSet) || one.selectionSet, '', 0);
    }
  } catch {
    // The text is incomplete.
  }
  return lines;
}
