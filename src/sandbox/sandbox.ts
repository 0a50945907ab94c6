import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadCatalog } from '../catalog/catalog.ts';
import type { CatalogData } from '../catalog/types.ts';
import { Api } from './api.ts';
import { BASE_PATH, type SandboxCall } from './calls.ts';
import { Dataset } from './data/dataset.ts';
import { Dates } from './data/dates.ts';
import { RECIPES } from './data/recipes.ts';
import { createFaults, type Fault } from './faults.ts';
import { instantAt } from './instant.ts';
import { entitiesOf, type Login, Logins, lacksScope } from './logins.ts';
import { type SandboxApplication, SandboxOauth, type SandboxOauthOptions } from './oauth.ts';
import type { Quirks } from './quirks.ts';
import { createRateLimit } from './rate-limit.ts';
import type { RawRecord } from './record.ts';
import { type Firm, RequestListener } from './serve.ts';
import { createStore, type RecordId } from './store.ts';
import { createStoredFiles } from './stored-files.ts';
import type { SandboxWebhookOptions, SandboxWebhooks } from './webhooks.ts';
import { createUploads } from './writes/uploads.ts';

export interface SandboxOptions {
  /** @default 0: any free port */
  readonly port?: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /**
   * Calls that a token may make in a minute.
   * @default 50 (as in Clio)
   */
  readonly limit?: number;
  /** The same seed and day give the same records, byte for byte. @default 1 */
  readonly seed?: number;
  /**
   * The day of the sample data, `YYYY-MM-DD`: work and bills lie before it, appointments and deadlines around it.
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
  /** A contact: not in lists, 404 by itself, nested only id, asterisks for a name, type and `redacted: true`. */
  | 'hidden'
  /** The application lacks the scope: 403 at the endpoint, nested `{ id, redacted: true }`. */
  | 'forbidden'
  /** No such record, or one that was deleted. */
  | 'absent';

export interface Sandbox extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** `url` and `/api/v4`. */
  readonly baseUrl: string;
  /** The day of the sample data, `YYYY-MM-DD`. */
  readonly today: string;
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
  /**
   * Adds a login with a rate limit of its own. The same name again changes it (`expired: true` revokes it). Names, titles
   * and messages in its responses end with its `mark`, so that a test can detect a value that reaches another login.
   */
  addToken(login: {
    name: string;
    userId?: number;
    restricted?: boolean;
    without?: readonly 'billing'[];
    expired?: boolean;
    mark?: string;
  }): string;
  /** Registers an application, which can then send people to `/oauth/authorize`. */
  addApplication(application: SandboxApplication): void;
  /** Withdraws every permission given to applications, as users can inside Clio. */
  revokeGrants(): void;
  /** Every request received, in the order of arrival. */
  readonly calls: readonly SandboxCall[];
  resetCalls(): void;
  /** Switches a fault on; the returned function switches it off. */
  fault(fault: Fault): () => void;
  clearFaults(): void;
  /** Differences between real accounts and Clio's document. Set a property to switch one on. */
  readonly quirks: Quirks;
  /** What was sent to webhooks, and switches that lose, double and delay it. */
  readonly webhooks: SandboxWebhooks;
  /** Drops all changes and creates the sample data again, relative to the day. Also `POST /reset`. */
  reset(): void;
  /**
   * The stored records of an entity, complete and unredacted, by id.
   *
   * A record holds each of the catalog's fields but `etag` (see `etag`), as Clio would send it. Associations hold
   * `{ entity, id }` (look it up in `records(entity)`; the id may be of a deleted record), an embedded record in the
   * same form, an array of these, or null. Keys beginning with `$` are the sandbox's own. A view (`LinkedFolder`)
   * gives the records it is a view of. `MatterContacts` and `RelatedContacts` are keyed `matter-contact`, `Item`
   * `Document-id` or `Folder-id`, and shapes without id by their place.
   */
  records(entity: string): ReadonlyMap<RecordId, RawRecord>;
  /** How much of a record a token's login can see. */
  visible(token: string, entity: string, id: RecordId): Visible;
  /** The same for an embedded record (a participant, an attendee). */
  visibleRecord(token: string, entity: string, record: RawRecord): Visible;
  /** A record's etag, quotes included. */
  etag(record: RawRecord): string;
  /** Closes the server and its connections, and ends pending delays. */
  close(): Promise<void>;
}

