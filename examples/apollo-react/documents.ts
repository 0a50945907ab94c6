import { graphql } from './gql/gql.ts';

/** A page of the list. Clio does not send the companies with the matters: the gateway loads all of a page in one more call. */
export const mattersPage = graphql(/* GraphQL */ `
  query MattersPage($first: Int, $after: String, $last: Int, $before: String, $filter: MatterFilter) {
    matters(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: ID_DESC) {
      totalCount
      nodes {
        id
        displayNumber
        description
        status
        openDate
        client {
          id
          name
          company {
            id
            name
          }
        }
        responsibleAttorney {
          id
          name
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`);

/** Contacts to choose the client of a new matter from. */
export const contactsFound = graphql(/* GraphQL */ `
  query ContactsFound($text: String!) {
    contacts(first: 8, filter: { query: $text }, orderBy: NAME_ASC) {
      nodes {
        id
        name
        primaryEmailAddress
      }
    }
  }
`);

/** With a key, so that it can be sent again if the response was lost. */
export const newMatter = graphql(/* GraphQL */ `
  mutation NewMatter($input: CreateMatterInput!, $key: String!) {
    createMatter(input: $input) @idempotent(key: $key) {
      matter {
        id
        displayNumber
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);
