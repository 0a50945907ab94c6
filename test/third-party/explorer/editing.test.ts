import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { enterQuery, openBrowser, shownQuery, type TestBrowser } from '../../support/browser/open-browser.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

let url: string;
let browser: TestBrowser;

const sandbox = forAllTests(() => startSandbox());
const gateway = forAllTests(() => startGateway({ baseUrl: sandbox.baseUrl, token: null }));
beforeAll(async () => {
  ({ url } = await gateway.listen());
  browser = await openBrowser();
});

afterEach(() => sandbox.clearFaults());

afterAll(async () => {
  await browser.close();
});

const errors = '.clio-errors';
const run = '.graphiql-execute-button';
/** A busy machine needs time to load an editor of this size. */
const patient = { timeout: 30_000, interval: 50 };
/** The state that a reload restores, which is stored a moment after the last key. */
const stored = 'localStorage.getItem("graphiql:tabState")';
const phone = { viewport: { width: 390, height: 844 } };
const sharing = (query: string): string => `#${new URLSearchParams({ query })}`;

describe('the editor', { timeout: 60_000 }, () => {
  it('completes fields and arguments from the schema, the likely ones first', async () => {
    await using opened = await browser.open(url);
    const { page, faults } = opened;
    // There are no completions until the schema has arrived.
    await page.locator('.clio-summary', { hasText: 'planned' }).waitFor();
    await enterQuery(page, '{ matt');
    const offered = page.locator('.suggest-widget.visible .monaco-list-row');
    await page.keyboard.press('Control+Space');
    await offered.filter({ hasText: 'matters' }).first().waitFor();
    const shownNames = (): Promise<string[]> => offered.locator('.label-name').allTextContents();
    await expect.poll(shownNames, patient).toEqual(expect.arrayContaining(['matter', 'matters']));
    await page.keyboard.type('ers');
    await offered
      .first()
      .locator('.label-name', { hasText: /^matters$/ })
      .waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => shownQuery(page), patient).toMatch(/^\{ ?matters/);

    // Likely arguments and fields come first.
    await enterQuery(page, '{ matters(');
    await page.keyboard.press('Control+Space');
    await offered.filter({ hasText: 'orderBy' }).first().waitFor();
    const firstNames = async (): Promise<string[]> => (await shownNames()).slice(0, 4);
    await expect.poll(firstNames, patient).toEqual(['filter', 'first', 'orderBy', 'after']);
    await enterQuery(page, '{ matters { nodes { ');
    await page.keyboard.press('Control+Space');
    await offered.filter({ hasText: 'description' }).first().waitFor();
    await expect.poll(firstNames, patient).toEqual(['id', 'displayNumber', 'number', 'description']);

    await enterQuery(page, '{ matters(fir');
    await page.keyboard.press('Control+Space');
    await offered
      .first()
      .locator('.label-name', { hasText: /^first$/ })
      .waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => shownQuery(page), patient).toContain('matters(first: ');
    // An incomplete operation has no plan: the gateway responds with an error status, which browsers report.
    expect(faults.filter((fault) => !fault.includes('400 (Bad Request)'))).toEqual([]);
  });

  it('plans the typed operation without a call, and shows the timeline after the run', async () => {
    await using lent = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
    await using opened = await browser.open((await lent.listen()).url);
    const { page } = opened;
    await page.locator('.clio-summary', { hasText: 'Planned: 1 to 2 calls' }).waitFor();
    sandbox.resetCalls();
    await enterQuery(page, '{ tasks(first: 3) { nodes { name } } }');
    await page.locator('.clio-summary', { hasText: 'Planned: 1 call, in 1 round, 2 %' }).waitFor();
    await page.keyboard.press('ArrowLeft');
    // The editor closes brackets itself.
    await page.keyboard.type('users(first: 3) { nodes { name } } ');
    await page.locator('.clio-summary', { hasText: 'Planned: 2 calls, in 1 round, 4 %' }).waitFor();
    expect(await page.locator('.clio-plan code').allTextContents()).toEqual([
      'GET /tasks.json',
      'GET /users.json',
    ]);
    expect(sandbox.calls).toEqual([]);
    expect(await page.locator('.clio-timeline').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Enter');
    await page.locator('.clio-timeline li').nth(1).waitFor();
    expect(await page.locator('.clio-summary').textContent()).toBe('2 calls made. Planned: 2 calls');
  });

  it('keeps the query, the variables and, if the user wants, the headers through a reload', async () => {
    const query = 'query Kept($n: Int) { matters(first: $n) { nodes { number } } }';
    await using opened = await browser.open(url, {}, sharing(query));
    const { page } = opened;
    await page.getByRole('button', { name: 'Variables' }).click();
    const variables = page.locator('.graphiql-editor-tool .graphiql-editor:visible .view-lines');
    await variables.click();
    await page.keyboard.insertText('{ "n": 7 }');
    await page.getByRole('button', { name: 'Headers' }).click();
    await variables.click();
    await page.keyboard.insertText('{ "cache-control": "no-cache" }');
    await page.locator('.clio-summary', { hasText: 'Planned: 1 call' }).waitFor();
    await expect.poll(() => page.evaluate(stored), patient).toMatch(/n\W+7/);
    await page.reload();
    await expect.poll(() => shownQuery(page), patient).toContain('query Kept($n: Int)');
    // Headers may contain a token: they are stored only if the user wants it.
    await page.getByRole('button', { name: 'Headers' }).click();
    await expect.poll(() => variables.textContent(), patient).not.toContain('cache-control');

    await page.getByRole('button', { name: 'Open settings dialog' }).click();
    await page.getByRole('button', { name: 'On', exact: true }).click();
    await page.keyboard.press('Escape');
    await variables.click();
    await page.keyboard.insertText('{ "cache-control": "no-store" }');
    await expect.poll(() => page.evaluate(stored), patient).toContain('no-store');
    await page.reload();
    await expect.poll(() => shownQuery(page), patient).toContain('query Kept($n: Int)');
    await page.getByRole('button', { name: 'Variables' }).click();
    await expect.poll(() => variables.textContent(), patient).toMatch(/"n":\s7/);
    await page.getByRole('button', { name: 'Headers' }).click();
    await expect.poll(() => variables.textContent(), patient).toContain('no-store');
  });
});

