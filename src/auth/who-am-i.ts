import type { ClioClient } from '../rest/types.ts';
import { textOrNull } from '../values.ts';
import type { UserIdentity } from './session.ts';

const fields = 'id,name,account{name}';

/** The path and query of the call that returns the owner of a token. */
export const whoAmIPath = `/users/who_am_i.json?fields=${encodeURIComponent(fields)}`;

/** Requests the owner of a token from Clio, with one call. */
export async function whoAmI(
  client: ClioClient,
  token: string,
  deadlineMs: number,
): Promise<UserIdentity | null> {
  const response = await client.send(
    { method: 'GET', path: '/users/who_am_i.json', expect: 'record', query: [['fields', fields]] },
    { token, deadlineMs },
  );
  return readIdentity(response.data);
}

/** Reads the `data` of Clio's response; null if it is not a user. */
export function readIdentity(data: unknown): UserIdentity | null {
  const user = data as { id?: unknown; name?: unknown; account?: { name?: unknown } | null } | null;
  if (typeof user?.id !== 'number') return null;
  return { id: `User:${user.id}`, name: text(user.name), firm: text(user.account?.name) };
}

/** Limits the length, because the text is stored in a cookie. */
function text(value: unknown): string | null {
  return textOrNull(value)?.slice(0, 100) ?? null;
}
