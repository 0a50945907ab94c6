import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type MiniSearch from 'minisearch';
import { lazy } from '../values.ts';
import { synonyms } from './synonyms.ts';

/** One hit of a schema search. */
export interface SchemaHit {
  /** A type (`Matter`), or a field with its type (`Query.matters`). */
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'field' | 'type' | 'input' | 'enum';
  /** Its declaration in the SDL, with arguments and without descriptions. */
  readonly signature: string;
  readonly description: string;
}

/** Finds types and fields by words of their names and descriptions. */
export interface SchemaSearch {
  /** @returns At most `limit` hits, the best first. */
  find(text: string, limit: number): SchemaHit[];
}

interface Entry extends SchemaHit {
  /** The last part of the name, which a query selects. */
  readonly own: string;
  /** The type that has the field. */
  readonly parent: string;
  /** The type of the field's value. */
  readonly result: string;
  /** The fields of a root field's record, filter and input. */
  readonly contents: string;
  /** Less than 1 for a root field that takes an id, because the caller has no id yet. */
  readonly weight: number;
}

/**
 * Indexes a schema. Ranking is BM25 over names and descriptions, times the number of words that were found.
 * Among equals, root fields come first, because a query begins with one.
 *
 * @param Index The constructor of the `minisearch` package, which is loaded only if it is needed.
 */
export function createSchemaSearch(schema: GraphQLSchema, Index: typeof MiniSearch): SchemaSearch {
  // Indexed at the first search, because it takes longer than everything else that agents need at the start.
  const indexed = lazy(() => indexEntries(schema, Index));
  return {
    find: (text, limit) => {
      const { index, byName } = indexed();
      const asked = askedWords(text);
      const weights = words(text).some((word) => writingVerbs.has(word))
        ? weightsForWriting
        : weightsForReading;
      const found = index.search(text).map(({ id, score, queryTerms }) => {
        const entry = byName.get(String(id)) as Entry;
        const terms = new Set(queryTerms);
        const covered = asked.filter((one) => one.some((term) => terms.has(term))).length / asked.length;
        return { entry, score: score * weights[entry.kind] * entry.weight * covered ** 2 };
      });
      found.sort((a, b) => b.score - a.score);
      return found.slice(0, limit).map(({ entry: { name, kind, signature, description } }) => ({
        name,
        kind,
        signature,
        description,
      }));
    },
  };
}

function indexEntries(
  schema: GraphQLSchema,
  Index: typeof MiniSearch,
): { index: MiniSearch<Entry>; byName: ReadonlyMap<string, Entry> } {
  const entries = collectEntries(schema);
  const index = new Index<Entry>({
    idField: 'name',
    fields: ['own', 'parent', 'result', 'contents', 'description'],
    tokenize: words,
    processTerm: stem,
    searchOptions: {
      tokenize: (text) => [...new Set(askedWords(text).flat())],
      boost: { own: 4, result: 2, parent: 1.5, contents: 0.7, description: 1 },
      prefix: (term) => term.length > 4,
      fuzzy: (term) => (term.length > 6 ? 0.15 : false),
    },
  });
  index.addAll(entries);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return { index, byName };
}

type Weights = Readonly<Record<Entry['kind'], number>>;

const weightsForReading: Weights = { query: 3, mutation: 0.5, field: 1, type: 1, input: 0.3, enum: 0.5 };

const weightsForWriting: Weights = { query: 1, mutation: 3, field: 0.7, type: 0.7, input: 1, enum: 0.5 };

/** Verbs that ask for a mutation. */
const writingVerbs: ReadonlySet<string> = new Set(
  'add assign book cancel change close complete create delete edit log mark move new record remove rename schedule send set start stop update upload write'.split(
    ' ',
  ),
);

