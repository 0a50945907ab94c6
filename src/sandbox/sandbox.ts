import { loadCatalog } from '../catalog/catalog.ts';
import { Api } from './api.ts';
import { BASE_PATH, type SandboxCall } from './calls.ts';
import { Dataset } from './data/dataset.ts';
import { Dates } from './data/dates.ts';
import { RECIPES } from './data/recipes.ts';
import type { Fault } from './faults.ts';
import { instantAt } from './instant.ts';
import { entitiesOf, Logins, lacksScope } from './logins.ts';
import { type SandboxApplication, SandboxOauth, type SandboxOauthOptions } from './oauth.ts';
import type { Candidate } from './oauth-page.ts';
import type { Quirks } from './quirks.ts';
import { createRateLimit } from './rate-limit.ts';
import type { RawRecord } from './record.ts';
import { Visibility } from './redaction.ts';
import { SandboxServer } from './server.ts';
import { type RecordId, Store } from './store.ts';
import type { SandboxWebhookOptions, SandboxWebhooks } from './webhooks.ts';
import { Uploads } from './writes/uploads.ts';

export interface SandboxOptions {
  /** @default 0: any free port */
  readonly port?: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /**
   * Calls per minute and token.
   * @default 50 (as in Clio)
   */
  readonly limit?: number;
  /** The same seed and day give the same records. @default 1 */
  readonly seed?: number;
  /**
   * The day of the sample data, `YYYY-MM-DD`: work and bills are earlier, appointments and deadlines earlier or later.
   * @default the clock's day
   */
  readonly today?: string;
  /** Milliseconds since 1970, for the rate limit's windows and the times of written records. @default Date.now */
  readonly clock?: () => number;
  /** Applications that people can sign in to by OAuth. @default none */
  readonly applications?: readonly SandboxApplication[];
  readonly oauth?: SandboxOauthOptions;
  /** Differences between real accounts and Clio's document. @default none */
  readonly quirks?: Quirks;
  readonly webhooks?: SandboxWebhookOptions;
}

/** How much of a record a login can see. */
export type Visible =
  /** All of it. */
  | 'full'
  /** A time entry without its price and total. */
  | 'rates'
  /** A time entry without these and its six amounts, `quantity_redacted: true`. */
  | 'hours'
  /** A private appointment: only its times and calendars, `redacted: true`. */
  | 'private'
  /** A contact: not in lists, 404 by id, nested only id, asterisks as name, type and `redacted: true`. */
  | 'hidden'
  /** The application lacks the scope: 403 at the endpoint, nested `{ id, redacted: true }`. */
  | 'forbidden'
  /** There is no such record, or it was deleted. */
  | 'absent';

let made: { readonly seed: number; readonly today: string; readonly dataset: Dataset } | undefined;

/** The last data is kept for the next sandbox: stores change copies of its tables, and records are never modified. */
function sampleData(seed: number, today: string): Dataset {
  if (made?.seed !== seed || made.today !== today)
    made = { seed, today, dataset: new Dataset(loadCatalog().data, RECIPES, seed, new Dates(today)) };
  return made.dataset;
}

/** The logins of the sign-in page, each with its description. */
const CANDIDATES: Readonly<Record<string, string>> = {
  owner: 'an account owner',
  restricted: 'who may not see everything',
  noBilling: 'whose application lacks the Billing permission',
};

/** Starts a local look-alike of Clio's API. All its data is invented. */
export function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return Sandbox.start(options);
}

/** A running look-alike of Clio's API. */
export class Sandbox implements AsyncDisposable {
  readonly tokens: {
    /** User 1, who sees everything. */
    readonly owner: string;
    /** User 2, from whom the firm hides contacts, other people's hours, billing rates and private appointments. */
    readonly restricted: string;
    /** No longer valid. */
    readonly expired: string;
    /** User 3 with an application that lacks the permission Billing. */
    readonly noBilling: string;
  };
  /** Differences between real accounts and Clio's document. Set a property to switch one on. */
  readonly quirks: Quirks;
  readonly #options: SandboxOptions;
  readonly #clock: () => number;
  readonly #logins: Logins;
  readonly #oauth: SandboxOauth;
  readonly #server: SandboxServer;
  readonly #billing = entitiesOf(loadCatalog().data, 'Billing');
  #api: Api;

  private constructor(options: SandboxOptions) {
    const { clock = Date.now, limit = 50, applications = [] } = options;
    const logins = new Logins(clock);
    this.#options = options;
    this.#clock = clock;
    this.#logins = logins;
    this.quirks = { ...options.quirks };
    this.#api = this.#createApi();
    this.tokens = {
      owner: logins.add('owner', {}),
      restricted: logins.add('restricted', { userId: 2, restricted: true }),
      expired: logins.add('expired', { expired: true }),
      noBilling: logins.add('noBilling', { userId: 3, without: this.#billing }),
    };
    const candidates = () => this.#candidates();
    this.#oauth = new SandboxOauth({ ...options.oauth, clock, logins, candidates });
    for (const application of applications) this.#oauth.register(application);
    this.#server = new SandboxServer({
      api: () => this.#api,
      reset: () => this.reset(),
      logins,
      oauth: this.#oauth,
      rate: createRateLimit(limit, clock),
    });
  }

