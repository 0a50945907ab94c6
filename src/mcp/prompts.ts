import type { fromJsonSchema as FromJsonSchema, McpServer } from '@modelcontextprotocol/server';

interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly argument: { readonly name: string; readonly description: string };
  /** The task; `{}` is replaced by the argument. */
  readonly text: string;
}

const prompts: readonly Prompt[] = [
  {
    name: 'matter_summary',
    title: 'Summarize a matter',
    description: 'Who it is for, where it stands, what is due, what is unbilled.',
    argument: { name: 'matter', description: 'Display number, or words of the description.' },
    text: `Summarize the matter "{}" for its responsible attorney.
Find it with the query matters (filter: query). Then read in one query: display number, description, status, practice area, client, responsible
attorney, the next tasks and calendar entries, the latest notes and activities, and the outstanding bills. Ask for at most 5 of each list.
Answer in five short paragraphs: who, where it stands, what is due, what happened last, money. Name every record by its display number or date.`,
  },
  {
    name: 'unbilled_work',
    title: 'Unbilled work of a client',
    description: 'Hours and expenses that are not on a bill yet.',
    argument: { name: 'client', description: 'Name of the client.' },
    text: `List the unbilled work for the client "{}".
Find the client with the query contacts (filter: query). Then read billableMatters for the client: unbilled hours and amounts. For the largest
matters, read the activities that are not billed: date, note, hours, total, user. Answer with a table by matter and a total. Do not add
amounts as floating-point numbers.`,
  },
  {
    name: 'conflict_check',
    title: 'Conflict check',
    description: 'Whether a person or company is known to the firm, and how.',
    argument: { name: 'name', description: 'Name of the person or company.' },
    text: `Check for conflicts of interest with "{}".
Search contacts by the name and by likely spellings of it. For each hit, read the matters in which the contact is the client, and the matters in which it has a
relationship, with the relationship's description. Report every hit with the matter, its status and the role. Say clearly that the result covers what
this login may see, and is no legal advice.`,
  },
];

/** Registers prompts for three frequent tasks of firms. */
export function registerPrompts(server: McpServer, fromJsonSchema: typeof FromJsonSchema): void {
  for (const { name, title, description, argument, text } of prompts) {
    const argsSchema = fromJsonSchema<Record<string, string>>({
      type: 'object',
      properties: {
        [argument.name]: { type: 'string', minLength: 1, maxLength: 200, description: argument.description },
      },
      required: [argument.name],
    });
    server.registerPrompt(name, { title, description, argsSchema }, (args) => ({
      messages: [
        {
          role: 'user',
          content: { type: 'text', text: text.replace('{}', () => args[argument.name] ?? '') },
        },
      ],
    }));
  }
}
