import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import {
  type DocumentNode,
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  parse,
  print,
  type SelectionSetNode,
} from 'graphql';
import { useState } from 'react';
import { type FieldPath, selected, toggle } from './edit-selection.ts';
import { rankOf } from './order-suggestions.ts';

type Field = GraphQLField<unknown, unknown>;

/** The operation as a tree of checkboxes. */
export function Builder() {
  const { tabs, activeTabIndex, schema, queryEditor } = useGraphiQL(
    pick('tabs', 'activeTabIndex', 'schema', 'queryEditor'),
  );
  const { updateActiveTabValues } = useGraphiQLActions();
  const [wanted, setWanted] = useState('');
  const tab = tabs[activeTabIndex];
  const read = readDocument(tab?.query ?? '', tab?.operationName ?? null);
  const root = read && schema?.getRootType(read.operation);
  return (
    <section className="clio-panel" aria-label="Builder">
      <header>
        <h2>Builder</h2>
      </header>
      {read && root ? (
        <>
          <input
            type="search"
            placeholder="Filter"
            aria-label="Filter the fields by name"
            value={wanted}
            onChange={({ target }) => setWanted(target.value)}
          />
          <Fields
            type={root}
            selections={read.selections}
            path={[]}
            wanted={wanted.toLowerCase()}
            onToggle={(path) => {
              const next = toggle(read.document, read.index, path);
              const query = next ? `${print(next)}\n` : '';
              queryEditor?.setValue(query);
              // The editor reports its text only after a pause.
              updateActiveTabValues({ query });
            }}
          />
        </>
      ) : (
        <p>The operation is not complete yet.</p>
      )}
    </section>
  );
}

interface FieldsProps {
  readonly type: GraphQLNamedType;
  readonly selections: SelectionSetNode | undefined;
  readonly path: FieldPath;
  /** Shows only fields with this in their names, and selected fields. */
  readonly wanted: string;
  readonly onToggle: (path: FieldPath) => void;
}

function Fields({ type, selections, path, wanted, onToggle }: FieldsProps) {
  if (!isObjectType(type) && !isInterfaceType(type)) return null;
  const fields = Object.values(type.getFields())
    .filter(({ name }) => name.toLowerCase().includes(wanted) || selected(selections, name))
    .sort((a, b) => rankOf(a.name) - rankOf(b.name) || a.name.localeCompare(b.name));
  return (
    <ul className="clio-builder">
      {fields.map((field) => (
        <OneField key={field.name} field={field} selections={selections} path={path} onToggle={onToggle} />
      ))}
    </ul>
  );
}

interface OneFieldProps extends Pick<FieldsProps, 'selections' | 'path' | 'onToggle'> {
  readonly field: Field;
}

function OneField({ field, selections, path, onToggle }: OneFieldProps) {
  const own = [...path, field];
  const node = selected(selections, field.name);
  return (
    <li>
      <label title={field.description ?? ''}>
        <input type="checkbox" checked={node !== undefined} onChange={() => onToggle(own)} />
        <code>{field.name}</code>
      </label>
      {node && (
        <Fields
          type={getNamedType(field.type)}
          selections={node.selectionSet}
          path={own}
          wanted=""
          onToggle={onToggle}
        />
      )}
    </li>
  );
}

interface Read {
  readonly document: DocumentNode | null;
  /** Index of the edited definition in the document. */
  readonly index: number;
  readonly operation: OperationTypeNode;
  readonly selections: SelectionSetNode | undefined;
}

/** The operation to edit; a new query for an empty text. Null while the text does not parse. */
function readDocument(query: string, operationName: string | null): Read | null {
  const isEmpty = query.replaceAll(/#.*$/gm, '').trim() === '';
  if (isEmpty) return { document: null, index: 0, operation: OperationTypeNode.QUERY, selections: undefined };
  try {
    const document = parse(query, { noLocation: true });
    const { definitions } = document;
    const named = definitions.findIndex(
      (one) => one.kind === Kind.OPERATION_DEFINITION && one.name?.value === operationName,
    );
    const index =
      named >= 0 ? named : definitions.findIndex(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    const found = definitions[index];
    if (found?.kind !== Kind.OPERATION_DEFINITION) return null;
    return { document, index, operation: found.operation, selections: found.selectionSet };
  } catch {
    return null;
  }
}
