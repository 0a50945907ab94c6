import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadConfig } from '../../../src/config/load-config.ts';
import type { Region } from '../../../src/config/regions.ts';
import type { Config, SignIn } from '../../../src/config/types.ts';
import { createGatewayIn } from '../../../src/gateway/gateway.ts';
import type { Sandbox, SandboxOptions } from '../../../src/sandbox/sandbox.ts';
import { createLogger } from '../../../src/server/create-logger.ts';
import { type ManualClock, manualClock } from '../manual-clock.ts';
import { startSandbox } from '../start-sandbox.ts';

export const application = { clientId: 'gateway-app', clientSecret: 'the-secret-of-the-application' };
export const sessionSecret = 'a session secret of forty-one characters'.replaceAll(' ', '-');

export interface SignInOptions {
  readonly config?: Partial<Config>;
  readonly sandbox?: SandboxOptions;
  readonly signIn?: Partial<SignIn>;
  /** The path before those of the gateway. @default '' */
  readonly basePath?: string;
  /** The origin at which browsers find the gateway. @default its own address */
  readonly origin?: string;
  /** A sandbox for each of these regions; otherwise one sandbox at a fixed address. */
  readonly regions?: readonly Region[];
  /** @default null */
  readonly defaultToken?: string | null;
  /** A gateway that was there before, at the same address. */
  readonly after?: SignInGateway;
}

export interface SignInGateway extends AsyncDisposable {
  readonly url: string;
  readonly redirectUri: string;
  readonly clock: ManualClock;
  /** The first sandbox. */
  readonly sandbox: Sandbox;
  readonly sandboxes: readonly Sandbox[];
  readonly logText: () => string;
  /** Replaces the gateway by another one with other settings and an empty memory. */
  restart(signIn: Partial<SignIn>): Promise<void>;
}

/** A gateway with sign-in in front of sandboxes; everything crosses real sockets. */
export async function startSignIn(options: SignInOptions = {}): Promise<SignInGateway> {
  const clock = manualClock();
  let listener: RequestListener = (_request, response) => response.end();
  // The server listens before there is a gateway, because the redirect URI contains its port.
  const http = createServer((request, response) => listener(request, response)).listen(0, '127.0.0.1');
  await once(http, 'listening');
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const redirectUri = `${options.origin ?? url}${options.basePath ?? ''}/auth/callback`;
  const names = options.regions ?? ['us'];
  const sandboxes = await Promise.all(
    names.map((region) =>
      startSandbox({
        limit: 100_000,
        clock: clock.now,
        applications: [
          { ...applicationOf(region, options), redirectUris: [redirectUri], name: 'Test <gateway>' },
        ],
        ...options.sandbox,
      }),
    ),
  );
  const sandbox = sandboxes[0] as Sandbox;
  const regions = Object.fromEntries(names.map((region, index) => [region, sandboxes[index]?.baseUrl ?? '']));
  let log = '';
  const start = (signIn: Partial<SignIn>) =>
    createGatewayIn(
      { clock, regions },
      {
        config: {
          ...loadConfig({}),
          upstream: { kind: 'clio', baseUrl: options.regions ? null : sandbox.baseUrl, region: 'us' },
          cacheTtlMs: 0,
          webhookUrl: `${url}${options.basePath ?? ''}`,
          subscriptionBatchMs: 0,
          ...options.config,
          signIn: {
            applications: Object.fromEntries(names.map((region) => [region, applicationOf(region, options)])),
            redirectUri,
            oauthUrl: null,
            sessionSecrets: [sessionSecret],
            ...options.signIn,
            ...signIn,
          },
        },
        upstream: {
          baseUrl: sandbox.baseUrl,
          defaultToken: options.defaultToken ?? null,
        },
        logger: createLogger('trace', {
          write: (line) => {
            log += line;
          },
        }),
        basePath: options.basePath,
      },
    );
  let gateway = await start({});
  listener = gateway.listener;
  http.on('upgrade', (...upgraded) => gateway.upgrade(...upgraded));
  return {
    url,
    redirectUri,
    clock,
    sandbox,
    sandboxes,
    logText: () => log,
    async restart(signIn) {
      await gateway.close();
      gateway = await start(signIn);
      listener = gateway.listener;
    },
    async [Symbol.asyncDispose]() {
      await gateway.close();
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
      await Promise.all(sandboxes.map((one) => one.close()));
    },
  };
}

