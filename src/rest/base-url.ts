/**
 * Splits a REST base into its origin and its path, without a slash at the end.
 *
 * @throws TypeError if it is not an http or https URL without query and credentials.
 */
export function readBaseUrl(baseUrl: string): { origin: string; basePath: string } {
  const url = new URL(baseUrl);
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  if (!isHttp || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw new TypeError('baseUrl must be an http or https URL without query, fragment and credentials.');
  }
  return { origin: url.origin, basePath: url.pathname.replace(/\/+$/, '') };
}
