import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { type Example, examples } from './examples.ts';
import { asServed } from './schema-name.ts';
import { useOpenTab } from './use-open-tab.ts';

/** Example operations, which open in new tabs. */
export function ExamplesPanel() {
  const open = useOpenTab();
  const { run } = useGraphiQLActions();
  const { schema } = useGraphiQL(pick('schema'));
  return (
    <section className="clio-panel" aria-label="Examples">
      <header>
        <h2>Examples</h2>
        <button type="button" className="graphiql-button" onClick={() => run()}>
          Run
        </button>
      </header>
      <ul className="clio-examples">
        {examples
          .filter((one) => !one.isTyped || isValid(schema, one))
          .map(({ title, query, variables }) => (
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

/** Firms can have other custom fields than the sandbox, or no file of them. */
function isValid(schema: GraphQLSchema | null | undefined, { query }: Example): boolean {
  return Boolean(schema && validate(schema, parse(asServed(query))).length === 0);
}
