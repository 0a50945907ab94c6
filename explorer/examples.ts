/** Operations to start with; each runs on the sandbox. */
export const examples: readonly { readonly title: string; readonly query: string }[] = [
  {
    title: 'Matters with their clients',
    query: `query MattersWithClients {
  matters(first: 5, filter: { status: [OPEN] }) {
    nodes {
      displayNumber
      client {
        name
        addresses {
          city
        }
      }
    }
  }
}
`,
  },
  {
    title: 'Four levels deep',
    query: `query LatestHours {
  activities(first: 20, filter: { type: TIME_ENTRY }, orderBy: DATE_DESC) {
    nodes {
      date
      quantityInHours
      matter {
        displayNumber
        client {
          name
          company {
            name
            addresses {
              city
            }
          }
        }
      }
    }
  }
}
`,
  },
  {
    title: 'A list for each matter, and what it costs',
    query: `query TasksOfMatters {
  matters(first: 5) {
    nodes {
      displayNumber
      tasks(first: 3) {
        nodes {
          name
        }
      }
    }
  }
}
`,
  },
  {
    title: 'My user and my remaining calls',
    query: `query WhoAmI {
  viewer {
    name
    email
  }
  rateLimit {
    limit
    remaining
    resetAt
  }
}
`,
  },
];
