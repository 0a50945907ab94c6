/** Response headers in undici's form: names in lower case, repeated headers as an array. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** A header's first value; null if the header was not sent. */
export function header(headers: ResponseHeaders, name: string): string | null {
  const value = headers[name];
  if (value === undefined) return null;
  return typeof value === 'string' ? value : (value[0] ?? null);
}
