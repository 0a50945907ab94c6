import { readdirSync, readFileSync } from 'node:fs';
import type { McpServer } from '@modelcontextprotocol/server';

const docs = new URL('../../docs/', import.meta.url);

/** Folders of the documentation whose pages help to write a query. */
const folders = ['cookbook', 'guides'];

/** Registers the pages of the cookbook and the guides as resources. */
export function registerResources(server: McpServer): void {
  for (const folder of folders) {
    for (const file of readdirSync(new URL(`${folder}/`, docs)).filter((one) => one.endsWith('.md'))) {
      const page = new URL(`${folder}/${file}`, docs);
      const name = `${folder}/${file.slice(0, -'.md'.length)}`;
      const uri = `clio-graphql://docs/${name}`;
      const mimeType = 'text/markdown';
      const read = () => ({ contents: [{ uri, mimeType, text: readFileSync(page, 'utf8') }] });
      server.registerResource(name, uri, { title: readTitle(page), mimeType }, read);
    }
  }
}

function readTitle(page: URL): string {
  return /^# (.+)$/m.exec(readFileSync(page, 'utf8'))?.[1] ?? page.pathname;
}
