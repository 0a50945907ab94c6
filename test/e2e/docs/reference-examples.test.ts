import { readdirSync } from 'node:fs';
import { type OperationDefinitionNode, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { readPage } from '../../support/read-markdown.ts';
import { sdl } from '../../support/schema/printed-schema.ts';
import { startListeningGateway } from '../../support/start-listening-gateway.ts';

const examples = readdirSync(new URL('../../../docs/reference/', import.meta.url)).flatMap((file) =>
  readPage(`docs/reference/${file}`)
    .blocks.filter(({ language, words }) => language === 'graphql' && words.includes('example'))
    .map(({ text }) => {
      const document = parse(text);
      const [operation] = document.definitions as readonly [OperationDefinitionNode];
      return { name: operation.name?.value ?? '', kind: operation.operation, text, document };
    }),
);
const queries = examples.filter(({ kind }) => kind === 'query');

const running = forAllTests(() => startListeningGateway());

describe('the reference has an example', () => {
  it('for each root field', () => {
    const roots = [sdl.getQueryType(), sdl.getMutationType(), sdl.getSubscriptionType()];
    const fields = roots.reduce((sum, type) => sum + Object.keys(type?.getFields() ?? {}).length, 0);
    expect(examples).toHaveLength(fields);
  });

  it.each(examples)('for $kind $name that is valid', ({ document }) => {
    expect(validate(sdl, document).map(({ message }) => message)).toEqual([]);
  });

  it.each(queries)('for $kind $name that runs without errors', async ({ text }) => {
    const { data, errors } = await running.ask(text);
    // A record with the example's id need not exist.
    expect(errors?.filter(({ extensions }) => extensions?.code !== 'NOT_FOUND') ?? []).toEqual([]);
    expect(data).toBeDefined();
  });
});
