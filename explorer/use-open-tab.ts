import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import type { Shared } from './share.ts';

/** Opens an operation in an empty tab, or else a new one. */
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
