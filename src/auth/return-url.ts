/** Longer ones are not taken, because they are kept in a cookie. */
const maxLength = 512;

/**
 * Where to go after signing in or out: `asked` where it is a path of the gateway's own origin, else `fallback`.
 *
 * @returns A whole URL: a path alone could still begin with two slashes once its dots are resolved.
 */
export function returnUrl(asked: string | null, origin: string, fallback: string): string {
  if (asked === null || asked.length > maxLength || !asked.startsWith('/')) return fallback;
  if (!URL.canParse(asked, origin)) return fallback;
  // Browsers read `//`, `/\` and slashes with tabs between them as another host; so does this.
  const url = new URL(asked, origin);
  return url.origin === origin ? url.href : fallback;
}
