import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** Chromium without windows needs a fifth less processor time. `CHROMIUM` names another one. */
const executablePath =
  process.env.CHROMIUM ??
  ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync) ??
  '/usr/bin/chromium';

/** Why browser tests are skipped. A developer's machine may lack a browser; in continuous integration that is a failure. */
export const missing =
  !process.env.CI && !existsSync(executablePath) ? `skipped: no ${executablePath}; set CHROMIUM` : null;

/**
 * Scripts that Chromium compiles while they arrive are compiled for each page anew. The list replaces Playwright's, of which
 * the others are those that change what a page does.
 */
const disabledFeatures = [
  'ScriptStreaming',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'HttpsUpgrades',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
];

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Pages of one context and host, whatever their ports, share a process: see `Tabs`.
      '--process-per-site',
      '--renderer-process-limit=1',
      `--disable-features=${disabledFeatures.join()}`,
      // Room for young objects, as in vitest.config.ts. No page lives long enough to win back the time that
      // optimising compilers take: with them, pages need up to half as much again.
      '--js-flags=--max-semi-space-size=64 --min-semi-space-size=16 --no-opt --no-maglev',
    ],
  });
}

export interface TabOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
}

export interface Tab extends AsyncDisposable {
  readonly page: Page;
}

const viewport = { width: 1280, height: 900 };

/**
 * Runs in a page before its own scripts, and only the first time: a reload finds what the page stored. Clearing the storage
 * after a page closed is not enough, because its last write may arrive later.
 */
const forgetStored = `if (self.origin.startsWith('http') && self.name !== 'opened') {
  localStorage.clear();
  self.name = 'opened';
}`;

/**
 * Opens pages one after the other in one context. They share a process, which compiles a page's scripts once and not for
 * each test: that is most of the work of opening it. A page finds no cookies and no stored data of the one before.
 */
export class Tabs {
  readonly #browser: Browser;
  readonly #context: BrowserContext;
  /** Keeps the process while no other page is open. */
  readonly #kept: Page;

  private constructor(browser: Browser, context: BrowserContext, kept: Page) {
    this.#browser = browser;
    this.#context = context;
    this.#kept = kept;
  }

  static async launch(): Promise<Tabs> {
    const browser = await launchChromium();
    const context = await browser.newContext({ viewport });
    const kept = await context.newPage();
    await kept.route('**', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
    await kept.goto('http://127.0.0.1/');
    return new Tabs(browser, context, kept);
  }

  async open({ viewport: size = viewport, colorScheme = 'light' }: TabOptions = {}): Promise<Tab> {
    const page = await this.#context.newPage();
    await page.addInitScript(forgetStored);
    await page.setViewportSize(size);
    // Animations are painted sixty times a second.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    return { page, [Symbol.asyncDispose]: () => this.#forget() };
  }

  /** A page in its own context, for a clock that the test controls. */
  async openAlone(): Promise<Tab> {
    const context = await this.#browser.newContext({ viewport });
    return { page: await context.newPage(), [Symbol.asyncDispose]: () => context.close() };
  }

  close(): Promise<void> {
    return this.#browser.close();
  }

  async #forget(): Promise<void> {
    const pages = this.#context.pages().filter((page) => page !== this.#kept);
    await Promise.all(pages.map((page) => page.close()));
    await this.#context.setOffline(false);
    await this.#context.clearCookies();
  }
}

export interface AxeViolation {
  readonly id: string;
  readonly impact: 'minor' | 'moderate' | 'serious' | 'critical';
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** The violations that axe finds on the page. `options` are the other options of `axe.run`, as the source text of an object. */
export async function axeViolations(page: Page, options = '{}'): Promise<readonly AxeViolation[]> {
  // Half a megabyte of script: once for each page.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
  return page.evaluate<AxeViolation[]>(
    // Selectors for all elements that pass would be a quarter of the work.
    `axe.run({ resultTypes: ['violations'], selectors: false, ...${options} }).then(({ violations }) => violations)`,
  );
}
