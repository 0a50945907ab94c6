import { expect, it } from 'vitest';
import { demoSignIn } from '../../../src/cli/demo-sign-in.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { Browser, consent, whoQuery } from '../../support/gateways/start-sign-in.ts';
import { buildProgram, programFile } from '../../support/programs/build-program.ts';
import { runProgram } from '../../support/programs/run-program.ts';
import { findFreePort } from '../../support/servers/find-free-port.ts';

it('lets people sign in to the embedded sandbox without any setting', { timeout: 60_000 }, async () => {
  await buildProgram();
  await using cli = await runProgram([programFile, 'serve'], { PORT: String(await findFreePort()) });
  const [, url = ''] = await cli.until(/Sign in at (\S+)\/auth\/login/);
  const browser = new Browser();
  // Without a session, a request uses the owner's token.
  expect((await browser.ask(url, whoQuery)).body.data).toMatchObject({ viewer: { id: 'User:1' } });
  const back = await consent(browser, `${url}/auth/login`, { login: 'restricted' });
  expect((await browser.visit(back)).headers.get('location')).toBe(`${url}/graphql`);
  expect((await browser.ask(url, whoQuery)).body.data).toMatchObject({ viewer: { id: 'User:2' } });
});

it.each([
  ['a port that is not known beforehand', { PORT: '0' }],
  ['an address that others can reach', { HOST: '0.0.0.0' }],
])('offers no sign-in with %s', (_what, env) => {
  expect(demoSignIn(loadConfig(env))).toBeNull();
});

it('returns people to the address in their browser', () => {
  const uriOf = (env: Record<string, string>): string | undefined => demoSignIn(loadConfig(env))?.redirectUri;
  expect(uriOf({})).toBe('http://127.0.0.1:4000/auth/callback');
  expect(uriOf({ HOST: 'localhost', PORT: '80' })).toBe('http://localhost/auth/callback');
  expect(uriOf({ HOST: '::1' })).toBe('http://[::1]:4000/auth/callback');
});
