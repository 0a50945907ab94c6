import { parse } from 'graphql';
import { useEffect, useState } from 'react';
import type { ClioExtension } from '../src/request/explain.ts';
import { ask, messageOf, type Operation, readJson, withoutExplain } from './ask.ts';
import { fileVariables } from './files.tsx';
import { withOwnName } from './own-name.ts';

/** The plan of the operation in the editor. */
export interface Planned {
  readonly plan: ClioExtension | null;
  /** Text of the planned operation. */
  readonly query: string;
  /** The reason if there is no plan, or only one of an earlier text. */
  readonly problem: string | null;
}

/** Time after the last key. */
const debounceMs = 400;

/** The texts of an editor's tab. */
export interface TabTexts {
  readonly query: string;
  readonly variables: string;
  readonly headers: string;
  readonly operationName: string | null;
}

/** The plan of the typed operation, requested when typing pauses. */
export function usePlan(endpoint: string, { query, variables, headers, operationName }: TabTexts): Planned {
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
          if (!stop.signal.aborted) setPlanned((last) => ({ ...last, problem: messageOf(error) }));
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

async function find(endpoint: string, tab: TabTexts, signal: AbortSignal): Promise<Omit<Planned, 'query'>> {
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
  const own = { ...withoutExplain(headers), 'x-clio-explain': 'plan' };
  const { extensions, errors } = await ask(endpoint, operation, own, signal);
  return { plan: extensions?.clio ?? null, problem: errors?.[0]?.message ?? null };
}

/** Dummy files for the variables of the type `File`, because they may not be chosen yet. */
function anyFiles(query: string): Operation['files'] {
  const variables = fileVariables(query);
  if (variables.length === 0) return undefined;
  const file = new File(['-'], 'file');
  return new Map(variables.map(({ name, isList }) => [name, isList ? [file] : file]));
}
