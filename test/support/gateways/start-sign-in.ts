import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadConfig } from '../../../src/config/load-config.ts';
import type { Region } from '../../../src/config/regions.ts';
import type { Config, SignIn } from '../../../src/config/types.ts';
import { createGatewayIn } from '../../../src/gateway.ts';
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
  /** In front of the gateway's paths. @default '' */
  readonly basePath?: string;
  /** A sandbox for each of these, as regions have one; else one sandbox at a fixed address. */
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
  /** The first of them. */
  readonly sandbox: Sandbox;
  readonly sandboxes: readonly Sandbox[];
  readonly logText: () => string;
  /** Puts another gateway in the place of this one, with other settings and an empty memory. */
  restart(signIn: Partial<SignIn>): Promise<void>;
}

/** A gateway with sign-in in front of sandboxes; everything crosses real sockets. */
export async function startSignIn(options: SignInOptions = {}): Promise<SignInGateway> {
  const clock = manualClock();
  let listener: RequestListener = (_request, response) => response.end();
  // It listens before there is a gateway: the redirect URI has its port in it.
  const http = createServer((request, response) => listener(request, response)).listen(0, '127.0.0.1');
  await once(http, 'listening');
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const redirectUri = `${url}${options.basePath ?? ''}/auth/callback`;
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

/** What a browser does about cookies and addresses, over `fetch`; nothing else is followed by itself. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** Value of a cookie whose name holds `part`. */
  cookie(url: string, part: string): string | undefined {
    return [...this.#jar(url)].find(([name]) => name.includes(part))?.[1];
  }

  /** All for a host, by name. */
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

  /** The cookies of this one, from now on apart. */
  copy(): Browser {
    const copy = new Browser();
    for (const [host, jar] of this.#cookies) copy.#cookies.set(host, new Map(jar));
    return copy;
  }

  /** As a page of the same origin asks, unless headers say otherwise. */
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

  /** Asks the gateway as a page of it does: with nothing but the cookies. */
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

/** Goes to the consent page and answers it. Gives the address at the gateway that Clio sends the browser to. */
export async function consent(
  browser: Browser,
  loginUrl: string,
  { login = 'owner', decision = 'allow' } = {},
): Promise<string> {
  const begun = await browser.visit(loginUrl);
  if (begun.status !== 302) throw new Error(`Sign-in did not begin: ${begun.status} ${await begun.text()}`);
  return submitConsent(browser, begun.headers.get('location') ?? '', { login, decision });
}

/** Answers the consent page at `authorizeUrl`. Gives the address that Clio sends the browser to. */
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

/** Signs in, to the end. Gives where the browser is sent in the end. */
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

/** Who the gateway takes a browser to be. */
export const whoQuery = '{ viewer { id name } }';
