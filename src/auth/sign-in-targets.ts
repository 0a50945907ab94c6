import type { Region } from '../config/regions.ts';
import type { Config, SignIn } from '../config/types.ts';
import type { Clock } from '../rest/clock.ts';
import { createOauthClient } from '../rest/oauth.ts';
import type { ClioClient } from '../rest/types.ts';
import type { SignInTarget } from './sign-in.ts';
import { whoAmI } from './who-am-i.ts';

export interface SignInTargetOptions {
  readonly signIn: SignIn;
  readonly config: Config;
  readonly clock: Clock;
  /** Clio's REST base for requests of a region, or for those that name none. */
  readonly baseUrlFor: (region: Region | null) => string;
  readonly clientFor: (baseUrl: string) => ClioClient;
}

/** The Clios that can be signed in to: a region for each application, or the one fixed address. */
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
    const oauth = createOauthClient({
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
