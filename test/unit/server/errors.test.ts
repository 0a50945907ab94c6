import { describe, expect, it } from 'vitest';
import { startSmallServer } from '../../support/gateways/start-small-server.ts';

describe('an error', () => {
  it.each(['boom', 'boomText'])('is masked if it was not meant for the client (%s)', async (field) => {
    await using gateway = await startSmallServer();
    const response = await gateway.post(
      { query: `{ hello self { field: ${field} } }` },
      { authorization: 'Bearer very-secret', 'x-request-id': 'r1' },
    );
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      data: { hello: 'Hello world', self: { field: null } },
      errors: [
        {
          message: 'Something went wrong in the gateway (request r1).',
          path: ['self', 'field'],
          locations: [{ line: 1, column: 16 }],
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
        },
      ],
    });
  });

  it('is logged with its cause and without the token if it is masked', async () => {
    await using gateway = await startSmallServer();
    await gateway.post({ query: '{ boom }' }, { authorization: 'Bearer very-secret', 'x-request-id': 'r1' });
    const line = gateway.logs().find(({ msg }) => msg === 'unexpected error');
    expect(line).toMatchObject({
      level: 50,
      requestId: 'r1',
      path: 'boom',
      err: { type: 'Error', message: 'secret detail, token [redacted]', cause: { message: 'deeper' } },
    });
    expect(gateway.logText()).not.toContain('very-secret');
  });

  it('keeps its message, its code and the details of Clio’s response if its code is in our table', async () => {
    await using gateway = await startSmallServer();
    const response = await gateway.post({ query: '{ forbidden }' });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      data: { forbidden: null },
      errors: [
        {
          message: 'Not for you.',
          path: ['forbidden'],
          locations: [{ line: 1, column: 3 }],
          extensions: { code: 'FORBIDDEN', clio: { status: 403, type: 'ForbiddenError', message: 'No' } },
        },
      ],
    });
  });

  it('has an upstream code if a scalar cannot represent Clio’s value', async () => {
    await using gateway = await startSmallServer();
    const response = await gateway.post({ query: '{ badNumber }' });
    expect(await response.json()).toMatchObject({
      data: { badNumber: null },
      errors: [
        {
          message:
            'Clio sent a value that the type Int cannot represent. Leave the field out, and report this.',
          path: ['badNumber'],
          extensions: { code: 'UPSTREAM_ERROR' },
        },
      ],
    });
  });

  it.each([
    ['a syntax error', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a missing variable', { query: 'query ($a: Int!) { add(a: $a, b: 1) }' }, 'BAD_USER_INPUT'],
    [
      'a variable of the wrong type',
      { query: 'query ($a: Int!) { add(a: $a, b: 1) }', variables: { a: 'x' } },
      'BAD_USER_INPUT',
    ],
    [
      'an unknown operation name',
      { query: 'query A { hello }', operationName: 'B' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'several operations and no name',
      { query: 'query A { hello } query B { hello }' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['no query', {}, 'BAD_REQUEST'],
    ['a parameter that does not exist', { query: '{ hello }', id: 1 }, 'BAD_REQUEST'],
    ['a batch', [{ query: '{ hello }' }], 'BAD_REQUEST'],
    ['a body that is not JSON', '{', 'BAD_REQUEST'],
    ['a body that is not an object', '1', 'BAD_REQUEST'],
    ['an empty body', '', 'BAD_REQUEST'],
    ['too many tokens', { query: `{ ${'hello '.repeat(10_000)} }` }, 'QUERY_TOO_COMPLEX'],
  ])('has a code and the status 400 for %s', async (_what, body, code) => {
    await using gateway = await startSmallServer({ config: { maxBodyBytes: 1_000_000 } });
    // Twice: the second response comes from the document cache.
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const response = await gateway.post(body);
      const result = await response.json();
      expect(result).toMatchObject({ errors: [{ extensions: { code } }] });
      expect(result).not.toHaveProperty('data');
      expect(Object.keys(result.errors[0].extensions)).toEqual(['code']);
      expect(response.status).toBe(400);
    }
  });

  it('has a code and the status 400 for a document that is nested too deeply', async () => {
    await using gateway = await startSmallServer({
      config: { maxBodyBytes: 1_000_000, maxTokens: 1_000_000, maxDepth: 200 },
    });
    const nest = (levels: number): string => `${'{self'.repeat(levels - 1)}{hello}${'}'.repeat(levels - 1)}`;
    expect((await gateway.post({ query: nest(200) })).status).toBe(200);
    for (const levels of [201, 1_000, 20_000]) {
      const response = await gateway.post({ query: nest(levels) });
      const { errors } = await response.json();
      expect([response.status, errors[0].extensions, errors[0].message]).toEqual([
        400,
        { code: 'QUERY_TOO_COMPLEX' },
        expect.stringContaining('nested too deeply'),
      ]);
    }
  });
});
