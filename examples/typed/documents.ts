import { graphql } from './gql/gql.ts';

/** graphql-codegen reads this and writes the types of the result. */
export const bills = graphql(/* GraphQL */ `
  query Bills($first: Int!) {
    bills(first: $first) {
      nodes {
        number
        total
        dueAt
        client {
          name
        }
      }
    }
  }
`);

export const newTask = graphql(/* GraphQL */ `
  mutation NewTask($input: CreateTaskInput!) {
    createTask(input: $input) {
      task {
        id
        name
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);
