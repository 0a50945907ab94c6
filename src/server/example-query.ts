/** The operation that GraphiQL opens with and that `serve` suggests: three levels of Clio's records in one request. */
export const exampleQuery = `# Matters and clients
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