describe('an error', { timeout: 60_000 }, () => {
  it('is marked before the operation is sent, and shows where a document does not fit the schema', async () => {
    await using opened = await browser.open(url, {}, sharing('{ matters { nodes { displayNumbr } } }'));
    const { page } = opened;
    await page.locator('.squiggly-error').first().waitFor();
    await page.locator(run).click();
    const text = page.locator(errors);
    await text.filter({ hasText: 'GRAPHQL_VALIDATION_FAILED' }).waitFor();
    expect(await text.textContent()).toMatch(/line 1, column 21.*Did you mean "displayNumber"/);
    // They belong to the operation that was run.
    await enterQuery(page, '{ __typename }');
    await text.waitFor({ state: 'detached' });
  });

  it('says that a text is not a GraphQL document', async () => {
    await using opened = await browser.open(url, {}, sharing('{ matters { nodes { number }'));
    const { page } = opened;
    await page.locator('.clio-note', { hasText: 'The operation is not complete yet.' }).waitFor();
    await page.locator(run).click();
    await page.locator(errors, { hasText: 'Syntax Error' }).waitFor();
  });

  it('says how to sign in', async () => {
    await using opened = await browser.open(url, {}, sharing('{ viewer { name } }'));
    const { page } = opened;
    await page.locator(run).click();
    await page.locator(errors, { hasText: 'UNAUTHENTICATED' }).waitFor();
    expect(await page.locator(errors).textContent()).toContain('Authorization: Bearer');
    // Nobody can sign in here, and no text offers it.
    expect(await page.getByRole('button', { name: 'Sign in' }).count()).toBe(0);
  });

  it('is shown once for many records', async () => {
    await using lent = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
    const { url: own } = await lent.listen();
    sandbox.fault({
      kind: 'status',
      status: 403,
      match: '/tasks',
      body: JSON.stringify({ error: { type: 'ForbiddenError', message: 'No.' } }),
    });
    const query = '{ matters(first: 4) { nodes { tasks(first: 1) { nodes { name } } } } }';
    await using opened = await browser.open(own, {}, sharing(query));
    const { page } = opened;
    await page.locator(run).click();
    await page.locator(errors, { hasText: 'and 3 more times' }).waitFor();
    expect(await page.locator(`${errors} li`).count()).toBe(1);
    expect(await page.locator('.clio-permissions').textContent()).toMatch(
      /Permission needed:\s*Tasks \(read\)/,
    );
    expect(await page.locator(errors).textContent()).toContain('Clio (403): No.');
    expect(opened.faults.filter((fault) => !fault.includes('403'))).toEqual([]);
  });

  it('counts down until the login has calls again', async () => {
    await using scarce = await startSandbox({ limit: 1 });
    await using lent = await startGateway({ baseUrl: scarce.baseUrl, token: scarce.tokens.owner });
    const { url: own } = await lent.listen();
    await using opened = await browser.open(own, {}, sharing('{ matters(first: 1) { nodes { number } } }'));
    const { page } = opened;
    await lent.gql('{ viewer { name } }', {});
    await page.locator(run).click();
    await page.locator(errors, { hasText: 'RATE_LIMITED' }).waitFor({ timeout: 50_000 });
    const again = page.getByRole('button', { name: /^Try again in \d+ s$/ });
    await again.waitFor();
    expect(await again.isDisabled()).toBe(true);
  });

  it('says that nothing is lost if the gateway is unavailable, and the next run works', async () => {
    const lent = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner });
    const { url: own } = await lent.listen();
    await using opened = await browser.open(own, {}, sharing('{ matters(first: 2) { nodes { number } } }'));
    const { page } = opened;
    await page.locator('.clio-summary', { hasText: 'Planned: 1 call' }).waitFor();
    await page.context().setOffline(true);
    await page.locator(run).click();
    await page.locator(errors, { hasText: 'This machine is offline' }).waitFor();
    await page.context().setOffline(false);
    await page.locator(run).click();
    await page.locator('.clio-summary', { hasText: '1 call made' }).waitFor();
    expect(await page.locator(errors).count()).toBe(0);

    await lent[Symbol.asyncDispose]();
    await page.locator(run).click();
    await page.locator(errors, { hasText: 'The gateway is unreachable' }).waitFor();
    // The plan reports it too, and stays.
    await enterQuery(page, '{ matters(first: 3) { nodes { number } } }');
    await page.locator('.clio-note', { hasText: 'The gateway is unreachable' }).waitFor();
    expect(await page.locator('.clio-plan').count()).toBe(1);
  });
});

describe('the page on a phone', { timeout: 60_000 }, () => {
  it('shows plan, response and error of an operation without cutting anything off', async () => {
    await using lent = await startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.noBilling });
    const { url: own } = await lent.listen();
    const query = '{ bills(first: 2) { nodes { number } } viewer { name } }';
    await using opened = await browser.open(own, phone, sharing(query));
    const { page } = opened;
    await page.getByRole('button', { name: 'Show Calls to Clio' }).click();
    await page.locator('.clio-summary', { hasText: 'Planned: 2 calls' }).waitFor();
    await page.locator(run).click();
    await page.locator(errors, { hasText: 'Billing (read)' }).waitFor();
    await page.locator('.clio-timeline li').nth(1).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    for (const part of [run, errors, '.clio-timeline', '.graphiql-query-editor']) {
      const box = await page.locator(part).boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390);
    }
  });
});
