import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import type { Shared } from './share.ts';

/** Opens an operation in a tab of its own; an empty tab is used first. */
export function useOpenTab(): (operation: Shared) => void {
  const { queryEditor, variableEditor } = useGraphiQL(pick('queryEditor', 'variableEditor'));
  const { addTab } = useGraphiQLActions();
  return ({ query, variables }) => {
    if (queryEditor?.getValue().trim() !== '') addTab();
    variableEditor?.setValue(variables);
    queryEditor?.setValue(query);
    queryEditor?.setScrollTop(0);
  };
}
