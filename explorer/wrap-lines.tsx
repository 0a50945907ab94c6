import { pick, useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

/** Wraps long lines in the query editor, because a narrow editor would hide the calls at their ends. */
export function WrapLines() {
  const { queryEditor } = useGraphiQL(pick('queryEditor'));
  useEffect(
    () => queryEditor?.updateOptions({ wordWrap: 'on', wrappingIndent: 'deepIndent' }),
    [queryEditor],
  );
  return null;
}
