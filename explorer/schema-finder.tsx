import { domains } from 'virtual:domains';
import { useDocExplorerActions } from '@graphiql/plugin-doc-explorer';
import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import {
  type GraphQLField,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import MiniSearch from 'minisearch';
import { useDeferredValue, useMemo, useState } from 'react';
import { createSchemaSearch } from '../src/mcp/search-schema.ts';
import { servedRootField } from './schema-name.ts';

const mostHits = 30;

/** Finds types and fields by words of their names and descriptions; without a word, shows the queries by topic. */
export function SchemaFinder() {
  const { schema } = useGraphiQL(pick('schema'));
  return (
    <section className="clio-panel" aria-label="Find in the schema">
      <header>
        <h2>Find in the schema</h2>
      </header>
      {schema ? <Finder schema={schema} /> : <p>The schema is loading.</p>}
    </section>
  );
}

interface FinderProps {
  readonly schema: GraphQLSchema;
}

function Finder({ schema }: FinderProps) {
  const search = useMemo(() => createSchemaSearch(schema, MiniSearch), [schema]);
  const [text, setText] = useState('');
  const asked = useDeferredValue(text);
  const hits = useMemo(() => search.find(asked, mostHits), [search, asked]);
  const open = useOpenDocs(schema);
  return (
    <>
      <input
        type="search"
        placeholder="unbilled, due date, trust balance …"
        aria-label="Words of a name or a description"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      {asked.trim() === '' ? (
        <QueriesByDomain schema={schema} onOpen={open} />
      ) : (
        <ul className="clio-hits" aria-live="polite" aria-label="Found">
          {hits.map(({ name, kind, description }) => (
            <li key={name}>
              <Hit name={name} note={kind} description={description} onOpen={open} />
            </li>
          ))}
          {hits.length === 0 && <li>Nothing has these words.</li>}
        </ul>
      )}
    </>
  );
}

interface HitProps {
  readonly name: string;
  readonly note?: string;
  readonly description: string;
  readonly onOpen: (name: string) => void;
}

function Hit({ name, note, description, onOpen }: HitProps) {
  return (
    <>
      <p className="clio-hit">
        <button type="button" className="clio-link" onClick={() => onOpen(name)}>
          {name}
        </button>
        {note !== undefined && <span className="clio-note">{note}</span>}
      </p>
      <p className="clio-note">{description}</p>
    </>
  );
}

interface QueriesByDomainProps extends FinderProps {
  readonly onOpen: (name: string) => void;
}

function QueriesByDomain({ schema, onOpen }: QueriesByDomainProps) {
  const query = schema.getQueryType();
  const fields = query?.getFields() ?? {};
  return (
    <>
      <h3>Queries</h3>
      {domains.map(({ title, queries }) => {
        const known = queries.map(servedRootField).flatMap((name) => fields[name] ?? []);
        return (
          known.length > 0 && (
            <details key={title}>
              <summary>{title}</summary>
              <ul className="clio-hits">
                {known.map((field: GraphQLField<unknown, unknown>) => (
                  <li key={field.name}>
                    <Hit
                      name={`${query?.name}.${field.name}`}
                      description={field.description ?? ''}
                      onOpen={onOpen}
                    />
                  </li>
                ))}
              </ul>
            </details>
          )
        );
      })}
    </>
  );
}

/** Opens the documentation of a type or a field (`Query.matters`). */
function useOpenDocs(schema: GraphQLSchema): (name: string) => void {
  const { setVisiblePlugin } = useGraphiQLActions();
  const { push, reset } = useDocExplorerActions();
  const { referencePlugin } = useGraphiQL(pick('referencePlugin'));
  return (name) => {
    const [typeName = '', fieldName] = name.split('.');
    const type = schema.getType(typeName);
    if (!type) return;
    reset();
    push({ name: typeName, def: type });
    if (fieldName !== undefined && (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))) {
      const field = type.getFields()[fieldName];
      if (field) push({ name: fieldName, def: field });
    }
    setVisiblePlugin(referencePlugin ?? null);
  };
}
