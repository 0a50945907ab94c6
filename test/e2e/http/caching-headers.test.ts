import { expect, it } from 'vitest';
import { startHttpGateway } from '../../support/gateways/start-http-gateway.ts';

const query = '{ matter(id: 1) { id } }';

it('forbids caches to store responses by default', async () => {
  await using gateway = await startHttpGateway();
  for (const method of ['get', 'post'] as const) {
    const response = await gateway[method]({ query });
    expect(response).toMatchObject({ status: 200, body: { data: { matter: { id: 'Matter:1' } } } });
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  }
});

it('lets clients cache responses to GET queries if configured', async () => {
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
