/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query MattersPage($first: Int, $after: String, $last: Int, $before: String, $filter: MatterFilter) {\n    matters(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: ID_DESC) {\n      totalCount\n      nodes {\n        id\n        displayNumber\n        description\n        status\n        openDate\n        client {\n          id\n          name\n          company {\n            id\n            name\n          }\n        }\n        responsibleAttorney {\n          id\n          name\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n    }\n  }\n": typeof types.MattersPageDocument,
    "\n  query ContactsFound($text: String!) {\n    contacts(first: 8, filter: { query: $text }, orderBy: NAME_ASC) {\n      nodes {\n        id\n        name\n        primaryEmailAddress\n      }\n    }\n  }\n": typeof types.ContactsFoundDocument,
    "\n  mutation NewMatter($input: CreateMatterInput!, $key: String!) {\n    createMatter(input: $input) @idempotent(key: $key) {\n      matter {\n        id\n        displayNumber\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.NewMatterDocument,
};
const documents: Documents = {
    "\n  query MattersPage($first: Int, $after: String, $last: Int, $before: String, $filter: MatterFilter) {\n    matters(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: ID_DESC) {\n      totalCount\n      nodes {\n        id\n        displayNumber\n        description\n        status\n        openDate\n        client {\n          id\n          name\n          company {\n            id\n            name\n          }\n        }\n        responsibleAttorney {\n          id\n          name\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n    }\n  }\n": types.MattersPageDocument,
    "\n  query ContactsFound($text: String!) {\n    contacts(first: 8, filter: { query: $text }, orderBy: NAME_ASC) {\n      nodes {\n        id\n        name\n        primaryEmailAddress\n      }\n    }\n  }\n": types.ContactsFoundDocument,
    "\n  mutation NewMatter($input: CreateMatterInput!, $key: String!) {\n    createMatter(input: $input) @idempotent(key: $key) {\n      matter {\n        id\n        displayNumber\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.NewMatterDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MattersPage($first: Int, $after: String, $last: Int, $before: String, $filter: MatterFilter) {\n    matters(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: ID_DESC) {\n      totalCount\n      nodes {\n        id\n        displayNumber\n        description\n        status\n        openDate\n        client {\n          id\n          name\n          company {\n            id\n            name\n          }\n        }\n        responsibleAttorney {\n          id\n          name\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query MattersPage($first: Int, $after: String, $last: Int, $before: String, $filter: MatterFilter) {\n    matters(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: ID_DESC) {\n      totalCount\n      nodes {\n        id\n        displayNumber\n        description\n        status\n        openDate\n        client {\n          id\n          name\n          company {\n            id\n            name\n          }\n        }\n        responsibleAttorney {\n          id\n          name\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ContactsFound($text: String!) {\n    contacts(first: 8, filter: { query: $text }, orderBy: NAME_ASC) {\n      nodes {\n        id\n        name\n        primaryEmailAddress\n      }\n    }\n  }\n"): (typeof documents)["\n  query ContactsFound($text: String!) {\n    contacts(first: 8, filter: { query: $text }, orderBy: NAME_ASC) {\n      nodes {\n        id\n        name\n        primaryEmailAddress\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation NewMatter($input: CreateMatterInput!, $key: String!) {\n    createMatter(input: $input) @idempotent(key: $key) {\n      matter {\n        id\n        displayNumber\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation NewMatter($input: CreateMatterInput!, $key: String!) {\n    createMatter(input: $input) @idempotent(key: $key) {\n      matter {\n        id\n        displayNumber\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;