let made: { readonly seed: number; readonly today: string; readonly dataset: Dataset } | undefined;

/** The data that was made last is kept: stores change copies of its tables, and a record is never modified. */
function sampleData(data: CatalogData, seed: number, today: string): Dataset {
  if (made?.seed !== seed || made.today !== today)
    made = { seed, today, dataset: new Dataset(data, RECIPES, seed, new Dates(today)) };
  return made.dataset;
}

/** Starts a local look-alike of Clio's API. All its data is invented. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { data } = loadCatalog();
  const clock = options.clock ?? Date.now;
  const seed = options.seed ?? 1;
  const quirks: Quirks = { ...options.quirks };
  const logins = new Logins(clock);
  const login = (name: string): Login | undefined => logins.named(name);
  const { webhooks } = options;
  const createFirm = (): Firm => {
    const today = options.today ?? instantAt(clock()).slice(0, 10);
    const store = createStore(data, sampleData(data, seed, today));
    const uploads = createUploads(store);
    return { store, uploads, api: new Api({ data, store, uploads, quirks, clock, login, webhooks }) };
  };
  let firm = createFirm();
  const reset = (): void => {
    void firm.api.webhooks.close();
    firm = createFirm();
  };
  const files = createStoredFiles();
  const faults = createFaults();
  const billing = entitiesOf(data, 'Billing');
  const calls: SandboxCall[] = [];
  const closing = new AbortController();
  const tokens = {
    owner: logins.add('owner', {}),
    restricted: logins.add('restricted', { userId: 2, restricted: true }),
    expired: logins.add('expired', { expired: true }),
    noBilling: logins.add('noBilling', { userId: 3, without: billing }),
  };
  const oauth = new SandboxOauth({
    ...options.oauth,
    clock,
    candidates: () =>
      Object.entries(CANDIDATES).map(([name, remark]) => {
        const userId = logins.named(name)?.userId ?? 0;
        const user = firm.store.table('User').get(userId);
        return [name, { name: String(user?.name ?? `User ${userId}`), remark }] as const;
      }),
    issue: (name, token, expiresAtMs) => logins.issue(name, token, expiresAtMs),
    withdraw: (token) => logins.withdraw(token),
  });
  for (const application of options.applications ?? []) oauth.register(application);

  let url = '';
  const listener = new RequestListener({
    firm: () => firm,
    reset,
    files,
    faults,
    logins,
    oauth,
    calls,
    rate: createRateLimit(options.limit ?? 50, clock),
    url: () => url,
    closing: closing.signal,
  });
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) =>
    listener.listen(request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { address, port, family } = server.address() as AddressInfo;
  url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;

  const visibleRecord = (token: string, entity: string, record: RawRecord): Visible => {
    const login = logins.of(token);
    if (!login) throw new Error('The sandbox did not give out this token');
    if (lacksScope(login, entity)) return 'forbidden';
    return firm.api.visibility.redaction(login, entity, record) ?? 'full';
  };
  const close = async (): Promise<void> => {
    closing.abort();
    await firm.api.webhooks.close();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
    await files.close();
  };

  return {
    url,
    baseUrl: `${url}${BASE_PATH}`,
    get today() {
      return firm.store.today;
    },
    tokens,
    addToken: ({ name, without = [], ...login }) =>
      logins.add(name, { ...login, ...(without.includes('billing') && { without: billing }) }),
    addApplication: (application) => oauth.register(application),
    revokeGrants: () => oauth.revokeAll(),
    calls,
    resetCalls: () => {
      calls.length = 0;
    },
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    quirks,
    get webhooks() {
      return firm.api.webhooks;
    },
    reset,
    records: (entity) => firm.store.table(entity),
    visible(token, entity, id) {
      const record = firm.store.table(entity).get(id);
      return record ? visibleRecord(token, entity, record) : 'absent';
    },
    visibleRecord,
    etag: (record) => firm.store.etag(record),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The logins that people can sign in with by OAuth, and what is special about each. */
const CANDIDATES: Readonly<Record<string, string>> = {
  owner: 'an account owner',
  restricted: 'who may not see everything',
  noBilling: 'whose application lacks the Billing permission',
};
