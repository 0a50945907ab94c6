import { expect, it } from 'vitest';
import { startHttpGateway } from '../../support/gateways/start-http-gateway.ts';

const query = '{ matter(id: 1) { id } }';

it('has no response kept by anybody, unless configured', async () => {
  await using gateway = await startHttpGateway();
  for (const method of ['get', 'post'] as const) {
    const answer = await gateway[method]({ query });
    expect(answer).toMatchObject({ status: 200, body: { data: { matter: { id: 'Matter:1' } } } });
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
  }
});

it('lets the client keep whole responses to queries by get', async () => {
  await using gateway = await startHttpGateway({
    getMaxAgeMs: 30_000,
    corsOrigins: ['https://app.example.com'],
  });
  const kept = await gateway.get({ query });
  expect(kept.headers.get('cache-control')).toBe('private, max-age=30');
  expect(kept.headers.get('vary')).toBe(
    'authorization, cookie, accept, x-clio-region, x-clio-explain, origin',
  );

  expect((await gateway.post({ query })).headers.get('cache-control')).toBe('private, no-store');
  gateway.sandbox.fault({ kind: 'status', status: 403, match: '/matters' });
  const partial = await gateway.get({ query });
  expect(partial.body.errors).toHaveLength(1);
  expect(partial.headers.get('cache-control')).toBe('private, no-store');
});
