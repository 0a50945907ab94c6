import type { Shared } from './share.ts';

/** An example operation, which also runs on the sandbox. */
export interface Example extends Shared {
  readonly title: string;
  /** Whether it needs a file of custom fields; the sandbox has its custom fields. */
  readonly isTyped: boolean;
}

const recipes = import.meta.glob<string>('../docs/cookbook/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The operations of the cookbook's recipes in the order of its table, and an upload, whose recipe has more than an operation. */
export const examples: readonly Example[] = [
  ...Object.entries(recipes)
    .sort(([a], [b]) => placeOf(a) - placeOf(b))
    .flatMap(([, recipe]) => readRecipe(recipe)),
  {
    title: 'Live changes: open a second tab and change a matter',
    query: `subscription LiveChanges {
  matterChanged {
    event
    id
    at
    matter {
      displayNumber
      description
      status
    }
  }
}
`,
    variables: '',
    isTyped: false,
  },
  {
    title: 'Upload a document',
    query: `mutation Upload($file: File!) {
  uploadDocument(input: { file: $file, parent: { id: 3, type: MATTER } }) {
    document {
      id
      name
      size
    }
    userErrors {
      code
      message
      field
    }
  }
}
`,
    variables: '',
    isTyped: false,
  },
];

/** The position of a recipe in the cookbook's table. */
function placeOf(file: string): number {
  const table = recipes['../docs/cookbook/README.md'] ?? '';
  return table.indexOf(`(${file.slice(file.lastIndexOf('/') + 1)})`);
}

/** The operations of a page with the variables below them. The first has the page's title; the titles of others include their names. */
function readRecipe(page: string): Example[] {
  const title = /^# (.+)$/m.exec(page)?.[1] ?? '';
  const operations = page.matchAll(
    /^```graphql( custom-fields)?\n(.*?)^```\n+(?:```json variables\n(.*?)^```)?/gms,
  );
  return [...operations].map(([, typed, query = '', variables = ''], index) => ({
    title: index === 0 ? title : `${title}: ${inWords(/^\w+ (\w+)/.exec(query)?.[1] ?? `${index + 1}`)}`,
    query,
    variables: variables.trim(),
    isTyped: typed !== undefined,
  }));
}

/** `TrustAccounts` → `trust accounts`. */
function inWords(name: string): string {
  return name.replaceAll(/\B[A-Z]/g, ' $&').toLowerCase();
}
