import { decodeUri } from '../values.ts';

/**
 * The file name in a `Content-Disposition` header (RFC 6266); null if there is none. Folders in it are removed,
 * because the header comes from another host.
 */
export function readFilename(header: string | null): string | null {
  if (header === null) return null;
  const extended = /;\s*filename\*\s*=\s*(?:utf-8|iso-8859-1)'[^']*'([^;\s]+)/i.exec(header)?.[1];
  const decoded = extended === undefined ? undefined : decodeUri(extended);
  const quoted = /;\s*filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(header)?.[1]?.replace(/\\(.)/g, '$1');
  const plain = /;\s*filename\s*=\s*([^\s";]+)/i.exec(header)?.[1];
  const name = (decoded ?? quoted ?? plain ?? '').split(/[/\\]/).at(-1) ?? '';
  return cleaned(name) || null;
}

/**
 * A header that makes browsers save the file under this name. They must not show it: an uploaded file must not run
 * as a page of this host.
 */
export function attachment(filename: string): string {
  const name = cleaned(filename) || 'file';
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  if (ascii === name) return `attachment; filename="${name}"`;
  const extended = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${extended}`;
}

/** Removes control characters, unpaired surrogates and characters that change the text direction, and replaces path separators. */
function cleaned(name: string): string {
  return name
    .replaceAll(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, '')
    .replaceAll(/[/\\]/g, '_')
    .replace(/^\.+/, '')
    .trim()
    .slice(0, 255);
}
