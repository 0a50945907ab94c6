/** Response headers as undici hands them over: names in lower case, repeated lines as an array. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** A header's value, its first one when it was sent more than once; null when it was not sent. */
export function header(headers: ResponseHeaders, name: string): string | null {
  const value = headers[name];
  if (value === undefined) return null;
  return typeof value === 'string' ? value : (value[0] ?? null);
}