  /** @internal Use `startSandbox`. */
  static async start(options: SandboxOptions): Promise<Sandbox> {
    const sandbox = new Sandbox(options);
    await sandbox.#server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
    return sandbox;
  }

  /** `http://127.0.0.1:PORT` */
  get url(): string {
    return this.#server.url;
  }

  /** `url` and `/api/v4`. */
  get baseUrl(): string {
    return `${this.url}${BASE_PATH}`;
  }

  /** The day of the sample data, `YYYY-MM-DD`. */
  get today(): string {
    return this.#api.firm.store.today;
  }

  /** Every request received, in the order of arrival. */
  get calls(): readonly SandboxCall[] {
    return this.#server.calls;
  }

  /** Requests to webhooks, and switches that lose, double and delay them. */
  get webhooks(): SandboxWebhooks {
    return this.#api.webhooks;
  }

  /**
   * Adds a login with a rate limit of its own. The same name again changes it (`expired: true` revokes it). Names, titles
   * and messages in its responses end with its `mark`, so that a test can detect a value that reaches another login.
   */
  addToken({
    name,
    without = [],
    ...login
  }: {
    name: string;
    userId?: number;
    restricted?: boolean;
    without?: readonly 'billing'[];
    expired?: boolean;
    mark?: string;
  }): string {
    return this.#logins.add(name, {
      ...login,
      ...(without.includes('billing') && { without: this.#billing }),
    });
  }

  /** Registers an application, which can then send people to `/oauth/authorize`. */
  addApplication(application: SandboxApplication): void {
    this.#oauth.register(application);
  }

  /** Withdraws every permission given to applications, as users can inside Clio. */
  revokeGrants(): void {
    this.#oauth.revokeAll();
  }

  resetCalls(): void {
    this.#server.calls.length = 0;
  }

  /** Switches a fault on; the returned function switches it off. */
  fault(fault: Fault): () => void {
    return this.#server.faults.add(fault);
  }

  clearFaults(): void {
    this.#server.faults.clear();
  }

  /** Drops all changes and creates the sample data again, relative to the day. Also `POST /reset`. */
  reset(): void {
    void this.#api.webhooks.close();
    this.#api = this.#createApi();
  }

  /**
   * The stored records of an entity, complete and unredacted, by id.
   *
   * A record holds each of the catalog's fields but `etag` (see `etag`), as Clio would send it. Associations hold
   * `{ entity, id }` (look it up in `records(entity)`; the id can be of a deleted record), an embedded record in the
   * same form, an array of these, or null. Keys beginning with `$` are the sandbox's own. A view (`LinkedFolder`)
   * has the records of its entity. `MatterContacts` and `RelatedContacts` have keys `matter-contact`, `Item`
   * `Document-id` or `Folder-id`, and shapes without id their position.
   */
  records(entity: string): ReadonlyMap<RecordId, RawRecord> {
    return this.#api.firm.store.table(entity);
  }

  /** How much of a record a token's login can see. */
  visible(token: string, entity: string, id: RecordId): Visible {
    const record = this.records(entity).get(id);
    return record ? this.visibleRecord(token, entity, record) : 'absent';
  }

  /** The same for an embedded record (a participant, an attendee). */
  visibleRecord(token: string, entity: string, record: RawRecord): Visible {
    const login = this.#logins.of(token);
    if (!login) throw new Error('The sandbox did not give out this token');
    if (lacksScope(login, entity)) return 'forbidden';
    return this.#api.firm.visibility.redaction(login, entity, record) ?? 'full';
  }

  /** A record's etag, quotes included. */
  etag(record: RawRecord): string {
    return this.#api.firm.store.etag(record);
  }

  /** Closes the server and its connections, and ends pending delays. */
  async close(): Promise<void> {
    await Promise.all([this.#api.webhooks.close(), this.#server.close()]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #createApi(): Api {
    const { seed = 1, today = instantAt(this.#clock()).slice(0, 10), webhooks } = this.#options;
    const store = new Store(sampleData(seed, today));
    return new Api(
      {
        data: loadCatalog().data,
        store,
        visibility: new Visibility(store),
        uploads: new Uploads(store),
        quirks: this.quirks,
        clock: this.#clock,
      },
      { ...webhooks, login: (name) => this.#logins.named(name) },
    );
  }

  #candidates(): (readonly [login: string, candidate: Candidate])[] {
    return Object.entries(CANDIDATES).map(([name, remark]) => {
      const userId = this.#logins.named(name)?.userId ?? 0;
      const user = this.records('User').get(userId);
      return [name, { name: String(user?.name ?? `User ${userId}`), remark }] as const;
    });
  }
}