/** Each region has an application of its own. */
function applicationOf(region: Region, { regions }: SignInOptions): typeof application {
  return regions ? { clientId: `app-${region}`, clientSecret: `secret-${region}` } : application;
}

/** A browser's cookies and addresses over `fetch`; redirects are not followed automatically. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** Value of a cookie whose name holds `part`. */
  cookie(url: string, part: string): string | undefined {
    return [...this.#jar(url)].find(([name]) => name.includes(part))?.[1];
  }

  /** All cookies for a host, by name. */
  cookies(url: string): [name: string, value: string][] {
    return [...this.#jar(url)];
  }

  setCookie(url: string, part: string, change: (value: string) => string | null): void {
    const jar = this.#jar(url);
    const [name, value] = [...jar].find(([one]) => one.includes(part)) ?? [];
    if (name === undefined || value === undefined) throw new Error(`There is no cookie ${part}.`);
    const changed = change(value);
    if (changed === null) jar.delete(name);
    else jar.set(name, changed);
  }

  /** A copy of this browser's cookies, which are separate from now on. */
  copy(): Browser {
    const copy = new Browser();
    for (const [host, jar] of this.#cookies) copy.#cookies.set(host, new Map(jar));
    return copy;
  }

  /** Sends what a page of the same origin does, unless headers differ. */
  async fetch(url: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    const cookie = [...this.#jar(url)].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      ...init,
      headers: { 'sec-fetch-site': 'same-origin', ...(cookie ? { cookie } : {}), ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (attributes.includes('Max-Age=0')) this.#jar(url).delete(name);
      else this.#jar(url).set(name, value);
    }
    return response;
  }

  /** Types an address. */
  visit(url: string): Promise<Response> {
    return this.fetch(url, { headers: { 'sec-fetch-site': 'none', accept: 'text/html' } });
  }

  /** Sends what a page of the gateway does: only the cookies. */
  async ask(
    url: string,
    query: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: GraphqlBody; headers: Headers }> {
    const response = await this.fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...headers,
      },
      body: JSON.stringify({ query }),
    });
    return {
      status: response.status,
      body: (await response.json()) as GraphqlBody,
      headers: response.headers,
    };
  }

  #jar(url: string): Map<string, string> {
    const { host } = new URL(url);
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    return jar;
  }
}

interface GraphqlBody {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { message: string; extensions: Record<string, unknown> }[];
}

/** Opens the consent page and submits it. Returns the address at the gateway to which Clio sends the browser. */
export async function consent(
  browser: Browser,
  loginUrl: string,
  { login = 'owner', decision = 'allow' } = {},
): Promise<string> {
  const begun = await browser.visit(loginUrl);
  if (begun.status !== 302) throw new Error(`Sign-in did not begin: ${begun.status} ${await begun.text()}`);
  return submitConsent(browser, begun.headers.get('location') ?? '', { login, decision });
}

/** Submits the consent page at `authorizeUrl`. Returns the address to which Clio sends the browser. */
export async function submitConsent(
  browser: Browser,
  authorizeUrl: string,
  { login = 'owner', decision = 'allow' } = {},
): Promise<string> {
  const page = await browser.visit(authorizeUrl);
  const html = await page.text();
  if (page.status !== 200) throw new Error(`No consent page: ${page.status} ${html}`);
  const form = new URLSearchParams({ login, decision });
  for (const [, name = '', value = ''] of html.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)) {
    form.set(name, unescapeHtml(value));
  }
  const returned = await browser.fetch(new URL('/oauth/authorize', page.url).href, {
    method: 'POST',
    body: form,
  });
  return returned.headers.get('location') ?? '';
}

/** Signs in completely. Returns the address to which the browser is sent in the end. */
export async function signIn(
  browser: Browser,
  { url }: SignInGateway,
  options: { login?: string; query?: string; basePath?: string } = {},
): Promise<string> {
  const loginUrl = `${url}${options.basePath ?? ''}/auth/login${options.query ?? ''}`;
  const back = await browser.visit(await consent(browser, loginUrl, options));
  if (back.status !== 303) throw new Error(`Not signed in: ${back.status} ${await back.text()}`);
  return back.headers.get('location') ?? '';
}

function unescapeHtml(html: string): string {
  return html.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}

/** The query by which tests see whose login the gateway uses for a browser. */
export const whoQuery = '{ viewer { id name } }';
