import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type HttpGateway,
  persisted,
  sha256,
  startHttpGateway,
} from '../../support/gateways/start-http-gateway.ts';

const matter = (id: number) => ({ query: `query M${id} { matter(id: ${id}) { id } }` });

describe('a list of operations', () => {
  let gateway: HttpGateway;
  beforeAll(async () => {
    gateway = await startHttpGateway({ maxBatch: 4 });
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  it('is rejected unless it is allowed', async () => {
    await using plain = await startHttpGateway();
    const response = await plain.post([matter(1)]);
    expect(response).toMatchObject({ status: 400, calls: 0 });
    expect(response.body.errors[0].message).toMatch(/batch/i);
  });

  it('has its results in order, and its equal loads are joined', async () => {
    const response = await gateway.post([matter(2), matter(1), matter(2)]);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.body.map((one: { data: { matter: { id: string } } }) => one.data.matter.id)).toEqual([
      'Matter:2',
      'Matter:1',
      'Matter:2',
    ]);
    expect(response.calls).toBeLessThanOrEqual(3);
  });

  it('has each error at its operation', async () => {
    const response = await gateway.post([
      matter(1),
      { query: '{ nonsense }' },
      { extensions: persisted(sha256('none')) },
      7,
    ]);
    const codes = response.body.map(
      (one: { errors?: readonly { extensions: { code: string } }[] }) => one.errors?.[0]?.extensions.code,
    );
    expect(codes).toEqual([
      undefined,
      'GRAPHQL_VALIDATION_FAILED',
      'PERSISTED_QUERY_NOT_FOUND',
      'BAD_REQUEST',
    ]);
    // The internal status of a result is not sent.
    expect(JSON.stringify(response.body)).not.toContain('"http"');
  });

  it('has the calls of each operation on request', async () => {
    const response = await gateway.post([matter(1), { query: '{ __typename }' }], {
      'x-clio-explain': 'trace',
    });
    const counts = response.body.map(
      (one: { extensions: { clio: { calls: readonly unknown[] } } }) => one.extensions.clio.calls.length,
    );
    expect(counts).toEqual([1, 0]);
  });

  it('may contain mutations', async () => {
    const create = (name: string) => ({
      query: `mutation { createContact(input: { type: COMPANY, name: "${name}" }) { contact { name } } }`,
    });
    const response = await gateway.post([create('One'), create('Two')]);
    expect(response.body).toEqual(
      ['One', 'Two'].map((name) => ({ data: { createContact: { contact: { name } } } })),
    );
    expect(response.calls).toBe(2);
  });

  it.each([
    { batch: [1, 2, 3, 4, 5].map(matter), code: 'QUERY_TOO_COMPLEX' },
    { batch: [], code: 'BAD_REQUEST' },
  ])('is rejected with $batch.length operations', async ({ batch, code }) => {
    const response = await gateway.post(batch);
    expect(response).toMatchObject({ status: 400, calls: 0 });
    expect(response.body.errors[0].extensions.code).toBe(code);
  });
});
