/** Longer URLs are not accepted, because they are stored in a cookie. */
const maxLength = 512;

/**
 * The URL after signing in or out: `asked` if it is a path of the gateway's own origin, otherwise `fallback`.
 *
 * @returns A whole URL: a path alone could still begin with two slashes once its dots are resolved.
 */
export function returnUrl(asked: string | null, origin: string, fallback: string): string {
  if (asked === null || asked.length > maxLength || !asked.startsWith('/')) return fallback;
  if (!URL.canParse(asked, origin)) return fallback;
  // Like browsers, `URL` reads `//`, `/\` and slashes with tabs between them as another host.
  const url = new URL(asked, origin);
  return url.origin === origin ? url.href : fallback;
}
