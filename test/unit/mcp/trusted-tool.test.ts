import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { createServedSchema } from '../../../src/federation/served-schema.ts';
import { createTrustedTool, type TrustedTool } from '../../../src/mcp/trusted-tool.ts';

const { schema } = createServedSchema(loadCatalog());
const isDelete = (name: string) => name.startsWith('delete');

function tool(text: string): TrustedTool {
  const made = createTrustedTool(schema, text, isDelete);
  if ('problem' in made) throw new Error(made.problem);
  expect(validate(schema, parse(made.document))).toEqual([]);
  return made;
}

describe('a tool of a trusted document', () => {
  it('has the name, the comment and the variables of its operation', () => {
    const made = tool(`# The open matters of a client.
      # Newest first.
      query OpenMatters($client: ID!, $first: Int = 10) {
        matters(filter: { clientId: $client }, first: $first) { nodes { displayNumber } }
      }`);
    expect(made).toMatchObject({
      name: 'open_matters',
      kind: 'query',
      description: 'The open matters of a client. Newest first.',
      inputSchema: {
        type: 'object',
        properties: { client: { type: 'string' }, first: { type: 'integer' } },
        required: ['client'],
        additionalProperties: false,
      },
    });
  });

  it('selects cursors and ids in addition', () => {
    const { document } = tool('query Open { matters(first: 1) { nodes { displayNumber } } }');
    expect(document).toContain('_cursors: edges');
    expect(document).toContain('_id: id');
  });

  it('describes the fields of an input once', () => {
    const { inputSchema } = tool(
      'mutation NewTask($input: CreateTaskInput!) { createTask(input: $input) { task { name } } }',
    );
    const { properties, $defs } = inputSchema as {
      properties: Record<string, unknown>;
      $defs: Record<string, { properties: Record<string, unknown> }>;
    };
    expect(properties.input).toEqual({ $ref: '#/$defs/CreateTaskInput' });
    expect(Object.keys($defs.CreateTaskInput?.properties ?? {})).toContain('name');
    // The tool sets it.
    expect(Object.keys($defs.CreateTaskInput?.properties ?? {})).not.toContain('verify');
  });

  it('verifies what a mutation wrote, with a variable or a literal, and gives each mutation a key', () => {
    const made = tool(`mutation Two($input: CreateTaskInput!) {
      createTask(input: $input) { task { name } }
      note: updateNote(input: { id: "1", subject: "x", verify: false }) { note { subject } }
    }`);
    expect(made.kind).toBe('write');
    expect(made.verified).toEqual(['input']);
    expect(made.document.replace(/\s+/g, ' ')).toContain('verify: true');
    expect(made.document).not.toContain('verify: false');
    expect(made.keys).toEqual({ idempotencyKey0: 'createTask', idempotencyKey1: 'note' });
    expect(made.document.match(/@idempotent/g)).toHaveLength(2);
  });

  it('recognizes a deletion', () => {
    expect(tool('mutation Drop($id: ID!) { deleteTask(input: { id: $id }) { id } }').kind).toBe('delete');
  });

  it.each([
    ['does not fit the schema', 'query X { nothing }', /nothing/],
    ['has no name', '{ viewer { name } }', /name/],
    ['has two operations', 'query A { viewer { name } } query B { viewer { name } }', /exactly one/],
    [
      'takes a file',
      'mutation Up($input: UploadDocumentInput!) { uploadDocument(input: $input) { document { id } } }',
      /file/,
    ],
  ])('is not made from a document that %s', (_what, text, problem) => {
    expect(createTrustedTool(schema, text, isDelete)).toEqual({ problem: expect.stringMatching(problem) });
  });
});
