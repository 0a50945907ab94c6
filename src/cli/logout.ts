import { Command } from 'commander';
import { LoginFile } from '../auth/login-file.ts';
import { configFolder } from '../config/config-folder.ts';
import { readEnvironment } from '../config/read-environment.ts';
import { GatewayError } from '../errors.ts';
import { OauthError } from '../rest/oauth.ts';
import { openOauth } from './open-gateway.ts';

const timeoutMs = 15_000;

/** `logout`: deauthorizes the stored login at Clio and deletes it. */
export function createLogoutCommand(): Command {
  return new Command('logout')
    .description('Deauthorize the stored login at Clio and delete it.')
    .option('--all', 'delete the client id and secret as well', false)
    .action(logout);
}

async function logout({ all }: { readonly all: boolean }): Promise<void> {
  const file = new LoginFile(configFolder(readEnvironment()));
  const login = await file.read();
  if (login === null) console.log('Nobody is signed in.');
  else {
    const oauth = openOauth(login, timeoutMs);
    try {
      const { access, refresh } = login.tokens;
      // Clio deauthorizes an access token, so an expired one is renewed first.
      const isDone =
        (await oauth.deauthorize(access)) ||
        (refresh !== null && (await oauth.deauthorize((await oauth.refresh(refresh)).access)));
      console.log(isDone ? 'Clio has ended the login.' : 'The login had already ended at Clio.');
    } catch (error) {
      if (error instanceof OauthError) console.log('The login had already ended at Clio.');
      else if (error instanceof GatewayError)
        console.log(`Clio could not be reached, so the login may still be valid there. ${error.message}`);
      else throw error;
    } finally {
      await oauth.close();
    }
    await file.removeLogin();
    console.log(`Deleted the login from ${file.path}.`);
  }
  if (all) {
    await file.removeAll();
    console.log('Deleted the client id and secret.');
  } else if (login)
    console.log('It still has the client id and secret for the next login; logout --all deletes them.');
}
