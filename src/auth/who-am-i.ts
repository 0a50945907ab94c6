import type { ClioClient } from '../rest/types.ts';
import type { UserIdentity } from './session.ts';

/** Asks Clio whose a token is: one call. */
export async function whoAmI(
  client: ClioClient,
  token: string,
  deadlineMs: number,
): Promise<UserIdentity | null> {
  const answer = await client.send(
    { method: 'GET', path: '/users/who_am_i.json', query: [['fields', 'id,name,account{name}']] },
    { token, deadlineMs },
  );
  const user = answer.data as { id?: unknown; name?: unknown; account?: { name?: unknown } | null } | null;
  if (typeof user?.id !== 'number') return null;
  return { id: `User:${user.id}`, name: text(user.name), firm: text(user.account?.name) };
}

/** Bounded: it goes into a cookie. */
function text(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, 100) : null;
}
