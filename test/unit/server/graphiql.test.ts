import { beforeAll, describe, expect, it } from 'vitest';
import { startSmallServer } from '../../support/gateways/start-small-server.ts';
import { buildProgram } from '../../support/programs/build-program.ts';

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

beforeAll(buildProgram);

describe('GraphiQL', () => {
  it('is served to browsers at /graphql', async () => {
    await using gateway = await startSmallServer();
    const response = await fetch(`${gateway.url}/graphql`, { headers: browser });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const page = await response.text();
    expect(page).toContain('"explain":true');
    // Nobody can sign in here, so the page does not ask who is signed in.
    expect(page).not.toContain('sessionUrl');
    expect(page).toContain('"lendsToken":false');
    // The value of an option cannot close the element that carries it.
    expect(page).toContain('hello(name: \\"\\u003c/script>\\")');
  });

  it('is also linked from /', async () => {
    await using gateway = await startSmallServer();
    const response = await fetch(gateway.url, { headers: browser, redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, 'graphql']);
  });

  it('loads everything from its own origin, and its content security policy allows nothing else', async () => {
    await using gateway = await startSmallServer();
    const response = await fetch(`${gateway.url}/graphql`, { headers: browser });
    const page = await response.text();
    const references = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, url]) => url ?? '');
    expect(references.filter((url) => !url.startsWith('data:'))).toEqual([
      'graphiql/style.css',
      'graphiql/main.js',
    ]);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; worker-src 'self'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
  });

  it.each([
    ['main.js', 'text/javascript; charset=utf-8'],
    ['style.css', 'text/css; charset=utf-8'],
  ])('serves its file %s', async (file, type) => {
    await using gateway = await startSmallServer();
    const response = await fetch(`${gateway.url}/graphiql/${file}`);
    expect(response.headers.get('content-type')).toBe(type);
    const etag = response.headers.get('etag') ?? '';
    expect((await response.text()).length).toBeGreaterThan(10_000);
    const again = await fetch(`${gateway.url}/graphiql/${file}`, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  it('can be turned off', async () => {
    await using gateway = await startSmallServer({ config: { graphiql: false } });
    expect((await fetch(`${gateway.url}/graphql`, { headers: browser })).status).toBe(400);
    const { status, url } = await fetch(gateway.url, { headers: browser });
    expect([status, url]).toEqual([400, `${gateway.url}/graphql`]);
    expect((await fetch(`${gateway.url}/graphiql/main.js`)).status).toBe(404);
  });
});
