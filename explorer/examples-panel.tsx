import { useGraphiQLActions } from '@graphiql/react';
import { examples } from './examples.ts';
import { asServed } from './schema-name.ts';
import { useOpenTab } from './use-open-tab.ts';

/** Operations to click; each opens in a tab of its own. */
export function ExamplesPanel() {
  const open = useOpenTab();
  const { run } = useGraphiQLActions();
  return (
    <section className="clio-panel" aria-label="Examples">
      <header>
        <h2>Examples</h2>
        <button type="button" className="graphiql-button" onClick={() => run()}>
          Run
        </button>
      </header>
      <ul className="clio-examples">
        {examples.map(({ title, query, variables }) => (
          <li key={title}>
            <button
              type="button"
              className="graphiql-button"
              onClick={() => open({ query: asServed(query), variables })}
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
