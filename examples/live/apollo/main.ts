/** Live changes with Apollo Client: subscriptions by WebSocket, everything else by HTTP. */
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { headers, url } from '../../endpoint.ts';

const sockets = createClient({
  url: url.replace(/^http/, 'ws'),
  connectionParams: headers,
  // Browsers have a built-in WebSocket.
  webSocketImpl: WebSocket,
});
const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(sockets),
    new HttpLink({ uri: url, headers }),
  ),
});

interface ContactChanged {
  readonly contactChanged: { readonly event: string; readonly id: string };
}

const changed = gql`subscription { contactChanged(id: "Contact:1") { event id contact { id title } } }`;
const entitle = gql`mutation ($title: String) { updateContact(input: { id: 1, title: $title }) { userErrors { message } } }`;

let times = 0;
const timer = setInterval(() => {
  times += 1;
  void client.mutate({ mutation: entitle, variables: { title: `Title ${times}` } });
}, 500);
const subscription = client.subscribe<ContactChanged>({ query: changed }).subscribe({
  async next({ data }) {
    clearInterval(timer);
    subscription.unsubscribe();
    console.log(`${data?.contactChanged.event} ${data?.contactChanged.id}`);
    await sockets.dispose();
    client.stop();
  },
});
