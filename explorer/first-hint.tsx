import { formatShortcutForOS, pick, useGraphiQL } from '@graphiql/react';

/** What to do while there is no answer. */
export function FirstHint() {
  const { tabs, activeTabIndex, isFetching } = useGraphiQL(pick('tabs', 'activeTabIndex', 'isFetching'));
  if (isFetching || tabs[activeTabIndex]?.response) return null;
  return (
    <p className="clio-hint">
      Press ▶ or {formatShortcutForOS('Ctrl')}+Enter to run the operation. Its answer appears here.
    </p>
  );
}
