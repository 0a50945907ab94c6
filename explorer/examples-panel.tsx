import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { examples } from './examples.ts';
import { asServed } from './schema-name.ts';

/** Operations to click. */
export function ExamplesPanel() {
  const { queryEditor, variableEditor } = useGraphiQL(pick('queryEditor', 'variableEditor'));
  const { run } = useGraphiQLActions();
  return (
    <section className="clio-calls" aria-label="Examples">
      <header>
        <h2>Examples</h2>
      </header>
      <ul className="clio-examples">
        {examples.map(({ title, query }) => (
          <li key={title}>
            <button
              type="button"
              className="graphiql-button"
              onClick={() => {
                variableEditor?.setValue('');
                queryEditor?.setValue(asServed(query));
              }}
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="graphiql-button" onClick={() => run()}>
        Run
      </button>
    </section>
  );
}
