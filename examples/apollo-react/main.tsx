/** Apollo Client with React: the matters of a firm to page through, search and add to. */
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { MattersPage } from './matters-page.tsx';

const client = new ApolloClient({
  // No token: the browser sends the session cookie, and no script can read it.
  link: new HttpLink({ uri: '/graphql' }),
  // Ids are global, so records need no key fields. Each page of a list is an entry of its own, by its arguments:
  // going back in the browser shows it without another request.
  cache: new InMemoryCache(),
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <ApolloProvider client={client}>
      <MattersPage />
    </ApolloProvider>
  </StrictMode>,
);
