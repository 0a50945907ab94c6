import { type GraphQLNamedType, isInterfaceType, isObjectType, isUnionType } from 'graphql';
import { compare } from '../../src/importer/sorting.ts';
import type { ClioSide } from './clio-side.ts';
import { code, table, text } from './markdown.ts';
import { pageTitle } from './page-title.ts';
import { type Field, groupOf, isRoot, ownTypes, type SchemaPages } from './schema-pages.ts';

/** `README.md`: a list of the pages, and how to read them. */
export function buildIndex(pages: SchemaPages, clio: ClioSide): string {
  const rows = pages.names.map((page) => [
    `[${pageTitle(page)}](${page}.md)`,
    String(pages.fieldsOn(page, 'Query').length),
    String(pages.fieldsOn(page, 'Mutation').length),
    String(pages.typesOn(page, 'Types').length),
    pages
      .typesOn(page, 'Types')
      .filter((type) => clio.loading(type.name) !== null)
      .map(({ name }) => pages.link(name, 'README'))
      .join(', '),
  ]);
  return `# Reference

| Page | Content |
| --- | --- |
| [Queries](queries.md) | Every query with its REST call and price, by domain |
| [Mutations](mutations.md) | Every mutation, by record |
| [Types](types.md) | Every type from A to Z |
| [Common](common.md) | Scalars, \`node\`, pages, \`rateLimit\`, \`@idempotent\` |
| [Configuration](configuration.md) | Every setting with its default |
| [Error codes](errors.md) | Every code, and what to do about it |
| [Access permissions](permissions.md) | What an application needs for each field |
| [Open questions about Clio](open-questions.md) | What Clio does not document, and how the gateway behaves |
| [Coverage](../coverage.md) | Every REST operation with its GraphQL field |

The schema by domain. The explorer at \`/graphql\` shows the same text beside a query.

${table(['Page', 'Queries', 'Mutations', 'Types', 'Records with an id of their own'], rows, '| --- | ---: | ---: | ---: | --- |')}

## How to read it

- **In Clio** is the name in Clio's REST API, or the call that the field makes. It is empty for fields that exist only in the gateway.
- **Calls** is the number of calls to Clio. A field without it comes with its record. A nested record also comes with it if Clio sends it,
  which is only one level deep; otherwise the gateway loads it by id, in batches for the whole operation. \`X-Clio-Explain: plan\` shows
  the [price of an operation](../guides/explain.md).
- **"for each parent"** means that Clio lists these for one record at a time: below a page of 50 records the field makes 50 calls.
- **Pages.** \`first\` with \`after\` pages forward, \`last\` with \`before\` backward. \`first\` and \`last\` are at most \`MAX_PAGE_SIZE\`
  (2000). See [paging](../guides/paging.md).
- **Ids** in arguments are global ids or Clio's numbers. A type marked \`!\` is never null in a response, and required in an input.
- **In the subgraph's schema** each field with calls has \`@cost(weight: 1)\`, object types have \`@cost(weight: 0)\`, and lists have
  \`@listSize\` by \`first\` and \`last\`. See [federation](../guides/federation.md#what-fields-cost).
`;
}

/** Every query, by domain. */
export function buildQueries(pages: SchemaPages, clio: ClioSide): string {
  const parts = pages.names.flatMap((page) => {
    const rows = pages
      .fieldsOn(page, 'Query')
      .sort((a, b) => compare(a.name, b.name))
      .map((field) => [
        pages.link(`Query.${field.name}`, 'queries', field.name),
        pages.typeLink(field.type, 'queries'),
        clio.requests('Query', field.name).map(code).join(', '),
        clio.price('Query', field.name) ?? 'none',
      ]);
    return rows.length === 0
      ? []
      : [`## ${pageTitle(page)}\n\n${table(['Field', 'Returns', 'REST', 'Calls'], rows)}`];
  });
  return `# Queries\n\nBy domain.\n\n${parts.join('\n\n')}\n`;
}

/** Every mutation, by record. */
export function buildMutations(pages: SchemaPages, clio: ClioSide): string {
  const byResource = new Map<string, Field[]>();
  for (const field of Object.values(pages.schema.getMutationType()?.getFields() ?? {})) {
    const resource = clio.resource(field.name);
    byResource.set(resource, [...(byResource.get(resource) ?? []), field]);
  }
  const parts = [...byResource]
    .sort(([a], [b]) => compare(a, b))
    .map(([resource, fields]) => {
      const rows = fields
        .sort((a, b) => compare(a.name, b.name))
        .map((field) => [
          pages.link(`Mutation.${field.name}`, 'mutations', field.name),
          clio.requests('Mutation', field.name).map(code).join(', '),
          text(field.description),
        ]);
      return `## ${resource}\n\n${table(['Mutation', 'REST', 'Meaning'], rows)}`;
    });
  return `# Mutations\n\nBy record. [Writing](../guides/writing.md) explains what all mutations have in common.\n\n${parts.join('\n\n')}\n`;
}

/** The fields that need each access permission. */
export function buildPermissions(pages: SchemaPages, clio: ClioSide): string {
  const needing = new Map<string, string[]>();
  for (const type of ownTypes(pages.schema).filter((one) => isObjectType(one))) {
    for (const { name } of Object.values(type.getFields())) {
      const place = `${type.name}.${name}`;
      for (const permission of clio.permissions(type.name, name))
        needing.set(permission, [...(needing.get(permission) ?? []), place]);
    }
  }
  const rows = [...needing]
    .sort(([a], [b]) => compare(a, b))
    .map(([permission, places]) => [
      permission,
      places
        .sort(compare)
        .map((place) => pages.link(place, 'permissions', undefined, place.split('.')[0]))
        .join(', '),
    ]);
  return `# Access permissions

The access permissions that an application needs for a field's own calls, with their names in Clio's developer portal. Clio does not
document the permissions for other fields. If a permission is missing, the error is \`FORBIDDEN\` with \`extensions.permissions\`; see
[errors](../guides/errors.md).

${table(['Permission', 'Fields'], rows)}
`;
}

/** Every type from A to Z. */
export function buildTypes(pages: SchemaPages): string {
  const rows = ownTypes(pages.schema)
    .filter((type) => !isRoot(type.name))
    .sort((a, b) => compare(a.name, b.name))
    .map((type) => [
      pages.link(type.name, 'types'),
      kindOf(type),
      `[${pageTitle(pages.of(type.name) ?? '')}](${pages.of(type.name)}.md)`,
    ]);
  return `# Types from A to Z\n\n${table(['Type', 'Kind', 'Page'], rows)}\n`;
}

function kindOf(type: GraphQLNamedType): string {
  if (isInterfaceType(type)) return 'interface';
  if (isUnionType(type)) return 'union';
  return { Types: 'type', 'Pages and payloads': 'type', Inputs: 'input', Enums: 'enum', Scalars: 'scalar' }[
    groupOf(type)
  ];
}
