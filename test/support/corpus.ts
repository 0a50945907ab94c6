import { readdirSync, readFileSync } from 'node:fs';

/** One case of `test/queries/`: an operation with its response and its REST calls. */
export interface CorpusCase {
  /** File name without its extension. */
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Variables from another case's response: a cursor, with which a client would continue. */
  readonly taken: readonly {
    readonly variable: string;
    readonly from: string;
    readonly path: readonly string[];
  }[];
  /** The login of the request: a name of the sandbox's tokens, or `none`. */
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
}

export const corpusFolder = new URL('../queries/', import.meta.url);

/**
 * Reads the corpus. The first comment lines of an operation contain its settings:
 *
 *     # token: restricted
 *     # variables: { "first": 3 }
 *     # after: contacts-page-1 data.contacts.pageInfo.endCursor
 *     # headers: { "x-clio-explain": "trace" }
 *
 * `after` (likewise `before`) runs the named case first and takes `$after` from its response.
 */
export function readCorpus(): CorpusCase[] {
  return readdirSync(corpusFolder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => {
      const query = readFileSync(new URL(file, corpusFolder), 'utf8');
      const setting = (name: string): string | undefined =>
        new RegExp(`^# ${name}: (.+)$`, 'm').exec(query)?.[1];
      const taken = ['after', 'before'].flatMap((variable) => {
        const [from, path] = setting(variable)?.split(' ') ?? [];
        return from && path ? [{ variable, from, path: path.split('.') }] : [];
      });
      return {
        name: file.replace('.graphql', ''),
        query,
        variables: JSON.parse(setting('variables') ?? '{}'),
        taken,
        token: setting('token') ?? 'owner',
        headers: JSON.parse(setting('headers') ?? '{}'),
      };
    });
}

/** The value at a path of a response (`data.contacts.nodes.0.id`); undefined if there is none. */
export function valueAt(response: unknown, path: readonly string[]): unknown {
  let value = response;
  for (const key of path)
    value =
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([name]) => name === key)?.[1]
        : undefined;
  return value;
}

/** More ids than these are counted, not listed. */
const shownIds = 6;

/** A REST call on one readable line: `GET /contacts.json?fields=id,name&ids[]=1,2,3`. */
export function printRestCall(call: {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
}): string {
  const ids = call.query.filter(([name]) => name === 'ids[]').map(([, id]) => id);
  const rest = call.query.filter(([name]) => name !== 'ids[]').map(([name, value]) => `${name}=${value}`);
  const more = ids.length > shownIds ? `…${ids.length}` : '';
  if (ids.length > 0) rest.push(`ids[]=${ids.slice(0, shownIds).join(',')}${more}`);
  return `${call.method} ${call.path.split('?')[0]}${rest.length > 0 ? `?${rest.join('&')}` : ''}`;
}