function collectEntries(schema: GraphQLSchema): Entry[] {
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  const kindOf = (type: GraphQLNamedType): Entry['kind'] =>
    type === query ? 'query' : type === mutation ? 'mutation' : 'field';
  const excluded = subscriptionTypes(schema);
  const entries: Entry[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || isPlumbing(type.name) || excluded.has(type)) continue;
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields()))
        entries.push(fieldEntry(type, field, kindOf(type)));
      if (type !== query && type !== mutation) entries.push(typeEntry(type, 'type', `type ${type.name}`));
    } else if (isInputObjectType(type)) entries.push(typeEntry(type, 'input', `input ${type.name}`));
    else if (isEnumType(type)) {
      const values = type.getValues().map(({ name }) => name);
      entries.push(typeEntry(type, 'enum', `enum ${type.name} { ${values.join(' ')} }`));
    }
  }
  return entries;
}

/**
 * Types that only subscriptions use. Agents send one request and get one response, so they cannot use them.
 */
function subscriptionTypes(schema: GraphQLSchema): ReadonlySet<GraphQLNamedType> {
  const root = schema.getSubscriptionType();
  if (!root) return new Set();
  return new Set([root, ...Object.values(root.getFields()).map(({ type }) => getNamedType(type))]);
}

/** Whether a type only wraps a list or a payload: the field that leads there is the better hit. */
function isPlumbing(name: string): boolean {
  return /(Connection|Edge|Payload|OrderBy)$/.test(name) || name === 'PageInfo' || name.startsWith('_');
}

function fieldEntry(
  parent: GraphQLNamedType,
  field: GraphQLField<unknown, unknown>,
  kind: Entry['kind'],
): Entry {
  const args = field.args.map(({ name, type }) => `${name}: ${String(type)}`);
  return {
    name: `${parent.name}.${field.name}`,
    kind,
    signature: `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}: ${String(field.type)}`,
    description: field.description ?? '',
    own: field.name,
    parent: kind === 'field' ? parent.name : '',
    result: String(field.type).replace(/Connection|Payload|[[\]!]/g, ''),
    contents: kind === 'field' ? '' : contentsOf(field),
    weight: kind === 'query' && field.args.some(({ name }) => name === 'id') ? 0.5 : 1,
  };
}

function contentsOf(field: GraphQLField<unknown, unknown>): string {
  const named = getNamedType(field.type);
  const nodes = isObjectType(named) ? named.getFields().nodes : undefined;
  const record = nodes ? getNamedType(nodes.type) : named;
  const inputs = field.args.map(({ type }) => getNamedType(type)).filter(isInputObjectType);
  const fields = [...inputs, ...(isObjectType(record) ? [record] : [])].flatMap((type) =>
    Object.keys(type.getFields()),
  );
  return [...new Set(fields)].join(' ');
}

function typeEntry(type: GraphQLNamedType, kind: Entry['kind'], signature: string): Entry {
  const description = type.description ?? '';
  return {
    name: type.name,
    kind,
    signature,
    description,
    own: type.name,
    parent: '',
    result: '',
    contents: '',
    weight: 1,
  };
}

/** `createTimeEntry` → create, time, entry. */
function words(text: string): string[] {
  return text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word.length > 0);
}

/** Each meaningful word of a question, with its synonyms. */
function askedWords(text: string): string[][] {
  const asked = words(text).map((word) => {
    const own = stopWords.has(word) ? [] : [stem(word)];
    return [...own, ...(synonyms[stem(word)] ?? [])];
  });
  return asked.filter((one) => one.length > 0);
}

/** Removes English endings, so that `invoices` finds `invoice`. */
function stem(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  if (word.length > 3 && word.endsWith('s') && !word.endsWith('ss') && !word.endsWith('us'))
    return word.slice(0, -1);
  return word;
}

const stopWords: ReadonlySet<string> = new Set(
  'a an and any are as at be by can did do does for from had has have how i in is it its me my of on or our out show still that the their them there these this to was we were what when where which who whose why will with without you your list find get give all i am new'.split(
    ' ',
  ),
);
