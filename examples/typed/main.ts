/** Typed results: graphql-codegen's client preset, with `fetch` as the only client. */
import { headers, url } from '../endpoint.ts';
import { bills, newTask } from './documents.ts';
import type { TypedDocumentString } from './gql/graphql.ts';

async function ask<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const { data, errors } = (await response.json()) as {
    data?: Data;
    errors?: readonly { message: string }[];
  };
  if (!data) throw new Error(errors?.[0]?.message);
  return data;
}

const { bills: list } = await ask(bills, { first: 3 });
for (const bill of list?.nodes ?? []) console.log(`bill ${bill.number}: ${bill.total}`);

// Without `assignee` this does not compile.
const { createTask } = await ask(newTask, {
  input: {
    name: 'Call the court',
    description: 'About the hearing',
    assignee: { id: 'User:1', type: 'USER' },
  },
});
console.log(createTask?.task ? `created ${createTask.task.id}` : JSON.stringify(createTask?.userErrors));
