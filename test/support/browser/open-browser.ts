import type { Page } from 'playwright-core';
import { buildProgram } from '../programs/build-program.ts';
import { axeViolations, type TabOptions, Tabs } from './chromium.ts';
import { openEntrance } from './entrance.ts';

export interface Opened extends AsyncDisposable {
  readonly page: Page;
  /** What must not happen: requests to other hosts, errors, violations of the policy. */
  readonly faults: string[];
}

export interface OpenOptions extends TabOptions {
  /** Further origins to which the page may navigate: Clio's, to sign in. */
  readonly allowed?: readonly string[];
}

export interface TestBrowser {
  /** The origin of all pages. */
  readonly origin: string;
  /** Opens the page of the gateway at `url`, with empty storage. */
  open(url: string, options?: OpenOptions, hash?: string): Promise<Opened>;
  close(): Promise<void>;
}

/** A real browser, and the built page. */
export async function openBrowser(): Promise<TestBrowser> {
  await buildProgram();
  const entrance = await openEntrance();
  const { origin } = entrance;
  const tabs = await Tabs.launch();
  return {
    origin,
    async open(url, { allowed = [], ...options } = {}, hash = '') {
      entrance.leadTo(url);
      const tab = await tabs.open(options);
      const { page } = tab;
      const faults: string[] = [];
      page.on('request', (request) => {
        const to = new URL(request.url());
        if (!['data:', 'blob:'].includes(to.protocol) && ![origin, ...allowed].includes(to.origin))
          faults.push(`request to ${to.href}`);
      });
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text());
      });
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(`${origin}/graphql${hash}`);
      await page.locator(`${queryEditor} .view-line`).first().waitFor();
      return { page, faults, [Symbol.asyncDispose]: () => tab[Symbol.asyncDispose]() };
    },
    async close() {
      await tabs.close();
      await entrance[Symbol.asyncDispose]();
    },
  };
}

const queryEditor = '.graphiql-query-editor .view-lines';

/** The text in the query editor. */
export async function shownQuery(page: Page): Promise<string> {
  return (await shownLines(page)).map(({ text }) => text).join('\n');
}

/** The text in the query editor, with the calls that are shown beside its fields. */
export async function shownCalls(page: Page): Promise<string> {
  return (await shownLines(page)).map(({ text, calls }) => text + calls).join('\n');
}

async function shownLines(page: Page): Promise<readonly { text: string; calls: string }[]> {
  const lines = await page
    .locator(`${queryEditor} .view-line`)
    // The editor's elements are in the order in which lines became visible.
    .evaluateAll((all) =>
      all
        .filter((line) => line instanceof HTMLElement)
        .sort((one, other) => Number.parseInt(one.style.top, 10) - Number.parseInt(other.style.top, 10))
        .map((line) => {
          const text = line.textContent;
          const calls = [...line.querySelectorAll('.clio-mark')].map((mark) => mark.textContent).join('');
          return { text: text.slice(0, text.length - calls.length), calls };
        }),
    );
  return lines.map(({ text, calls }) => ({ text: spaced(text), calls: spaced(calls) }));
}

const spaced = (text: string): string => text.replaceAll('\u00a0', ' ');

/** Replaces the text in the query editor, all at once: the editor draws itself after each key. */
export async function enterQuery(page: Page, text: string): Promise<void> {
  await page.locator(queryEditor).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
}

/** Accessibility faults that axe rates as moderate or worse. `options` as for `axeViolations`. */
export async function accessibilityFaults(page: Page, options?: string): Promise<string[]> {
  const violations = await axeViolations(page, options);
  return violations
    .filter(({ impact }) => impact !== 'minor')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}
