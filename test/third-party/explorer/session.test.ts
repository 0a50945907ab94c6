import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  accessibilityFaults,
  type Opened,
  openBrowser,
  type TestBrowser,
} from '../../support/browser/open-browser.ts';
import { type SignInGateway, type SignInOptions, startSignIn } from '../../support/gateways/start-sign-in.ts';

let browser: TestBrowser;
let running: SignInGateway;

beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);

afterAll(() => browser.close());

const account = '.clio-account';
const run = '.graphiql-execute-button';
const asks = (query: string): string => `#${new URLSearchParams({ query })}`;

async function open(
  hash = '',
  options: { viewport?: { width: number; height: number } } = {},
): Promise<Opened> {
  const allowed = running.sandboxes.map(({ url }) => url);
  return browser.open(running.url, { allowed, ...options }, hash);
}

/** Allows access on the consent page. */
async function signIn({ page }: Opened, login: string): Promise<void> {
  await page.locator(account).getByRole('button', { name: 'Sign in with Clio' }).click();
  await page.getByLabel('Sign in as').selectOption(login);
  await page.getByRole('button', { name: 'Allow access' }).click();
  await page.waitForURL(`${browser.origin}/graphql`);
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

const start = async (options: SignInOptions): Promise<void> => {
  running = await startSignIn({
    origin: browser.origin,
    ...options,
    config: { explain: true, ...options.config },
  });
};

describe('a session in front of one region of Clio', { timeout: 60_000 }, () => {
  beforeAll(() => start({}));

  beforeEach(() => running.sandbox.resetCalls());

  afterAll(() => running[Symbol.asyncDispose]());

  it('signs a user in, shows the user and the firm, runs an operation, survives a reload and signs out', async () => {
    await using opened = await open(asks('{ viewer { id name } }'));
    const { page, faults } = opened;
    await page.locator(account, { hasText: 'Not signed in' }).waitFor();
    await signIn(opened, 'restricted');
    const who = page.locator(account);
    expect(await who.textContent()).toMatch(/Tomas Lindqvist\s*Halloran Lindqvist LLP/);
    expect(await who.textContent()).toContain(new URL(running.sandbox.url).host);
    // Opening the page makes no call to Clio.
    running.sandbox.resetCalls();
    await page.reload();
    await who.filter({ hasText: 'Tomas Lindqvist' }).waitFor();
    expect(running.sandbox.calls).toEqual([]);

    // The operation is still there.
    await page.locator('.clio-summary', { hasText: 'Planned: 1 call' }).waitFor();
    await page.locator(run).click();
    await page.locator('.graphiql-response', { hasText: '"User:2"' }).waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator(account, { hasText: 'Not signed in' }).waitFor();
    // No data of the login is left on the page.
    await expect.poll(() => page.locator('.graphiql-response').textContent()).not.toContain('Lindqvist');
    expect(faults).toEqual([]);
    await page.locator(run).click();
    await page.locator('.clio-errors', { hasText: 'UNAUTHENTICATED' }).waitFor();
    await page.locator('.clio-errors').getByRole('button', { name: 'Sign in with Clio' }).waitFor();
  });

  it('names the permission that the application needs for a rejected call', async () => {
    await using opened = await open(asks('{ bills(first: 2) { nodes { number } } viewer { name } }'));
    const { page, faults } = opened;
    await signIn(opened, 'noBilling');
    await page.locator('.clio-summary', { hasText: 'Planned: 2 calls' }).waitFor();
    await page.locator(run).click();
    const error = page.locator('.clio-errors li');
    await error.filter({ hasText: 'FORBIDDEN' }).waitFor();
    expect(await error.count()).toBe(1);
    expect(await page.locator('.clio-error-head').textContent()).toMatch(/FORBIDDEN\s*bills/);
    expect(await page.locator('.clio-permissions').textContent()).toMatch(
      /Permission needed:\s*Billing \(read\)/,
    );
    // The rest of the response remains.
    const timeline = await page.locator('.clio-timeline').textContent();
    expect(timeline).toContain('/bills.json403');
    expect(timeline).toContain('/users/who_am_i.json200');
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('shows that a token in the headers is used, and on request whose it is', async () => {
    await using opened = await open();
    const { page } = opened;
    await page.locator(account, { hasText: 'Not signed in' }).waitFor();
    await page.getByRole('button', { name: 'Headers' }).click();
    await page.locator('.graphiql-editor-tool .graphiql-editor:visible .view-lines').click();
    // All at once: an incomplete token would be used.
    await page.keyboard.insertText(`{ "Authorization": "Bearer ${running.sandbox.tokens.restricted}" }`);
    await page.locator(account, { hasText: 'Uses the token in Headers' }).waitFor();
    expect(running.sandbox.calls).toEqual([]);
    await page.getByRole('button', { name: 'Show its owner' }).click();
    await page.locator(account, { hasText: 'Tomas Lindqvist · Halloran Lindqvist LLP' }).waitFor();
    expect(running.sandbox.calls).toHaveLength(1);
  });

  it('keeps the session and shows an error when a sign-out fails', async () => {
    await using opened = await open();
    const { page } = opened;
    await signIn(opened, 'owner');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator(account, { hasText: 'Sign-out failed' }).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator(account, { hasText: 'Not signed in' }).waitFor();
  });
});

it('offers the regions to sign in to and shows the one in use', { timeout: 60_000 }, async () => {
  await start({ regions: ['us', 'eu'] });
  onTestFinished(() => running[Symbol.asyncDispose]());
  await using opened = await open('', { viewport: { width: 390, height: 844 } });
  const { page, faults } = opened;
  const region = page.getByLabel('Region');
  await region.waitFor();
  // The region in CLIO_REGION comes first.
  expect(await region.inputValue()).toBe('us');
  await region.selectOption('eu');
  await signIn(opened, 'owner');
  expect(await page.locator(account).textContent()).toMatch(
    /Miriam Halloran\s*Halloran Lindqvist LLP \(sandbox: invented data\)\s*EU/,
  );
  expect(running.sandboxes.map(({ calls }) => calls.length > 0)).toEqual([false, true]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(faults).toEqual([]);
});

it('shows that the gateway uses a token of its own', { timeout: 60_000 }, async () => {
  await start({ defaultToken: 'sandbox-owner' });
  onTestFinished(() => running[Symbol.asyncDispose]());
  await using opened = await open();
  await opened.page.locator(account, { hasText: 'Uses the gateway’s own token' }).waitFor();
});
