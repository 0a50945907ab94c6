/** Live changes with urql: its own Server-Sent Events, one connection for each subscription. */
import { Client, fetchExchange, gql } from '@urql/core';
import { headers, url } from '../../endpoint.ts';

const client = new Client({
  url,
  exchanges: [fetchExchange],
  fetchOptions: { headers },
  fetchSubscriptions: true,
  preferGetMethod: false,
});

const changed = gql`subscription { taskChanged(id: "Task:1") { event id task { name } } }`;
const rename = gql`mutation ($name: String) { updateTask(input: { id: 1, name: $name }) { userErrors { message } } }`;

let count = 0;
client.subscription(changed, {}).subscribe(({ data, error }) => {
  count += 1;
  if (count > 1) return;
  clearInterval(timer);
  console.log(error ? error.message : `${data.taskChanged.event} ${data.taskChanged.id}`);
  // Node must exit here: urql would leave the aborted request unhandled.
  process.exit();
});

// Renames the task until the subscription has seen it.
let times = 0;
const timer = setInterval(() => {
  times += 1;
  void client.mutation(rename, { name: `Renamed ${times}` }).toPromise();
}, 500);
