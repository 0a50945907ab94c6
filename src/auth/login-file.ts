import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConfigError } from '../config/config-error.ts';
import { isRegion, type Region } from '../config/regions.ts';
import type { Application } from '../config/types.ts';
import type { Tokens } from '../rest/oauth.ts';
import type { UserIdentity } from './session.ts';

/** The login of this machine's user, stored by `clio-graphql login`. */
export interface StoredLogin {
  readonly region: Region;
  /** Clio's REST base URL. */
  readonly baseUrl: string;
  /** Base URL of Clio's OAuth endpoints. */
  readonly oauthUrl: string;
  readonly application: Application;
  readonly redirectUri: string;
  readonly tokens: Tokens;
  /** Null if the application may not read users. */
  readonly user: UserIdentity | null;
}

interface Content {
  /** Keys are URLs of Clio's OAuth endpoints. An application is entered once and kept when the login ends. */
  readonly applications: Readonly<Record<string, Application>>;
  readonly login: StoredLogin | null;
}

const nothing: Content = { applications: {}, login: null };

/** The file that keeps a login. Only its owner can read it. */
export class LoginFile {
  readonly path: string;

  /** @param folder The user's configuration folder. */
  constructor(folder: string) {
    this.path = join(folder, 'login.json');
  }

  /** @throws ConfigError if the file exists but cannot be used. */
  async read(): Promise<StoredLogin | null> {
    return (await this.#load()).login;
  }

  async application(oauthUrl: string): Promise<Application | null> {
    return (await this.#load()).applications[oauthUrl] ?? null;
  }

  async write(login: StoredLogin): Promise<void> {
    const { applications } = await this.#load();
    await this.#store({ applications: { ...applications, [login.oauthUrl]: login.application }, login });
  }

  /** Removes the login, and keeps the application for the next one. */
  async removeLogin(): Promise<void> {
    const { applications } = await this.#load();
    await this.#store({ applications, login: null });
  }

  async removeAll(): Promise<void> {
    await rm(this.path, { force: true });
  }

  async #load(): Promise<Content> {
    try {
      const content = JSON.parse(await readFile(this.path, 'utf8')) as Content;
      if (typeof content.applications !== 'object' || (content.login !== null && !isLogin(content.login)))
        throw new SyntaxError('not a login');
      return content;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'it is damaged';
      if (code === 'ENOENT') return nothing;
      throw new ConfigError(
        [`${this.path} cannot be read (${code}). Delete it, and run clio-graphql login`],
        {
          cause: error,
        },
      );
    }
  }

  /** Replaces the file as a whole, so that another process reads either the old or the new content. */
  async #store(content: Content): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    const temporary = `${this.path}.${process.pid}`;
    await writeFile(temporary, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    await rename(temporary, this.path);
  }
}

function isLogin(login: StoredLogin): boolean {
  return (
    isRegion(login.region) &&
    [login.baseUrl, login.oauthUrl, login.redirectUri].every((url) => URL.canParse(url)) &&
    typeof login.application?.clientSecret === 'string' &&
    typeof login.tokens?.access === 'string'
  );
}
