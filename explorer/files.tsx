import { pick, useGraphiQL } from '@graphiql/react';
import { Kind, parse, type TypeNode } from 'graphql';
import { createStore } from './store.ts';

/** Variable's name → chosen files. They are lost at a reload, because browsers cannot open them again. */
export const chosenFiles = createStore<ReadonlyMap<string, readonly File[]>>(new Map());

interface FileVariable {
  readonly name: string;
  readonly isList: boolean;
}

/** A file picker for each variable with a file. */
export function Files() {
  const { tabs, activeTabIndex } = useGraphiQL(pick('tabs', 'activeTabIndex'));
  const chosen = chosenFiles.use();
  const variables = fileVariables(tabs[activeTabIndex]?.query ?? '');
  if (variables.length === 0) return null;
  return (
    <fieldset className="clio-files">
      <legend>Files</legend>
      {variables.map(({ name, isList }) => (
        <label key={name}>
          <code>${name}</code>
          <input
            type="file"
            multiple={isList}
            onChange={({ target }) =>
              chosenFiles.set(new Map([...chosen, [name, [...(target.files ?? [])]]]))
            }
          />
          {chosen.get(name)?.length ? null : <span>Choose a file before you run the operation.</span>}
        </label>
      ))}
    </fieldset>
  );
}

/** The variables of a document whose type is `File`. */
export function fileVariables(query: string): readonly FileVariable[] {
  try {
    return parse(query).definitions.flatMap((one) =>
      one.kind === Kind.OPERATION_DEFINITION
        ? (one.variableDefinitions ?? [])
            .filter(({ type }) => namedType(type) === 'File')
            .map(({ variable, type }) => ({ name: variable.name.value, isList: isListType(type) }))
        : [],
    );
  } catch {
    return [];
  }
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function isListType(type: TypeNode): boolean {
  return type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isListType(type.type));
}
