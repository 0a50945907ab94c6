import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createYoga } from 'graphql-yoga';

/** Another team's subgraph: checks for conflicts of interest, stored by Clio's own numbers. */
export interface ConflictService extends AsyncDisposable {
  readonly url: string;
  readonly sdl: string;
}

/** The names that it uses of the gateway's, and its own names. */
export interface ForeignNames {
  /** The gateway's names of contacts and matters: `Contact` or, with a prefix, `ClioContact`. */
  readonly contact: string;
  readonly matter: string;
  /** Whether it owns a `User`, a `Document` and a `Query.node`. */
  readonly ownsCommonNames: boolean;
}

interface Check {
  readonly id: string;
  readonly contact: number;
  readonly matter: number;
  readonly note: string;
}

const checks: readonly Check[] = [
  { id: 'check-1', contact: 1, matter: 2, note: 'Acted for the other side in 2019.' },
  { id: 'check-2', contact: 3, matter: 4, note: 'Nothing found.' },
  { id: 'check-3', contact: 1, matter: 5, note: 'A relative of the judge.' },
];

function conflictSdl({ contact, matter, ownsCommonNames }: ForeignNames): string {
  const common = `
    interface Node { id: ID! }
    type User implements Node @key(fields: "id") { id: ID! login: String }
    type Document { title: String }
    extend type Query { node(id: ID!): Node document: Document }
  `;
  return `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@override"])
    type PageInfo @shareable {
      hasNextPage: Boolean!
      hasPreviousPage: Boolean!
      startCursor: String
      endCursor: String
    }
    type Query { conflictChecks: [ConflictCheck!]! pageOfChecks: PageInfo }
    type ConflictCheck { checkId: ID! note: String! contact: ${contact}! matter: ${matter} }
    type ${matter} @key(fields: "clioId", resolvable: false) { clioId: ID! }
    type ${contact} @key(fields: "clioId") {
      clioId: ID!
      conflictChecks: [ConflictCheck!]!
      name: String @external
      searchTerms: [String!]! @requires(fields: "name")
      initials: String @override(from: "clio")
    }
    ${ownsCommonNames ? common : ''}
  `;
}

export async function startConflictService(names: ForeignNames): Promise<ConflictService> {
  const sdl = conflictSdl(names);
  const byContact = (clioId: string): readonly Check[] =>
    checks.filter((check) => String(check.contact) === clioId);
  const schema = buildSubgraphSchema({
    typeDefs: parse(sdl),
    resolvers: {
      Query: { conflictChecks: () => checks },
      ConflictCheck: {
        checkId: (check: Check) => check.id,
        contact: (check: Check) => ({ clioId: String(check.contact) }),
        matter: (check: Check) => ({ clioId: String(check.matter) }),
      },
      [names.contact]: {
        __resolveReference: ({ clioId, name }: { clioId: string; name?: string }) => ({ clioId, name }),
        searchTerms: ({ name = '' }: { name?: string }) => name.toLowerCase().split(' '),
        initials: ({ clioId }: { clioId: string }) => `own-${clioId}`,
        conflictChecks: ({ clioId }: { clioId: string }) => byContact(clioId),
      },
    },
  });
  // A router sends its next request over the connection of the last one, which must not be closed meanwhile.
  const server = createServer({ keepAliveTimeout: 60_000 }, createYoga({ schema, logging: false }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    sdl,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
