import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../src/errors.ts';
import type { PreparedOperation } from '../../../src/request/prepared-operation.ts';
import { startSmallServer, TestContext } from '../../support/gateways/start-small-server.ts';

describe('createContext', () => {
  it('fails the request with the status of its error', async () => {
    await using gateway = await startSmallServer({
      createContext: () => {
        throw new GatewayError('RATE_LIMITED', 'Wait.', { retryAfter: 1.5 });
      },
    });
    const response = await gateway.post({ query: '{ hello }' });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('2');
    expect(await response.json()).toEqual({
      errors: [{ message: 'Wait.', extensions: { code: 'RATE_LIMITED', retryAfter: 1.5 } }],
    });
  });

  it('is not called for a document that fails validation', async () => {
    let called = 0;
    await using gateway = await startSmallServer({
      createContext: (info) => {
        called += 1;
        return new TestContext(info);
      },
    });
    await gateway.post({ query: '{ nothing }' });
    await gateway.post({ query: '{' });
    expect(called).toBe(0);
    await gateway.post({ query: '{ hello }' });
    expect(called).toBe(1);
  });
});

describe('prepare', () => {
  it('gets the operation and can return a result without executing it', async () => {
    let seen: { readonly operation: PreparedOperation; readonly variables: unknown } | undefined;
    await using gateway = await startSmallServer({
      createContext: (info) =>
        Object.assign(new TestContext(info), {
          prepare: (operation: PreparedOperation, variables: unknown) => {
            seen = { operation, variables };
            return { data: null, extensions: { plan: 1 } };
          },
        }),
    });
    const query = 'mutation M { touch } query Q { hello }';
    const response = await gateway.post({ query, operationName: 'M', variables: { a: 1 } });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ data: null, extensions: { plan: 1 } });
    expect(gateway.touched()).toBe(0);
    expect(seen?.operation.operation.name?.value).toBe('M');
    expect(seen?.variables).toEqual({ a: 1 });
  });

  it.each([
    ['application/graphql-response+json', 400],
    ['application/json', 200],
  ])('can reject the operation (%s: %i)', async (accept, status) => {
    await using gateway = await startSmallServer({
      createContext: (info) =>
        Object.assign(new TestContext(info), {
          prepare: () => {
            throw new GatewayError('QUERY_TOO_COMPLEX', 'Ask for less.');
          },
        }),
    });
    const response = await gateway.post({ query: '{ hello }' }, { accept });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      errors: [{ message: 'Ask for less.', extensions: { code: 'QUERY_TOO_COMPLEX' } }],
    });
  });
});
