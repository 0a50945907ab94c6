import { formatShortcutForOS, pick, useGraphiQL } from '@graphiql/react';
import { isSubscription } from './subscribe.ts';

/** A hint in place of the response before it arrives. */
export function FirstHint() {
  const { tabs, activeTabIndex, isFetching } = useGraphiQL(pick('tabs', 'activeTabIndex', 'isFetching'));
  const tab = tabs[activeTabIndex];
  if (!tab || tab.response) return null;
  if (isFetching)
    return isSubscription({ query: tab.query ?? '', operationName: tab.operationName }) ? (
      <p className="clio-hint">Waiting for changes. Press ■ to stop.</p>
    ) : null;
  return (
    <p className="clio-hint">
      Press ▶ or {formatShortcutForOS('Ctrl')}+Enter to run the operation. Its response appears here.
    </p>
  );
}
