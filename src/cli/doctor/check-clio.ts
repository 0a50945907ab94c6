import { readIdentity, whoAmIPath } from '../../auth/who-am-i.ts';
import type { OperationFact } from '../../catalog/operation-facts.ts';
import { type ProbeResponse, probeClio } from '../../rest/probe.ts';
import { type Finding, ok, warning, wrong } from './report.ts';

export interface ClioAccess {
  readonly baseUrl: string;
  readonly apiVersion: string;
  /** Null if clients send their own. */
  readonly token: string | null;
  /** Gets a new token in place of a rejected one; throws if there is none. */
  readonly renew?: (rejected: string) => Promise<string>;
  /** How to get another token. */
  readonly tokenAdvice: string;
  readonly timeoutMs: number;
}

/** Calls that the doctor leaves for other programs with the same login. */
const reservedCalls = 10;
const largestClockErrorMs = 60_000;

/** Requests the token's owner from Clio; the response also shows the version, the clock and the rate limit. */
export async function checkClio(
  access: ClioAccess,
  operations: readonly OperationFact[],
): Promise<Finding[]> {
  const { token, renew } = access;
  const { host } = new URL(access.baseUrl);
  const response = await probeClio({ ...access, path: whoAmIPath });
  if (typeof response !== 'string' && response.status === 401 && token !== null && renew) {
    const renewed = await renew(token).catch(() => null);
    if (renewed !== null) return checkClio({ ...access, token: renewed, renew: undefined }, operations);
  }
  if (typeof response === 'string') {
    const advice = 'Check the network, a proxy or firewall, and CLIO_REGION or CLIO_BASE_URL.';
    return [wrong('Clio', `${host} cannot be reached (${response})`, advice)];
  }
  const findings = [ok('Clio', `${host} responds`), checkVersion(access, response), checkClock(response)];
  if (response.status === 410) return findings;
  if (token === null) {
    return [...findings, ok('Token', 'none; clients send their own')];
  }
  findings.push(checkToken(access, response));
  if (response.status === 401 || response.status >= 500) return findings;
  const remaining = Number(response.header('x-ratelimit-remaining') ?? Number.NaN);
  findings.push(checkRate(response, remaining), await checkPermissions(access, operations, remaining));
  return findings;
}

function checkToken({ tokenAdvice }: ClioAccess, response: ProbeResponse): Finding {
  switch (response.status) {
    case 200: {
      const user = readIdentity(response.data);
      return ok('Token', `of ${user?.name ?? 'an unnamed user'}, ${user?.firm ?? 'an unnamed firm'}`);
    }
    case 401:
      return wrong(
        'Token',
        'Clio rejects it: it expired, was revoked, or belongs to another region',
        tokenAdvice,
      );
    case 403:
      return warning(
        'Token',
        'valid, but the application may not read users',
        'Grant the permission Users to the application, then run clio-graphql login again.',
      );
    default:
      return wrong('Token', `Clio responded with the status ${response.status}`, 'Try again in a minute.');
  }
}

function checkVersion({ apiVersion }: ClioAccess, response: ProbeResponse): Finding {
  if (response.status === 410)
    return wrong('API version', `Clio does not serve ${apiVersion} any more`, 'Unset CLIO_API_VERSION.');
  const served = response.header('x-api-version');
  if (served === null || served === apiVersion) return ok('API version', apiVersion);
  return warning(
    'API version',
    `Clio responds with ${served} instead of ${apiVersion}`,
    'Read the changelog of Clio’s API, then set CLIO_API_VERSION.',
  );
}

function checkClock(response: ProbeResponse): Finding {
  const theirs = Date.parse(response.header('date') ?? '');
  if (Number.isNaN(theirs)) return ok('Clock', 'not compared: Clio sent no date');
  const differenceMs = Date.now() - theirs;
  const seconds = Math.round(Math.abs(differenceMs) / 1000);
  if (Math.abs(differenceMs) <= largestClockErrorMs)
    return ok('Clock', `within ${Math.max(seconds, 1)} s of Clio’s`);
  return warning(
    'Clock',
    `${seconds} s ${differenceMs > 0 ? 'ahead of' : 'behind'} Clio’s`,
    'Synchronize the clock of this machine: the waits for the rate limit and the length of sessions depend on it.',
  );
}

function checkRate(response: ProbeResponse, remaining: number): Finding {
  const limit = response.header('x-ratelimit-limit');
  if (Number.isNaN(remaining)) return ok('Rate limit', 'Clio did not report it');
  const text = `${remaining} of ${limit ?? 'unknown'} calls are left in this minute`;
  if (remaining > reservedCalls) return ok('Rate limit', text);
  return warning('Rate limit', text, 'Another program uses the same login. Wait a minute.');
}

/** One cheap read for each access permission of Clio. */
async function checkPermissions(
  access: ClioAccess,
  operations: readonly OperationFact[],
  remaining: number,
): Promise<Finding> {
  const subject = 'Permissions';
  const reads = cheapReads(operations);
  if (remaining < reads.size + reservedCalls)
    return warning(
      subject,
      'not checked, because few calls are left in this minute',
      'Run the doctor again in a minute.',
    );
  const responses = await Promise.all(
    [...reads].map(async ([name, path]) => [name, await probeClio({ ...access, path })] as const),
  );
  const readable: string[] = [];
  const rejected: string[] = [];
  const unclear: string[] = [];
  for (const [name, response] of responses) {
    const status = typeof response === 'string' ? response : response.status;
    if (status === 200) readable.push(name);
    else if (status === 403) rejected.push(name);
    else unclear.push(`${name} (${status})`);
  }
  const parts = [`can read ${readable.join(', ') || 'nothing'}`];
  if (rejected.length > 0) parts.push(`not ${rejected.join(', ')}`);
  if (unclear.length > 0) parts.push(`no clear response for ${unclear.join(', ')}`);
  const text = parts.join('; ');
  if (parts.length === 1) return ok(subject, text);
  return warning(
    subject,
    text,
    'If you need them, grant the permissions to the application in the developer portal and to the user in Clio, then run clio-graphql login again.',
  );
}

/** Permission → the path of a list that needs only this permission, cut to one record. */
function cheapReads(operations: readonly OperationFact[]): ReadonlyMap<string, string> {
  const reads = new Map<string, string>();
  for (const { method, path, pathParameters, query, limit, permissions = [] } of operations) {
    const [name, ...others] = permissions;
    const isPlain =
      method === 'GET' &&
      pathParameters.length === 0 &&
      limit !== undefined &&
      Object.values(query).every(({ required }) => !required);
    if (isPlain && name !== undefined && others.length === 0 && !reads.has(name))
      reads.set(name, `${path}?limit=1&fields=id`);
  }
  return reads;
}
