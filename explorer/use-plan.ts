import { parse } from 'graphql';
import { useEffect, useState } from 'react';
import type { ClioExtension } from '../src/request/explain.ts';
import { ask, type Operation, readJson } from './ask.ts';
import { fileVariables } from './files.tsx';
import { withOwnName } from './own-name.ts';

/** The plan of the operation in the editor. */
export interface Planned {
  readonly plan: ClioExtension | null;
  /** The operation's text that it is the plan of. */
  readonly query: string;
  /** Why there is no plan, or why it does not match the text. */
  readonly problem: string | null;
}

/** Wait after the last key. */
const debounceMs = 400;

/** The plan of the typed operation, requested when typing pauses. */
export function usePlan(
  endpoint: string,
  query: string,
  variables: string,
  headers: string,
  operationName: string | null,
): Planned {
  const [planned, setPlanned] = useState<Planned>({ plan: null, query: '', problem: null });
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      find(endpoint, { query, variables, headers, operationName }, stop.signal).then(
        (found) => {
          if (!stop.signal.aborted)
            setPlanned((last) => (found.plan ? { ...found, query } : { ...last, problem: found.problem }));
        },
        (error: unknown) => {
          if (!stop.signal.aborted)
            setPlanned((last) => ({
              ...last,
              problem: error instanceof Error ? error.message : String(error),
            }));
        },
      );
    }, debounceMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [endpoint, query, variables, headers, operationName]);
  return planned;
}

async function find(
  endpoint: string,
  tab: { query: string; variables: string; headers: string; operationName: string | null },
  signal: AbortSignal,
): Promise<Omit<Planned, 'query'>> {
  let operation: Operation;
  let headers: Record<string, string>;
  try {
    parse(tab.query);
    const { query, operationName } = tab;
    operation = withOwnName({
      query,
      variables: readJson(tab.variables),
      operationName,
      files: anyFiles(query),
    });
    headers = readJson(tab.headers) as Record<string, string>;
  } catch {
    return { plan: null, problem: 'The operation is not complete yet.' };
  }
  const explained = Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'x-clio-explain'),
  );
  const { extensions, errors } = await ask(
    endpoint,
    operation,
    { ...explained, 'x-clio-explain': 'plan' },
    signal,
  );
  return { plan: extensions?.clio ?? null, problem: errors?.[0]?.message ?? null };
}

/** Empty files for the variables of the type `File`: the plan does not depend on their contents, and they may not be chosen yet. */
function anyFiles(query: string): Operation['files'] {
  const variables = fileVariables(query);
  if (variables.length === 0) return undefined;
  const file = new File(['-'], 'file');
  return new Map(variables.map(({ name, isList }) => [name, isList ? [file] : file]));
}
