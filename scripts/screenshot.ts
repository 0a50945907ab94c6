/**
 * Takes the README's picture of the explorer: opens it in headless Chromium, runs the query it opens with, and
 * writes docs/img/graphiql.png. Fails if the page sends a request to another host or logs an error.
 *
 *     npm run build && npx tsx scripts/screenshot.ts          # starts the gateway and its sandbox itself
 *     npx tsx scripts/screenshot.ts http://127.0.0.1:4000     # a gateway that is running
 *
 * `CHROMIUM` names the browser, `/usr/bin/chromium` unless set; `OUTPUT` another file to write.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const output = process.env.OUTPUT ?? join(root, 'docs/img/graphiql.png');

/** Long enough for a busy machine. */
const timeoutMs = 90_000;

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const [given] = process.argv.slice(2);
if (given === undefined) {
  // The gateway takes a free port itself: one chosen here could be taken before it listens.
  const gateway = spawn(process.execPath, [join(root, 'dist/cli/main.js'), 'serve', '--port', '0'], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', SANDBOX: '1' },
    // Not the project's folder, whose `.env` file could put something else than the sandbox behind the gateway.
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await takeScreenshot(await readOrigin(gateway.stdout));
  } finally {
    if (gateway.exitCode === null && gateway.signalCode === null) {
      gateway.kill('SIGTERM');
      await once(gateway, 'exit');
    }
  }
} else {
  await takeScreenshot(new URL(given).origin);
}

async function takeScreenshot(origin: string): Promise<void> {
  // So that the picture shows the times of a gateway in use, not those of its first request.
  await fetch(`${origin}/graphql?query={matters(first:1){nodes{client{addresses{city}}}}}`);
  const profile = await mkdtemp(join(tmpdir(), 'screenshot-'));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: flags,
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 2,
    colorScheme: 'light',
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(timeoutMs);
    const faults = watch(page, origin);
    await page.goto(`${origin}/graphql`);
    await page.locator('.clio-summary', { hasText: 'planned' }).waitFor();
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.graphiql-response', { hasText: '"data"' }).waitFor();
    await page.locator('.clio-timeline').waitFor();
    if (faults.length > 0) throw new Error(`The explorer has faults:\n${faults.join('\n')}`);
    await mkdir(dirname(output), { recursive: true });
    await page.screenshot({ path: output });
    console.log(`Wrote ${output}`);
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
  }
}

/** Collects what must not happen: requests to other hosts, failed requests, and errors, including those of the policy. */
function watch(page: Page, origin: string): string[] {
  const faults: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin: target } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:' && target !== origin)
      faults.push(`request to ${request.url()}`);
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // The page itself aborts the plan of a text that has changed.
    if (reason !== 'net::ERR_ABORTED') faults.push(`failed: ${request.url()}: ${reason}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  return faults;
}

/** The gateway's address, as it prints it. */
async function readOrigin(printed: Readable): Promise<string> {
  for await (const line of createInterface(printed)) {
    const origin = /listening on (http:\/\/[^/]+)/.exec(line)?.[1];
    if (origin !== undefined) return origin;
  }
  throw new Error('The gateway ended before it listened.');
}
