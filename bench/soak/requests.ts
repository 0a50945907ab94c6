/** One kind of request in the load. */
export interface SoakRequest {
  readonly title: string;
  /** How often it is sent, relative to the others. */
  readonly weight: number;
  readonly method?: 'GET' | 'POST';
  /** @default '/graphql' */
  readonly path?: (random: () => number) => string;
  readonly body?: (random: () => number) => object | string;
  /** Whether the client disconnects before the response. */
  readonly leaves?: true;
}

const some = (random: () => number, most: number): number => 1 + Math.floor(random() * most);

const record = 'query One($id: ID!) { matter(id: $id) { displayNumber description status client { name } } }';
const list =
  'query Page($first: Int!) { matters(first: $first) { nodes { displayNumber client { name } } pageInfo { endCursor } } }';
const deep =
  'query Deep { activities(first: 20) { nodes { date matter { displayNumber client { name addresses { city } } } user { name } } } }';
const fanned = 'query Fanned { matters(first: 5) { nodes { tasks(first: 2) { totalCount } } } }';

export const soakRequests: readonly SoakRequest[] = [
  {
    title: 'a record',
    weight: 30,
    body: (random) => ({ query: record, variables: { id: some(random, 60) } }),
  },
  {
    title: 'a page',
    weight: 20,
    body: (random) => ({ query: list, variables: { first: some(random, 50) } }),
  },
  { title: 'four levels', weight: 12, body: () => ({ query: deep }) },
  { title: 'lists in a list', weight: 6, body: () => ({ query: fanned }) },
  {
    title: 'who am I, rate limit',
    weight: 6,
    body: () => ({ query: '{ viewer { name } rateLimit { remaining cost } }' }),
  },
  {
    title: 'a mutation',
    weight: 6,
    body: (random) => ({
      query:
        'mutation Rename($id: ID!) { updateMatter(input: { id: $id, description: "Soaked" }) { matter { id } userErrors { code } } }',
      variables: { id: some(random, 60) },
    }),
  },
  { title: 'a client that goes away', weight: 5, leaves: true, body: () => ({ query: deep }) },
  { title: 'a file', weight: 3, method: 'GET', path: (random) => `/files/documents/${some(random, 20)}` },
  { title: 'an invalid query', weight: 3, body: () => ({ query: '{ matters { nodes { nothing } } }' }) },
  { title: 'no JSON', weight: 2, body: () => '{' },
  {
    title: 'too deep',
    weight: 2,
    body: () => ({
      query: `{ matters { nodes ${'{ client { matters { nodes '.repeat(8)}{ id }${' } } }'.repeat(8)} } }`,
    }),
  },
  {
    title: 'too many calls',
    weight: 2,
    body: () => ({
      query:
        '{ matters(first: 2000) { nodes { tasks { nodes { id } } bills { nodes { id } } notes(filter: { type: MATTER }) { nodes { id } } } } }',
    }),
  },
  { title: 'introspection', weight: 1, body: () => ({ query: '{ __schema { types { name } } }' }) },
  { title: 'metrics', weight: 2, method: 'GET', path: () => '/metrics' },
];
