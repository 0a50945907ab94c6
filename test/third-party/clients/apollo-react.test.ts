import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { type PreviewServer, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.ts';
import { createGatewayIn } from '../../../src/gateway/gateway.ts';
import type { Sandbox, SandboxOptions } from '../../../src/sandbox/sandbox.ts';
import { createLogger } from '../../../src/server/create-logger.ts';
import { axeViolations, missing, type TabOptions, Tabs } from '../../support/browser/chromium.ts';
import { Browser, consent } from '../../support/gateways/start-sign-in.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// The example's page in a real browser, built as its README says, in front of a gateway with sign-in and the sandbox.
const title = missing ? `the matters page (${missing})` : 'the matters page';

const configFile = fileURLToPath(new URL('../../../examples/apollo-react/vite.config.ts', import.meta.url));
const vite = fileURLToPath(new URL('../../../node_modules/vite/bin/vite.js', import.meta.url));
const application = { clientId: 'matters-page', clientSecret: 'the-secret-of-the-page' };

interface Opened extends AsyncDisposable {
  readonly page: Page;
  readonly sandbox: Sandbox;
  readonly clock: ManualClock;
  /** What must not happen: errors of the page, requests to other hosts, violations of its policy. */
  readonly faults: string[];
  /** The REST calls since the last look, except those of signing in. */
  calls(): string[];
}

interface PageOptions extends TabOptions {
  /** For a test that controls the page's clock. */
  readonly alone?: boolean;
}

describe.skipIf(missing)(title, { timeout: 60_000 }, () => {
  let tabs: Tabs;
  let folder: string;
  /** Where the page's server finds the gateway: each test has its own gateway. */
  let entrance: Server;
  let listener: RequestListener;
  let pages: PreviewServer;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'matters-page-'));
    entrance = createServer((request, response) => listener(request, response)).listen(0, '127.0.0.1');
    await once(entrance, 'listening');
    process.env.GRAPHQL_URL = `http://127.0.0.1:${(entrance.address() as AddressInfo).port}/graphql`;
    // With the command line, as a reader would: here `NODE_ENV` is `test`, and React would be a different build.
    const { NODE_ENV: _, ...env } = process.env;
    await promisify(execFile)(
      process.execPath,
      [vite, 'build', '--config', configFile, '--outDir', folder, '--logLevel', 'warn'],
      { env },
    );
    pages = await preview({ configFile, logLevel: 'warn', build: { outDir: folder }, preview: { port: 0 } });
    // The page's configuration has read it; other test files share the process.
    delete process.env.GRAPHQL_URL;
    url = `http://127.0.0.1:${(pages.httpServer.address() as AddressInfo).port}`;
    tabs = await Tabs.launch();
  }, 120_000);

  afterAll(async () => {
    await tabs.close();
    await pages.close();
    entrance.closeAllConnections();
    entrance.close();
    await rm(folder, { recursive: true });
  });

  /** A firm, a gateway and a browser of its own; the page is not opened yet. */
  async function start(options: PageOptions = {}, sandboxOptions: SandboxOptions = {}): Promise<Opened> {
    const clock = manualClock();
    const redirectUri = `${url}/auth/callback`;
    const sandbox = await startSandbox({
      limit: 100_000,
      clock: clock.now,
      applications: [{ ...application, redirectUris: [redirectUri] }],
      ...sandboxOptions,
    });
    const gateway = await createGatewayIn(
      { clock },
      {
        config: {
          ...loadConfig({}),
          upstream: { kind: 'clio', baseUrl: sandbox.baseUrl, region: 'us' },
          cacheTtlMs: 0,
          signIn: {
            applications: { us: application },
            redirectUri,
            oauthUrl: null,
            sessionSecrets: ['a-session-secret-of-forty-one-characters-'],
          },
        },
        upstream: { baseUrl: sandbox.baseUrl, defaultToken: null },
        logger: createLogger('silent'),
      },
    );
    listener = gateway.listener;
    const tab = await (options.alone ? tabs.openAlone() : tabs.open(options));
    const { page } = tab;
    const faults: string[] = [];
    page.on('request', (request) => {
      const { origin } = new URL(request.url());
      if (origin !== url && origin !== sandbox.url && !request.url().startsWith('data:'))
        faults.push(`request to ${request.url()}`);
    });
    page.on('console', (message) => {
      // The browser reports each response with a status of 400 or more, and each request without a response.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));
    let seen = 0;
    return {
      page,
      sandbox,
      clock,
      faults,
      calls() {
        const fresh = sandbox.calls.slice(seen);
        seen = sandbox.calls.length;
        return fresh
          .filter(({ path }) => !path.startsWith('/oauth') && !path.startsWith('/users/who_am_i'))
          .map(({ method, path }) => `${method} ${decodeURIComponent(path)}`);
      },
      async [Symbol.asyncDispose]() {
        await tab[Symbol.asyncDispose]();
        await gateway.close();
        await sandbox.close();
      },
    };
  }

  /** The same, signed in, with the first page of the list. */
  async function open(
    options: PageOptions = {},
    { path = '/', ...sandboxOptions }: SandboxOptions & { readonly path?: string } = {},
  ): Promise<Opened> {
    const opened = await start(options, sandboxOptions);
    const { page } = opened;
    await page.context().addCookies(await sessionCookies());
    await page.goto(url + path);
    await rows(page).first().waitFor();
    return opened;
  }

  /** Signs in without the page: with it, signing in would be most of the work of most tests. */
  async function sessionCookies(): Promise<{ name: string; value: string; url: string }[]> {
    const browser = new Browser();
    await browser.visit(await consent(browser, `${url}/auth/login`));
    return browser.cookies(url).map(([name, value]) => ({ name, value, url }));
  }

  async function signIn(page: Page, path = '/'): Promise<void> {
    await page.goto(url + path);
    await note(page).getByRole('link', { name: 'Sign in with Clio' }).click();
    await page.getByRole('button', { name: 'Allow access' }).click();
    await page.getByText('Sign out').waitFor();
  }

  const rows = (page: Page): Locator => page.locator('tbody tr');
  const numbers = (page: Page): Promise<string[]> =>
    page.locator('tbody th').evaluateAll((cells) => cells.map((cell) => cell.firstChild?.textContent ?? ''));
  const note = (page: Page): Locator => page.locator('.note');

  /** Searches for a name and chooses the first result, by keyboard only. */
  async function chooseClient(page: Page, text: string): Promise<string> {
    const field = page.getByRole('combobox', { name: 'Client' });
    // All at once: slow typing would cause a search in between.
    await field.fill(text);
    // Clio also finds contacts by connected records.
    await page.getByRole('option', { name: text }).first().waitFor();
    const options = await page.getByRole('option').allTextContents();
    const index = options.findIndex((option) => option.toLowerCase().includes(text.toLowerCase()));
    for (let step = 0; step <= index; step += 1) await field.press('ArrowDown');
    await field.press('Enter');
    await page.getByRole('listbox').waitFor({ state: 'hidden' });
    return field.inputValue();
  }

  /** The newest matters, as the list shows them. */
  const newest = (sandbox: Sandbox, from: number, to: number): unknown[] =>
    [...sandbox.records('Matter').values()]
      .sort((one, other) => Number(other.id) - Number(one.id))
      .slice(from, to)
      .map(({ display_number }) => display_number);

  const list =
    'GET /matters.json?fields=id,client{id,company,name},description,display_number,open_date,responsible_attorney{id,name},status';
  const companies = expect.stringMatching(/^GET \/contacts\.json\?fields=id,name(&ids\[\]=\d+)+$/);

  describe('signing in', () => {
    it('is offered to people who are not signed in, returns them to where they were, and ends when they sign out', async () => {
      await using opened = await start();
      const { page, calls, sandbox, faults } = opened;
      await page.goto(`${url}/?search=Estate`);
      await note(page).getByText('You are not signed in').waitFor();
      await expect.poll(() => rows(page).count()).toBe(0);
      expect(calls()).toEqual([]);
      const policy = page.locator('meta[http-equiv="Content-Security-Policy"]');
      expect(await policy.getAttribute('content')).toContain("script-src 'self'");

      await signIn(page, '/?search=Estate');
      await rows(page).first().waitFor();
      expect(page.url()).toBe(`${url}/?search=Estate`);
      expect(calls()).toEqual([`${list}&query=Estate&limit=20&order=id(desc)`, companies]);
      const user = sandbox.records('User').get(1);
      await page.locator('.session', { hasText: String(user?.name) }).waitFor();
      // Nothing that a script of the page could steal.
      expect(await page.evaluate('[document.cookie, localStorage.length, sessionStorage.length]')).toEqual([
        '',
        0,
        0,
      ]);

      await page.getByRole('button', { name: 'Sign out' }).click();
      await note(page).getByText('You are not signed in').waitFor();
      await expect.poll(() => rows(page).count()).toBe(0);
      expect(calls()).toEqual([]);
      expect(sandbox.calls.map(({ path }) => path)).toContain('/oauth/deauthorize');
      expect(faults).toEqual([]);
    });

    it('is offered again after the permission was revoked, and no data is shown any more', async () => {
      await using opened = await open();
      const { page, sandbox, faults } = opened;
      sandbox.revokeGrants();
      await page.getByRole('button', { name: 'Next page' }).click();
      await note(page).getByText('You are not signed in').waitFor();
      await expect.poll(() => rows(page).count()).toBe(0);
      await note(page).getByRole('link', { name: 'Sign in with Clio' }).click();
      await page.getByRole('button', { name: 'Allow access' }).click();
      await rows(page).first().waitFor();
      expect(await numbers(page)).toEqual(newest(sandbox, 20, 40));
      expect(faults).toEqual([]);
    });
  });

  describe('the list', () => {
    /** Compares the first page of the list with the records. */
    async function showsKnownFields(page: Page, sandbox: Sandbox): Promise<void> {
      const matters = [...sandbox.records('Matter').values()].reverse().slice(0, 20);
      const find = (link: unknown) => {
        const { entity, id } = (link ?? {}) as { entity?: string; id?: number };
        return entity === undefined || id === undefined ? undefined : sandbox.records(entity).get(id);
      };
      const expected = matters.map((matter) => {
        const client = find(matter.client);
        return [
          matter.display_number,
          matter.description,
          client?.name,
          find(client?.company)?.name ?? '',
          find(matter.responsible_attorney)?.name ?? '',
          matter.open_date ?? '',
          matter.status,
        ];
      });
      const shown = await rows(page).evaluateAll((trs) =>
        trs.map((tr) => {
          const [matter, client, attorney, opened, status] = [...tr.children];
          const own = (cell: Element | undefined) =>
            cell?.querySelector('.unseen') ? '' : cell?.firstChild?.textContent;
          return [
            own(matter),
            matter?.querySelector('small')?.textContent,
            own(client),
            client?.querySelector('small')?.textContent ?? '',
            own(attorney),
            opened?.querySelector('time')?.dateTime ?? '',
            status?.textContent,
          ];
        }),
      );
      expect(shown).toEqual(expected);
      expect(expected.some(([, , , company]) => company !== '')).toBe(true);
    }

    it('shows the known fields of each matter, needs two calls per page, and pages forward and back', async () => {
      await using opened = await open();
      const { page, sandbox, calls, faults } = opened;
      expect(await numbers(page)).toEqual(newest(sandbox, 0, 20));
      expect(calls()).toEqual([`${list}&limit=20&order=id(desc)`, companies]);
      await showsKnownFields(page, sandbox);
      const all = sandbox.records('Matter').size;
      await page.getByRole('heading', { name: `Newest first ${all} matters` }).waitFor();
      const next = page.getByRole('button', { name: 'Next page' });
      const previous = page.getByRole('button', { name: 'Previous page' });
      expect(await previous.isDisabled()).toBe(true);

      const shows = async (from: number): Promise<void> => {
        await rows(page)
          .first()
          .getByText(String(newest(sandbox, from, from + 1)[0]))
          .waitFor();
        expect(await numbers(page)).toEqual(newest(sandbox, from, from + 20));
      };
      await next.click();
      await shows(20);
      expect(calls()).toEqual([`${list}&limit=20&order=id(desc)&offset=20`, companies]);
      await expect.poll(() => page.evaluate('document.activeElement.textContent')).toContain('Newest first');
      await page.getByRole('status').getByText('20 matters on this page').waitFor();
      await next.click();
      await shows(40);
      calls();
      await previous.click();
      await shows(20);
      expect(calls()).toEqual([`${list}&limit=20&order=id(desc)&offset=20`, companies]);

      // Each page has an address, for the back button and for a reload.
      await page.goBack();
      await shows(40);
      await page.goBack();
      await shows(20);
      await page.goBack();
      await shows(0);
      expect(calls()).toEqual([]);
      await page.goForward();
      await shows(20);
      await page.reload();
      await shows(20);
      expect(calls()).toEqual([`${list}&limit=20&order=id(desc)&offset=20`, companies]);
      expect(faults).toEqual([]);
    });

    it('can be searched', async () => {
      await using opened = await open();
      const { page, sandbox, calls, faults } = opened;
      await page.getByRole('button', { name: 'Next page' }).click();
      await page.getByText(String(newest(sandbox, 20, 21)[0])).waitFor();
      calls();
      await page.getByLabel('Number, description or client').pressSequentially('boundary dispute');
      expect(calls()).toEqual([]);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Found for “boundary dispute”' }).waitFor();
      await page.locator('table[aria-busy="false"]').waitFor();
      expect(calls()).toEqual([`${list}&query=boundary dispute&limit=20&order=id(desc)`, companies]);
      for (const description of await page.locator('tbody th small').allTextContents())
        expect(description).toMatch(/boundary dispute/i);
      expect(await rows(page).count()).toBeGreaterThan(0);

      await page.getByLabel('Number, description or client').fill('no such thing');
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByText('No matter was found.').waitFor();
      await expect.poll(() => rows(page).count()).toBe(0);
      await page.getByRole('button', { name: 'Show all matters' }).click();
      await page.getByText(String(newest(sandbox, 0, 1)[0])).waitFor();
      expect(await page.getByLabel('Number, description or client').inputValue()).toBe('');
      expect(faults).toEqual([]);
    });

    it('keeps the last page while the next one loads', async () => {
      await using opened = await open();
      const { page, sandbox } = opened;
      let gate = createGate();
      await page.route('**/graphql', async (route) => {
        await gate.opened;
        await route.continue();
      });
      await page.getByRole('button', { name: 'Next page' }).click();
      await page.locator('table[aria-busy="true"]').waitFor();
      expect(await numbers(page)).toEqual(newest(sandbox, 0, 20));
      await page.getByRole('status').getByText('Loading matters').waitFor();
      expect(await page.getByRole('button', { name: 'Next page' }).isDisabled()).toBe(true);
      gate.open();
      await page.locator('table[aria-busy="false"]').waitFor();
      expect(await numbers(page)).toEqual(newest(sandbox, 20, 40));

      gate = createGate();
      await page.reload({ waitUntil: 'commit' });
      await page.locator('.skeleton').waitFor();
      await expect.poll(() => rows(page).count()).toBe(0);
      gate.open();
      await rows(page).first().waitFor();
      await expect.poll(() => page.locator('.skeleton').count()).toBe(0);
    });
  });

  describe('a problem with the list', () => {
    const tryAgain = (page: Page): Locator => note(page).getByRole('button', { name: 'Try again' });

    it('that is the rate limit shows how long it takes, and the list loads after it', async () => {
      await using opened = await open({ alone: true });
      const { page, sandbox, clock, calls, faults } = opened;
      // The page's clock stands still between the test's steps.
      const now = Date.now();
      await page.clock.install({ time: now });
      await page.clock.pauseAt(now + 3_600_000);
      sandbox.fault({
        match: '/matters',
        kind: 'status',
        status: 429,
        headers: { 'retry-after': '42' },
        times: 1,
      });
      calls();
      await page.getByRole('button', { name: 'Next page' }).click();
      await page.getByRole('alert').getByText('Too many requests').waitFor();
      await expect.poll(() => rows(page).count()).toBe(0);
      const shownWait = () => tryAgain(page).textContent();
      await expect.poll(shownWait).toBe('Try again in 42 s');
      await page.clock.fastForward(20_000);
      await expect.poll(shownWait).toBe('Try again in 22 s');
      // Before its time the button does nothing. (By keyboard: Playwright's click would wait until it is enabled.)
      await tryAgain(page).press('Enter');
      await page.getByRole('alert').getByText('Too many requests').waitFor();
      expect(await shownWait()).toBe('Try again in 22 s');
      expect(calls()).toHaveLength(1);

      clock.advance(42_000);
      await page.clock.fastForward(22_000);
      await expect.poll(shownWait).toBe('Try again');
      await tryAgain(page).click();
      await rows(page).first().waitFor();
      expect(await numbers(page)).toEqual(newest(sandbox, 20, 40));
      await expect.poll(() => note(page).count()).toBe(0);
      expect(faults).toEqual([]);
    });

    it('that is an unavailable Clio, a lost network or the response of a proxy is explained, and can be retried', async () => {
      await using opened = await open();
      const { page, sandbox, calls, faults } = opened;
      // Longer than the deadline of a request, so that the gateway does not wait for it.
      const headers = { 'retry-after': '60' };
      sandbox.fault({ match: '/matters', kind: 'status', status: 503, headers, times: 2 });
      calls();
      await page.getByRole('button', { name: 'Next page' }).click();
      await page.getByRole('alert').getByText('Clio has trouble').waitFor();
      await expect.poll(() => rows(page).count()).toBe(0);
      await tryAgain(page).click();
      await expect.poll(() => sandbox.calls.filter(({ status }) => status === 503).length).toBe(2);
      await page.getByRole('alert').getByText('Clio has trouble').waitFor();
      await tryAgain(page).click();
      await rows(page).first().waitFor();
      expect(await numbers(page)).toEqual(newest(sandbox, 20, 40));
      const wanted = `${list}&limit=20&order=id(desc)&offset=20`;
      expect(calls()).toEqual([wanted, wanted, wanted, companies]);

      await page.context().setOffline(true);
      await page.getByRole('button', { name: 'Next page' }).click();
      await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
      await tryAgain(page).click();
      await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
      await page.context().setOffline(false);
      expect(calls()).toEqual([]);
      await tryAgain(page).click();
      await rows(page).first().waitFor();
      expect(await numbers(page)).toEqual(newest(sandbox, 40, 60));

      await page.route('**/graphql', (route) =>
        route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }),
      );
      await page.getByRole('button', { name: 'Next page' }).click();
      await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
      await page.unroute('**/graphql');
      await tryAgain(page).click();
      await rows(page).first().waitFor();
      expect(await numbers(page)).toEqual(newest(sandbox, 60, 80));
      expect(faults).toEqual([]);
    });

    it('that concerns a part shows the rest, and the part can be loaded', async () => {
      await using opened = await open();
      const { page, sandbox, calls, faults } = opened;
      sandbox.fault({ match: '/contacts', kind: 'status', status: 500, times: 1 });
      await page.getByRole('button', { name: 'Next page' }).click();
      await page.getByRole('alert').getByText('A part of this could not be loaded').waitFor();
      expect(await numbers(page)).toEqual(newest(sandbox, 20, 40));
      const named = (): Promise<number> => page.locator('td[data-title="Client"] small').count();
      expect(await named()).toBe(0);
      calls();
      await tryAgain(page).click();
      await expect.poll(named).toBeGreaterThan(0);
      await expect.poll(() => note(page).count()).toBe(0);
      expect(calls()).toEqual([`${list}&limit=20&order=id(desc)&offset=20`, companies]);
      expect(faults).toEqual([]);
    });

    it('that is a missing permission is explained, with what to do about it', async () => {
      await using opened = await open();
      const { page, sandbox } = opened;
      sandbox.fault({ match: '/matters', kind: 'status', status: 403, times: 1 });
      await page.getByRole('button', { name: 'Next page' }).click();
      await page.getByRole('alert').getByText('You may not do this').waitFor();
      expect(await note(page).locator('p').textContent()).toContain('Clio');
      const link = note(page).getByRole('link', { name: 'Sign in with Clio' });
      const back = new URL((await link.getAttribute('href')) ?? '', url).searchParams.get('return');
      expect(url + back).toBe(page.url());
    });

    it('that is an invalid cursor in the address leads to the first page', async () => {
      await using opened = await start();
      const { page, sandbox } = opened;
      await page.context().addCookies(await sessionCookies());
      await page.goto(`${url}/?after=torn`);
      await page.getByRole('alert').getByText('This page of the list is not there').waitFor();
      await note(page).getByRole('button', { name: 'Go to the first page' }).click();
      await rows(page).first().waitFor();
      expect(await numbers(page)).toEqual(newest(sandbox, 0, 20));
    });
  });

  describe('the form', () => {
    const openForm = async (page: Page): Promise<Locator> => {
      await page.getByRole('button', { name: 'New matter' }).click();
      const form = page.getByRole('dialog', { name: 'New matter' });
      await form.waitFor();
      return form;
    };
    const matterOf = (sandbox: Sandbox, description: string) =>
      [...sandbox.records('Matter').values()].filter((matter) => matter.description === description);

    it('creates a matter for a client from the search, and the list shows it', async () => {
      await using opened = await open();
      const { page, sandbox, calls, faults } = opened;
      await page.getByRole('button', { name: 'Next page' }).click();
      await page.getByText(String(newest(sandbox, 20, 21)[0])).waitFor();
      calls();
      const form = await openForm(page);
      await expect.poll(() => page.evaluate('document.activeElement.getAttribute("role")')).toBe('combobox');
      const name = await chooseClient(page, 'abara');
      expect(name).toMatch(/abara/i);
      expect(calls()).toEqual([
        'GET /contacts.json?fields=id,name,primary_email_address&query=abara&limit=8&order=name(asc)',
      ]);
      await form.getByLabel('Description').fill('Lease of the old mill');
      await form.getByLabel('Opened on').fill('2026-02-27');
      await page.keyboard.press('Enter');
      await form.waitFor({ state: 'detached' });

      const [made] = matterOf(sandbox, 'Lease of the old mill');
      const number = String(made?.display_number);
      await page.getByRole('status').getByText(`${number} was created.`).waitFor();
      await page.locator('tr.new', { hasText: 'Lease of the old mill' }).waitFor();
      expect(await numbers(page)).toEqual(newest(sandbox, 0, 20));
      expect((await numbers(page))[0]).toBe(number);
      expect(await page.locator('tr.new').textContent()).toContain(name);
      expect(await page.locator('tr.new').textContent()).toContain('Feb 27, 2026');
      expect(calls()).toEqual([
        'POST /matters.json?fields=id,display_number',
        `${list}&limit=20&order=id(desc)`,
        companies,
      ]);
      expect(page.url()).toBe(`${url}/`);
      await expect.poll(() => page.evaluate('document.activeElement.textContent')).toContain('Newest first');

      // No page that was loaded before is shown again: all have shifted by one.
      await page.getByRole('button', { name: 'Next page' }).click();
      await page.locator('table[aria-busy="false"]').waitFor();
      await expect.poll(() => numbers(page)).toEqual(newest(sandbox, 20, 40));
      expect(calls()).toEqual([`${list}&limit=20&order=id(desc)&offset=20`, companies]);
      expect(faults).toEqual([]);
    });

    it("shows Clio's user errors at their fields", async () => {
      await using opened = await open();
      const { page, sandbox, calls, faults } = opened;
      calls();
      const form = await openForm(page);
      const create = form.getByRole('button', { name: 'Create matter' });
      const wrong = form.locator('[aria-invalid="true"]');
      const explained = async (): Promise<string | null> => {
        const about = (await wrong.getAttribute('aria-describedby')) ?? '';
        return page.locator(`[id="${about}"]`).textContent();
      };
      await create.click();
      await wrong.waitFor();
      expect(await explained()).toBe('Choose a client from the list.');
      expect(calls()).toEqual([]);

      const name = await chooseClient(page, 'Brannigan');
      calls();
      await create.click();
      await expect.poll(() => wrong.getAttribute('name')).toBe('description');
      expect(await explained()).toMatch(/^can't be blank$/i);
      await expect.poll(() => page.evaluate('document.activeElement.name')).toBe('description');
      expect(calls()).toEqual(['POST /matters.json?fields=id,display_number']);

      // Somebody else deletes the client meanwhile.
      const gone = [...sandbox.records('Contact').values()].find((contact) => contact.name === name);
      const deleted = await fetch(`${sandbox.baseUrl}/contacts/${gone?.id}.json`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${sandbox.tokens.owner}` },
      });
      calls();
      if (deleted.status === 204) {
        await form.getByLabel('Description').fill('Sale of a barn');
        await create.click();
        await expect.poll(() => wrong.getAttribute('role')).toBe('combobox');
        expect(await explained()).toMatch(/^could not be found$/i);
        await expect
          .poll(() => page.evaluate('document.activeElement.getAttribute("role")'))
          .toBe('combobox');
      }
      expect(deleted.status).toBe(204);

      // Errors that concern no field are shown above them all.
      sandbox.fault({ match: '/matters', kind: 'status', status: 409, times: 1 });
      await form.getByRole('combobox').fill('');
      await chooseClient(page, 'Okafor');
      await create.click();
      await form.locator('p[role="alert"]').waitFor();
      await expect.poll(() => page.evaluate('document.activeElement.getAttribute("role")')).toBe('alert');
      expect(await form.locator('p[role="alert"]').textContent()).not.toBe('');
      await expect.poll(() => wrong.count()).toBe(0);

      // The mistakes are corrected.
      await form.getByRole('combobox').fill('');
      await chooseClient(page, 'Okafor');
      await create.click();
      await form.waitFor({ state: 'detached' });
      expect(matterOf(sandbox, 'Sale of a barn')).toHaveLength(1);
      expect(faults).toEqual([]);
    });

    it('does not create a matter twice because a response was lost, and says if the outcome of a write is unknown', async () => {
      await using opened = await open();
      const { page, sandbox, calls, faults } = opened;
      const form = await openForm(page);
      await chooseClient(page, 'Okafor');
      await form.getByLabel('Description').fill('Right of way');
      calls();
      await page.route('**/graphql', async (route) => {
        // The gateway has the request and executes it; the page gets no response.
        await route.fetch();
        await route.abort();
      });
      await form.getByRole('button', { name: 'Create matter' }).click();
      await form.getByRole('alert').getByText('The server cannot be reached').waitFor();
      expect(calls()).toEqual(['POST /matters.json?fields=id,display_number']);
      await page.unroute('**/graphql');
      await form.getByRole('button', { name: 'Try again' }).click();
      await form.waitFor({ state: 'detached' });
      await page.locator('tr.new', { hasText: 'Right of way' }).waitFor();
      expect(matterOf(sandbox, 'Right of way')).toHaveLength(1);
      expect(calls().filter((call) => call.startsWith('POST'))).toEqual([]);

      // The same words, typed again, are another matter.
      await openForm(page);
      await chooseClient(page, 'Okafor');
      await form.getByLabel('Description').fill('Right of way');
      await form.getByRole('button', { name: 'Create matter' }).click();
      await form.waitFor({ state: 'detached' });
      expect(matterOf(sandbox, 'Right of way')).toHaveLength(2);

      // Clio's response is lost on its way to the gateway.
      await openForm(page);
      await chooseClient(page, 'Okafor');
      await form.getByLabel('Description').fill('Shared wall');
      sandbox.fault({ match: '/matters', kind: 'drop-mid-body', times: 1 });
      await form.getByRole('button', { name: 'Create matter' }).click();
      await form.getByRole('alert').getByText('It may have been saved, or not').waitFor();
      calls();
      await form.getByRole('button', { name: 'Look at the list' }).click();
      await form.waitFor({ state: 'detached' });
      await rows(page).first().getByText('Shared wall').waitFor();
      expect(calls()).toEqual([`${list}&limit=20&order=id(desc)`, companies]);
      expect(matterOf(sandbox, 'Shared wall')).toHaveLength(1);
      expect(faults).toEqual([]);
    });

    it('keeps its content during a new sign-in', async () => {
      await using opened = await open();
      const { page, sandbox } = opened;
      const form = await openForm(page);
      await chooseClient(page, 'Okafor');
      await form.getByLabel('Description').fill('Noise at night');
      sandbox.revokeGrants();
      await form.getByRole('button', { name: 'Create matter' }).click();
      const tab = page.waitForEvent('popup');
      await form.getByRole('link', { name: 'Sign in with Clio' }).click();
      const other = await tab;
      await other.getByRole('button', { name: 'Allow access' }).click();
      await rows(other).first().waitFor();
      await form.getByRole('button', { name: 'Create matter' }).click();
      await form.waitFor({ state: 'detached' });
      expect(matterOf(sandbox, 'Noise at night')).toHaveLength(1);
    });

    it('searches clients while the user types, and can be used by keyboard', async () => {
      await using opened = await open();
      const { page, calls, sandbox } = opened;
      const form = await openForm(page);
      const field = form.getByRole('combobox');
      // Both within a moment, however busy the machine is.
      await field.focus();
      await page.evaluate(`(() => {
        const input = document.activeElement;
        const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
        for (const text of ['a', 'abara']) {
          set.call(input, text);
          input.dispatchEvent(new Event('input', { bubbles: true }));
        }
      })()`);
      await page.getByRole('option').first().waitFor();
      await form
        .getByRole('status')
        .getByText(/contacts? found/)
        .waitFor();
      expect(calls().filter((call) => call.includes('query=a'))).toEqual([
        'GET /contacts.json?fields=id,name,primary_email_address&query=abara&limit=8&order=name(asc)',
      ]);
      await field.press('ArrowUp');
      const active = await field.getAttribute('aria-activedescendant');
      expect(await page.locator(`[id="${active}"]`).getAttribute('aria-selected')).toBe('true');
      // The first Escape closes the list, the second the dialog, which gives the focus back.
      await field.press('Escape');
      await page.getByRole('listbox').waitFor({ state: 'hidden' });
      expect(await form.isVisible()).toBe(true);
      await field.fill('nobody of that name');
      await form.getByText('No contact was found.').waitFor();

      sandbox.fault({ match: '/contacts', kind: 'status', status: 500, times: 1 });
      await field.fill('fontaine');
      await form.getByText('Clio has trouble').waitFor();
      await field.fill('fontain');
      await page.getByRole('option', { name: 'Fontaine' }).first().click();
      expect(await field.inputValue()).toMatch(/fontaine/i);
      await field.press('Escape');
      await form.waitFor({ state: 'detached' });
      await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('New matter');
    });
  });

  it.each([
    [1280, 900],
    [390, 844],
  ])('has no accessibility fault and nothing cut off, light or dark, %i px wide', async (width, height) => {
    await using opened = await start({ viewport: { width, height } });
    const { page, sandbox, faults } = opened;
    const check = async (state: string): Promise<void> => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        // Dark and light differ only in their colours.
        const found = await violations(
          page,
          colorScheme === 'light' ? '{}' : '{ runOnly: ["color-contrast"] }',
        );
        expect(found, `${state}, ${colorScheme}`).toEqual([]);
      }
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), state).toBe(true);
    };
    await page.goto(url);
    await note(page).getByText('You are not signed in').waitFor();
    await check('signed out');
    await signIn(page);
    await rows(page).first().waitFor();
    await check('list');
    await page.getByLabel('Number, description or client').fill('no such thing');
    await page.keyboard.press('Enter');
    await page.getByText('No matter was found.').waitFor();
    await check('empty');
    await page.getByRole('button', { name: 'Show all matters' }).click();
    await rows(page).first().waitFor();
    sandbox.fault({ match: '/contacts', kind: 'status', status: 500, times: 1 });
    await page.getByRole('button', { name: 'Next page' }).click();
    await note(page).getByText('A part of this could not be loaded').waitFor();
    await check('partial');
    sandbox.fault({
      match: '/matters',
      kind: 'status',
      status: 503,
      headers: { 'retry-after': '60' },
      times: 1,
    });
    await page.getByRole('button', { name: 'Next page' }).click();
    await note(page).getByText('Clio has trouble').waitFor();
    await check('away');
    await page.getByRole('button', { name: 'New matter' }).click();
    await check('form');
    const form = page.getByRole('dialog');
    await form.getByRole('combobox').pressSequentially('an');
    await page.getByRole('option').first().waitFor();
    await form.getByRole('combobox').press('ArrowDown');
    await check('clients');
    await form.getByRole('combobox').press('Enter');
    await form.getByRole('button', { name: 'Create matter' }).click();
    await form.locator('[name="description"][aria-invalid="true"]').waitFor();
    await check('user error');
    await page.context().setOffline(true);
    await form.getByLabel('Description').fill('Lease of the old mill');
    await form.getByRole('button', { name: 'Create matter' }).click();
    await form.getByRole('alert').getByText('The server cannot be reached').waitFor();
    await check('form offline');
    await page.context().setOffline(false);
    await form.getByRole('button', { name: 'Try again' }).click();
    await page.locator('tr.new').waitFor();
    await check('created');
    expect(faults).toEqual([]);
  });

  /** What axe finds to be serious or worse. */
  async function violations(page: Page, options: string): Promise<unknown[]> {
    const found = await axeViolations(page, options);
    return found
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)]);
  }
});

function createGate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
