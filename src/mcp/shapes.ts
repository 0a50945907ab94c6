import type { JsonSchema } from './input-schema.ts';

// The JSON schemas of the tools' arguments and results.

const text: JsonSchema = { type: 'string' };
const integer: JsonSchema = { type: 'integer' };
const texts: JsonSchema = { type: 'array', items: text };

/** @param required Default: all properties. */
function object(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = Object.keys(properties),
): JsonSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}

const variables: JsonSchema = {
  type: 'object',
  description: "Values of the operation's variables.",
  additionalProperties: true,
};

const query: JsonSchema = { ...text, description: 'A GraphQL document with one query.', maxLength: 20_000 };

const errors: JsonSchema = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      code: text,
      message: text,
      path: { ...text, description: 'The field; empty for the whole operation.' },
    },
    required: ['code', 'message', 'path'],
  },
};

const price: JsonSchema = {
  type: 'object',
  description: 'Minimum, expected and maximum number of calls to Clio.',
  properties: { min: integer, expected: integer, max: integer },
  required: ['min', 'expected', 'max'],
};

export const searchInput = object(
  {
    text: {
      ...text,
      minLength: 1,
      maxLength: 200,
      description: 'Words, such as "unbilled time of a client".',
    },
    limit: { ...integer, minimum: 1, maximum: 25, default: 8, description: 'Maximum number of hits.' },
  },
  ['text'],
);

const kinds = ['query', 'mutation', 'field', 'type', 'input', 'enum'];

export const searchOutput = object({
  hits: {
    type: 'array',
    items: object({ name: text, kind: { ...text, enum: kinds }, signature: text, description: text }),
  },
});

export const describeInput = object({
  name: {
    ...text,
    minLength: 1,
    maxLength: 120,
    description: 'A type ("Matter") or a field ("Query.matters").',
  },
});

export const describeOutput = object({
  sdl: text,
  mentions: { ...texts, description: 'Types to describe next.' },
  isCut: { type: 'boolean' },
});

export const explainInput = object({ query, variables }, ['query']);

export const explainOutput = object(
  {
    cost: price,
    rounds: { ...integer, description: 'Rounds of calls that follow one another.' },
    advice: { ...texts, description: 'What makes the query expensive.' },
    errors,
  },
  ['advice'],
);

export const runInput = object(
  {
    query,
    variables,
    maxCalls: {
      ...integer,
      minimum: 1,
      maximum: 50,
      default: 5,
      description: 'Maximum of the expected calls to Clio. Clio allows about 50 a minute.',
    },
  },
  ['query'],
);

const response: Readonly<Record<string, JsonSchema>> = {
  data: { description: 'The data of the response; null if there is none.' },
  errors,
  calls: { ...integer, description: 'Calls to Clio that were made.' },
  cut: {
    type: 'array',
    description:
      'Lists that were cut to keep the response small. Pass "after" to the field of the list to read on.',
    items: object({ path: text, kept: integer, total: integer, after: { type: ['string', 'null'] } }),
  },
};

export const resultOutput = object(response, ['data', 'calls']);

export const writeOutput = object(
  {
    ...response,
    idempotencyKey: {
      ...text,
      description: 'Repeat the call with this key to get the same outcome again.',
    },
  },
  ['data', 'calls', 'idempotencyKey'],
);

/** The arguments of a tool that writes: those of its document, and the key. */
export function withIdempotencyKey(input: JsonSchema): JsonSchema {
  const key = {
    ...text,
    minLength: 1,
    maxLength: 200,
    description:
      'Only to repeat an earlier call: the idempotencyKey of its response. Nothing is written twice under one key.',
  };
  return { ...input, properties: { ...(input.properties as object), idempotencyKey: key } };
}
