/** What relay-compiler compiles. A program with React has these tags inside its components; Babel replaces them there. */
import { graphql } from 'relay-runtime';

export const listQuery = graphql`
  query mattersListQuery($first: Int!, $after: String) {
    ...matters_list @arguments(first: $first, after: $after)
  }
`;

export const list = graphql`
  fragment matters_list on Query
  @argumentDefinitions(first: { type: "Int!" }, after: { type: "String" })
  @refetchable(queryName: "mattersPageQuery") {
    matters(first: $first, after: $after) @connection(key: "matters_list_matters") {
      edges {
        node {
          id
          ...matters_row
        }
      }
    }
  }
`;

export const row = graphql`
  fragment matters_row on Matter @refetchable(queryName: "mattersRowQuery") {
    displayNumber
    client {
      name
    }
  }
`;

export const changed = graphql`
  subscription mattersChangedSubscription($id: ID) {
    matterChanged(id: $id) {
      event
      matter {
        id
        location
      }
    }
  }
`;

export const move = graphql`
  mutation mattersMoveMutation($id: ID!, $location: String) {
    updateMatter(input: { id: $id, location: $location }) {
      userErrors {
        message
      }
    }
  }
`;
