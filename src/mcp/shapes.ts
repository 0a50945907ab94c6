import type { JsonSchema } from './input-schema.ts';

/** The JSON schemas of the tools' arguments and results. */

const variables: JsonSchema = {
  type: 'object',
  description: "Values of the operation's variables.",
  additionalProperties: true,
};

const query: JsonSchema = {
  type: 'string',
  description: 'A GraphQL document with one query.',
  maxLength: 20_000,
};

const errors: JsonSchema = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      code: { type: 'string' },
      message: { type: 'string' },
      path: { type: 'string', description: 'The field; empty for the whole operation.' },
    },
    required: ['code', 'message', 'path'],
  },
};

const price: JsonSchema = {
  type: 'object',
  description: 'Calls to Clio: fewest, expected, most.',
  properties: { min: { type: 'integer' }, expected: { type: 'integer' }, max: { type: 'integer' } },
  required: ['min', 'expected', 'max'],
};

function object(properties: Readonly<Record<string, JsonSchema>>, required: readonly string[]): JsonSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}

export const searchInput = object(
  {
    text: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      description: 'Words, such as "unbilled time of a client".',
    },
    limit: { type: 'integer', minimum: 1, maximum: 25, default: 8, description: 'Most hits.' },
  },
  ['text'],
);

export const searchOutput = object(
  {
    hits: {
      type: 'array',
      items: object(
        {
          name: { type: 'string' },
          kind: { type: 'string', enum: ['query', 'mutation', 'field', 'type', 'input', 'enum'] },
          signature: { type: 'string' },
          description: { type: 'string' },
        },
        ['name', 'kind', 'signature', 'description'],
      ),
    },
  },
  ['hits'],
);

export const describeInput = object(
  {
    name: {
      type: 'string',
      minLength: 1,
      maxLength: 120,
      description: 'A type ("Matter") or a field ("Query.matters").',
    },
  },
  ['name'],
);

export const describeOutput = object(
  {
    sdl: { type: 'string' },
    mentions: { type: 'array', items: { type: 'string' }, description: 'Types to describe next.' },
    isCut: { type: 'boolean' },
  },
  ['sdl', 'mentions', 'isCut'],
);

export const explainInput = object({ query, variables }, ['query']);

export const explainOutput = object(
  {
    cost: price,
    rounds: { type: 'integer', description: 'Rounds of calls that follow one another.' },
    advice: { type: 'array', items: { type: 'string' }, description: 'What makes the query expensive.' },
    errors,
  },
  ['advice'],
);

export const runInput = object(
  {
    query,
    variables,
    maxCalls: {
      type: 'integer',
      minimum: 1,
      maximum: 50,
      default: 5,
      description:
        'Most calls to Clio that the query may be expected to cost. Clio allows about 50 a minute.',
    },
  },
  ['query'],
);

const response: Readonly<Record<string, JsonSchema>> = {
  data: { description: 'The response; null where there is none.' },
  errors,
  calls: { type: 'integer', description: 'Calls to Clio that were made.' },
  cut: {
    type: 'array',
    description:
      'Lists that were cut to keep the response small. Pass "after" to the field of the list to read on.',
    items: object(
      {
        path: { type: 'string' },
        kept: { type: 'integer' },
        total: { type: 'integer' },
        after: { type: ['string', 'null'] },
      },
      ['path', 'kept', 'total', 'after'],
    ),
  },
};

export const resultOutput = object(response, ['data', 'calls']);

export const writeOutput = object(
  {
    ...response,
    idempotencyKey: {
      type: 'string',
      description: 'Repeat the call with this key to get the same outcome again.',
    },
  },
  ['data', 'calls', 'idempotencyKey'],
);

/** The arguments of a tool that writes: those of its document, and the key. */
export function withIdempotencyKey(input: JsonSchema): JsonSchema {
  const key = {
    type: 'string',
    minLength: 1,
    maxLength: 200,
    description:
      'Only to repeat an earlier call: the idempotencyKey of its response. Nothing is written twice under one key.',
  };
  return { ...input, properties: { ...(input.properties as object), idempotencyKey: key } };
}
