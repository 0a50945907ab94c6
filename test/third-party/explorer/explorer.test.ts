import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webhooksTo } from '../../support/ask-sandbox.ts';
import {
  accessibilityFaults,
  enterQuery,
  type Opened,
  type OpenOptions,
  openBrowser,
  shownCalls,
  shownQuery,
  type TestBrowser,
} from '../../support/browser/open-browser.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { pullFirmFile } from '../../support/gateways/pull-firm-file.ts';
import { startHoldingProxy } from '../../support/servers/holding-proxy.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

let url: string;
let browser: TestBrowser;

const sandbox = forAllTests(() => startSandbox());
const gateway = forAllTests(() => startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner }));
beforeAll(async () => {
  ({ url } = await gateway.listen());
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
});

const open = (options?: OpenOptions, hash = '', origin = url): Promise<Opened> =>
  browser.open(origin, options, hash);

/** Only for gateways with a file of custom fields. */
const typedExample = 'Custom fields as fields of the schema';
const summary = '.clio-summary';
/** Long lines are not wrapped here. */
const wide: OpenOptions = { viewport: { width: 1800, height: 1200 } };
/** The editor uses the text that is typed and planned after a pause. */
const patience = { timeout: 30_000, interval: 50 };

describe('the explorer', { timeout: 60_000 }, () => {
  it('shows the plan while the user types, and the timeline after a run by button or by keyboard', async () => {
    const token = sandbox.addToken({ name: 'explorer' });
    await using caching = await startGateway({
      baseUrl: sandbox.baseUrl,
      token,
      config: { cacheTtlMs: 60_000 },
    });
    await using opened = await open({}, '', (await caching.listen()).url);
    const { page, faults } = opened;
    sandbox.resetCalls();
    await page.locator(summary, { hasText: /Planned: 1 to 2 calls, \d expected, in 2 rounds/ }).waitFor();
    expect(await page.locator('.clio-plan code').allTextContents()).toEqual([
      'GET /matters.json',
      'GET /contacts.json',
    ]);
    expect(sandbox.calls).toEqual([]);

    await page.locator('.graphiql-execute-button').click();
    await page.locator(summary, { hasText: '2 calls made. Planned: 1 to 2 calls' }).waitFor();
    expect(await page.locator('.clio-timeline li').count()).toBe(2);
    expect(await page.locator('.clio-timeline').textContent()).toMatch(/200 · [\d.]+ ms/);
    const gauge = page.locator('.clio-gauge meter');
    expect(Number(await gauge.getAttribute('value'))).toBeGreaterThan(0);
    expect(await page.locator('.clio-gauge').textContent()).toMatch(/reset in \d+ s/);
    await page.locator('.graphiql-response', { hasText: '"displayNumber"' }).waitFor();

    await page.locator('.graphiql-query-editor .view-lines').click();
    await page.keyboard.press('Control+Enter');
    await page.locator(summary, { hasText: '0 calls made' }).waitFor();
    expect(await page.locator('.clio-timeline').textContent()).toContain('from the cache');
    expect(faults).toEqual([]);
  });

  it('shows the first part of a response while the calls of a deferred fragment run', async () => {
    await using upstream = await startHoldingProxy(sandbox.baseUrl, (path) =>
      path.includes('/contacts.json'),
    );
    await using held = await startGateway({ baseUrl: upstream.baseUrl, token: sandbox.tokens.owner });
    const query =
      '{ matters(first: 2) { nodes { displayNumber ... @defer { client { addresses { city } } } } } }';
    await using opened = await open({}, `#${new URLSearchParams({ query })}`, (await held.listen()).url);
    const { page, faults } = opened;
    await page.locator(summary, { hasText: 'planned' }).waitFor();
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.graphiql-response', { hasText: '"displayNumber"' }).waitFor();
    await upstream.kept(1);
    expect(await page.locator('.graphiql-response').textContent()).not.toContain('"client"');
    upstream.release();
    await page.locator('.graphiql-response', { hasText: '"city"' }).waitFor();
    // The trace arrives with the last part.
    await page.locator(summary, { hasText: '2 calls made' }).waitFor();
    expect(faults).toEqual([]);
  });

  it('has example operations with the prefixed names of the schema', async () => {
    await using file = await pullFirmFile(sandbox);
    const config = { schemaPrefix: 'Clio', customFields: file.path };
    await using prefixed = await startGateway({ baseUrl: sandbox.baseUrl, token: null, config });
    await using opened = await open(wide, '', (await prefixed.listen()).url);
    const { page, faults } = opened;
    await page.locator(summary, { hasText: /Planned: 1 to 2 calls, \d expected, in 2 rounds/ }).waitFor();
    await page.getByRole('button', { name: 'Show Examples' }).click();
    await page.getByRole('button', { name: typedExample, exact: true }).waitFor();
    await page.getByRole('button', { name: 'Tasks board', exact: true }).click();
    await expect.poll(() => shownQuery(page), patience).toContain('pending: clioTasks(');
    expect(await shownQuery(page)).toContain('on ClioTaskConnection');
    // Nobody can sign in here, and the gateway has no token of its own.
    await page.getByLabel('Access token of Clio').fill(sandbox.tokens.owner);
    await page.getByRole('button', { name: 'Use', exact: true }).click();
    await page.getByRole('button', { name: 'Show its owner' }).click();
    await page.locator('.clio-account', { hasText: '·' }).waitFor();
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.graphiql-response', { hasText: '"inProgress"' }).waitFor();
    expect(await page.locator('.graphiql-response').textContent()).not.toContain('"errors"');
    expect(faults).toEqual([]);
  });

  it('opens an example on a click, shows its plan, and uploads the file that was chosen for a variable', async () => {
    await using opened = await open();
    const { page, faults } = opened;
    await page.getByRole('button', { name: 'Show Examples' }).click();
    await expect.poll(() => page.locator('.clio-examples button').count()).toBeGreaterThanOrEqual(15);
    expect(await page.getByRole('button', { name: typedExample }).count()).toBe(0);
    await expect.poll(() => shownQuery(page), patience).toContain('query FirstMatters');
    const first = await shownQuery(page);
    await page.getByRole('button', { name: 'Check the price before running a query', exact: true }).click();
    await page.getByRole('button', { name: 'Show Calls to Clio' }).click();
    await page.locator('.clio-advice', { hasText: 'a call for each record of matters.nodes' }).waitFor();
    // In a new tab: the old one is unchanged.
    await page.locator('.graphiql-tab-button').first().click();
    await expect.poll(() => shownQuery(page), patience).toBe(first);

    await page.getByRole('button', { name: 'Show Examples' }).click();
    await page.getByRole('button', { name: 'Upload a document', exact: true }).last().click();
    await page
      .getByLabel('$file')
      .setInputFiles({ name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('Dear Sirs') });
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.graphiql-response', { hasText: '"size": 9' }).waitFor();
    expect(faults).toEqual([]);
  });

  it('draws the plan and shows each call beside its fields', async () => {
    const query = `{
  matters(first: 4) {
    nodes {
      displayNumber
      tasks(first: 1) {
        nodes {
          name
        }
      }
    }
  }
}`;
    await using opened = await open(wide, `#${new URLSearchParams({ query })}`);
    const { page, faults } = opened;
    await page.locator('.clio-picture .clio-node').nth(1).waitFor();
    expect(await page.locator('.clio-picture .clio-ring').count()).toBe(1);
    expect(await page.locator('.clio-picture text').allTextContents()).toEqual([
      '1',
      'matters',
      '4',
      'tasks',
    ]);
    await expect.poll(() => shownCalls(page), patience).toMatch(/tasks\(first: 1\) \{ +about 4 calls\n/);
    // The calls stay in the editor after the panel is closed.
    await page.getByRole('button', { name: 'Hide Calls to Clio' }).click();
    await expect.poll(() => shownCalls(page), patience).toContain('about 4 calls');
    await page.getByRole('button', { name: 'Show Calls to Clio' }).click();
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.clio-timeline', { hasText: '4 × GET /tasks.json' }).waitFor();
    expect(await page.locator('.clio-timeline li').count()).toBe(2);
    await expect.poll(() => shownCalls(page), patience).toContain('4 calls made');
    // Whether the plan of an incomplete text is requested, and rejected, depends on the speed of typing.
    expect(faults).toEqual([]);
    // While the text is not an operation, the last plan is shown as outdated.
    await enterQuery(page, '{ matters(first: 4) {');
    await page.locator('.clio-stale').waitFor();
    expect(await page.locator('.clio-picture').count()).toBe(1);
    await page.getByRole('button', { name: 'New tab' }).click();
    await page.locator('.clio-picture').waitFor({ state: 'detached' });
  });

  it('finds fields by words, opens their documentation, and builds an operation from checkboxes', async () => {
    await using opened = await open();
    const { page, faults } = opened;
    await page.getByRole('button', { name: 'Show Find in the schema' }).click();
    await page.locator('summary', { hasText: 'Billing' }).click();
    await page.getByRole('button', { name: 'Query.bills', exact: true }).waitFor();
    await page.getByLabel('Words of a name or a description').fill('unbilled');
    await page.getByRole('button', { name: 'Query.billableMatters', exact: true }).click();
    await page.locator('.graphiql-doc-explorer-title', { hasText: 'billableMatters' }).waitFor();

    await page.getByRole('button', { name: 'New tab' }).click();
    await page.getByRole('button', { name: 'Show Builder' }).click();
    await page.getByLabel('Filter the fields by name').fill('bills');
    const box = (name: string) => page.getByRole('checkbox', { name, exact: true });
    await box('bills').check();
    await box('nodes').waitFor();
    await box('client').check();
    await expect
      .poll(() => shownQuery(page), patience)
      .toBe(
        '{\n  bills(first: 10) {\n    nodes {\n      id\n      client {\n        id\n      }\n    }\n  }\n}\n',
      );
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.graphiql-response', { hasText: '"Contact:' }).waitFor();
    await box('bills').first().uncheck();
    await expect.poll(() => shownQuery(page), patience).toBe('');
    expect(faults).toEqual([]);
  });

  it('shows the cost of each change of a subscription, and its changes until it is stopped', async () => {
    await using opened = await open(wide);
    const { page, faults } = opened;
    await page.getByRole('button', { name: 'Show Examples' }).click();
    await page.getByRole('button', { name: /^Live changes: / }).click();
    await page.getByRole('button', { name: 'Show Calls to Clio' }).click();
    await page.locator(summary, { hasText: 'Planned for each change: 1 call, in 1 round' }).waitFor();
    expect(await page.locator('.clio-plan code').allTextContents()).toEqual(['GET /matters.json']);
    await expect.poll(() => shownCalls(page), patience).toMatch(/^ *matter \{ +1 call$/m);
    sandbox.resetCalls();
    await page.locator('.graphiql-execute-button').click();
    await expect.poll(() => webhooksTo(sandbox, url).some(({ status }) => status === 'enabled')).toBe(true);
    await gateway.gql(
      'mutation { updateMatter(input: { id: 1, description: "Seen at once" }) { userErrors { message } } }',
    );
    await page.locator('.graphiql-response', { hasText: 'Seen at once' }).waitFor();
    const calls = sandbox.calls.map(({ method, path }) => `${method} ${path.split('?', 1)[0]}`);
    expect(calls.filter((call) => call.endsWith('/matters/1.json'))).toEqual([
      'PATCH /matters/1.json',
      'GET /matters/1.json',
    ]);
    await page.locator('.graphiql-execute-button').click();
    expect(faults).toEqual([]);
  });

  it('opens the operation of a shared link, creates such links, and shows what is wrong with an operation', async () => {
    const shared = new URLSearchParams({
      query: 'query Shared($n: Int) { tasks(first: $n) { nodes { name } } }',
      variables: '{ "n": 450 }',
    });
    await using opened = await open({}, `#${shared}`);
    const { page } = opened;
    await page.locator(summary, { hasText: 'Planned: 1 to 3 calls' }).waitFor();
    expect(new URL(page.url()).hash).toBe('');
    await page.getByRole('button', { name: 'Copy link' }).click();
    const fragment = new URLSearchParams(new URL(page.url()).hash.slice(1));
    expect(fragment.get('query')).toContain('query Shared');
    expect(fragment.get('variables')).toContain('450');
    // A link in the open page opens a tab.
    await page.evaluate('location.hash = "#query=%7B%20viewer%20%7B%20name%20%7D%20%7D"');
    await expect.poll(() => shownQuery(page), patience).toBe('{ viewer { name } }');
    await expect.poll(() => page.locator('.graphiql-tab').count(), patience).toBe(2);
    await page.evaluate(
      'location.hash = "#query=%7B%20matters%20%7B%20nodes%20%7B%20nodez%20%7B%20id%20%7D%20%7D%20%7D%20%7D"',
    );
    await page.locator('.clio-note', { hasText: 'Cannot query field "nodez"' }).waitFor();
  });

  it.each([
    [1280, 900, 'light', 'Dark'],
    [390, 844, 'dark', 'Light'],
  ] as const)(
    'has no serious or moderate accessibility fault and nothing cut off, %i px wide, light or dark',
    async (width, height, colorScheme, other) => {
      await using opened = await open({ viewport: { width, height }, colorScheme });
      const { page, faults } = opened;
      if (width < 800) await page.getByRole('button', { name: 'Show Calls to Clio' }).click();
      await page.locator(summary, { hasText: 'planned' }).waitFor();
      await page.locator('.graphiql-execute-button').click();
      await page.locator(summary, { hasText: 'made' }).waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
      expect(await accessibilityFaults(page)).toEqual([]);

      await page.getByRole('button', { name: 'Open settings dialog' }).click();
      await page.getByRole('button', { name: other, exact: true }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      // Dark and light differ only in their colours.
      expect(await accessibilityFaults(page, '{ runOnly: ["color-contrast"] }')).toEqual([]);
      expect(faults).toEqual([]);
    },
  );
});

it('contains the production build of React', () => {
  const main = readFileSync(new URL('../../../dist/explorer/main.js', import.meta.url), 'utf8');
  expect(main).not.toContain('React DevTools');
});

it('is smaller than 1.5 MB gzipped, including the files that are loaded later', () => {
  const folder = new URL('../../../dist/explorer/', import.meta.url);
  const sizes = readdirSync(folder).map((name) => gzipSync(readFileSync(new URL(name, folder))).length);
  expect(sizes.length).toBeGreaterThan(5);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_500_000);
});
