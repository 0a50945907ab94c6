import { pick, useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

/** Wraps long lines in the query editor: half of a narrow window hides their ends, and the calls that are written there. */
export function WrapLines() {
  const { queryEditor } = useGraphiQL(pick('queryEditor'));
  useEffect(
    () => queryEditor?.updateOptions({ wordWrap: 'on', wrappingIndent: 'deepIndent' }),
    [queryEditor],
  );
  return null;
}
