import { expect, it } from 'vitest';
import { startListeningGateway } from '../../support/start-listening-gateway.ts';

// Clio has more labels than its document lists: they are text in inputs and in fields.

it('accepts and returns any text as a label', async () => {
  await using running = await startListeningGateway();
  const { data } = await running.ask(`mutation {
    createContact(input: {
      type: PERSON, firstName: "Ada", lastName: "Byron"
      phoneNumbers: [{ name: "Mobile", number: "555-0134" }]
      webSites: [{ name: "Blog", address: "https://example.com" }]
    }) {
      contact { phoneNumbers { name } webSites { name } }
      userErrors { message }
    }
  }`);
  expect(data).toEqual({
    createContact: {
      contact: { phoneNumbers: [{ name: 'Mobile' }], webSites: [{ name: 'Blog' }] },
      userErrors: [],
    },
  });
});
