/** The operation that GraphiQL opens with and that `serve` suggests: three levels of Clio's records in one request. */
export const exampleQuery = `# Matters with their clients, and the clients' addresses.
# "Calls to Clio" shows the plan while you type, and the calls once it has run.
query FirstMatters {
  matters(first: 5) {
    nodes {
      displayNumber
      description
      status
      client {
        name
        addresses {
          street
          city
        }
      }
    }
  }
}
`;
