import type { Region } from '../config/regions.ts';
import type { Config, SignIn } from '../config/types.ts';
import type { Clock } from '../rest/clock.ts';
import { OauthClient } from '../rest/oauth.ts';
import type { ClioClient } from '../rest/types.ts';
import type { UserIdentity } from './session.ts';
import { whoAmI } from './who-am-i.ts';

/** A Clio region that people can sign in to. */
export interface SignInTarget {
  /** Null for one fixed address. */
  readonly region: Region | null;
  /** URL of this Clio: `https://eu.app.clio.com`. */
  readonly url: string;
  readonly oauth: OauthClient;
  /** Returns the owner of a token; null if Clio does not report it. */
  readonly whoAmI: (token: string) => Promise<UserIdentity | null>;
}

export interface SignInTargetOptions {
  readonly signIn: SignIn;
  readonly config: Config;
  readonly clock: Clock;
  /** Clio's REST base for requests that name a region, or that do not. */
  readonly baseUrlFor: (region: Region | null) => string;
  readonly clientFor: (baseUrl: string) => ClioClient;
}

/** Creates the targets for sign-ins: a region for each application, or the one fixed address. */
export function createSignInTargets({
  signIn,
  config: { upstream, upstreamTimeoutMs },
  clock,
  baseUrlFor,
  clientFor,
}: SignInTargetOptions): SignInTarget[] {
  const isFixed = upstream.kind === 'sandbox' || upstream.baseUrl !== null;
  const configured = upstream.kind === 'sandbox' ? 'us' : upstream.region;
  const applications = Object.entries(signIn.applications).map(
    ([region, application]) => [region as Region, application] as const,
  );
  return applications.flatMap(([name, application]) => {
    if (isFixed && applications.length > 1 && name !== configured) return [];
    const region = isFixed ? null : name;
    const baseUrl = baseUrlFor(region);
    const oauth = new OauthClient({
      ...application,
      url: signIn.oauthUrl ?? `${new URL(baseUrl).origin}/oauth`,
      redirectUri: signIn.redirectUri,
      timeoutMs: upstreamTimeoutMs,
      clock,
    });
    return {
      region,
      url: new URL(baseUrl).origin,
      oauth,
      whoAmI: (token) => whoAmI(clientFor(baseUrl), token, clock.now() + upstreamTimeoutMs),
    };
  });
}

/** @param region Null for one fixed address. */
export function findTarget(
  targets: readonly SignInTarget[],
  region: string | null,
): SignInTarget | undefined {
  return targets.find((target) => target.region === region);
}
