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

  it('is refused unless it is allowed', async () => {
    await using plain = await startHttpGateway();
    const answer = await plain.post([matter(1)]);
    expect(answer).toMatchObject({ status: 400, calls: 0 });
    expect(answer.body.errors[0].message).toMatch(/batch/i);
  });

  it('is answered in its order, with equal loads joined', async () => {
    const answer = await gateway.post([matter(2), matter(1), matter(2)]);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.body.map((one: { data: { matter: { id: string } } }) => one.data.matter.id)).toEqual([
      'Matter:2',
      'Matter:1',
      'Matter:2',
    ]);
    expect(answer.calls).toBeLessThanOrEqual(3);
  });

  it('has errors where they belong', async () => {
    const answer = await gateway.post([
      matter(1),
      { query: '{ nonsense }' },
      { extensions: persisted(sha256('none')) },
      7,
    ]);
    const codes = answer.body.map(
      (one: { errors?: readonly { extensions: { code: string } }[] }) => one.errors?.[0]?.extensions.code,
    );
    expect(codes).toEqual([
      undefined,
      'GRAPHQL_VALIDATION_FAILED',
      'PERSISTED_QUERY_NOT_FOUND',
      'BAD_REQUEST',
    ]);
    // What says which status a response has stays inside.
    expect(JSON.stringify(answer.body)).not.toContain('"http"');
  });

  it('shows the calls of each operation where it is asked for', async () => {
    const answer = await gateway.post([matter(1), { query: '{ __typename }' }], {
      'x-clio-explain': 'trace',
    });
    const counts = answer.body.map(
      (one: { extensions: { clio: { calls: readonly unknown[] } } }) => one.extensions.clio.calls.length,
    );
    expect(counts).toEqual([1, 0]);
  });

  it('may hold mutations', async () => {
    const create = (name: string) => ({
      query: `mutation { createContact(input: { type: COMPANY, name: "${name}" }) { contact { name } } }`,
    });
    const answer = await gateway.post([create('One'), create('Two')]);
    expect(answer.body).toEqual(
      ['One', 'Two'].map((name) => ({ data: { createContact: { contact: { name } } } })),
    );
    expect(answer.calls).toBe(2);
  });

  it.each([
    { batch: [1, 2, 3, 4, 5].map(matter), code: 'QUERY_TOO_COMPLEX' },
    { batch: [], code: 'BAD_REQUEST' },
  ])('of $batch.length is refused', async ({ batch, code }) => {
    const answer = await gateway.post(batch);
    expect(answer).toMatchObject({ status: 400, calls: 0 });
    expect(answer.body.errors[0].extensions.code).toBe(code);
  });
});
