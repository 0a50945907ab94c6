import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib';
import { joinObjects } from '../../values.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';

const brotliLater = promisify(brotliCompress);
const gzipLater = promisify(gzip);

/** Responses with fewer characters are not compressed: they fit into the first packets of a connection. */
const minCharacters = 8192;

/**
 * Up to this size, compressing takes a fraction of a millisecond, less than passing the text to another
 * thread. Compressing a larger text here would delay other requests.
 */
const maxCharactersAtOnce = 65_536;

const brotliQuality = (level: number) => ({ params: { [constants.BROTLI_PARAM_QUALITY]: level } });

/** For each encoding the best level that is still cheap. */
const encodings = {
  br: {
    now: (text: string) => brotliCompressSync(text, brotliQuality(1)),
    later: (text: string) => brotliLater(text, brotliQuality(4)),
  },
  gzip: {
    now: (text: string) => gzipSync(text, { level: 1 }),
    later: (text: string) => gzipLater(text, { level: 4 }),
  },
} as const;

type Encoding = keyof typeof encodings;

/**
 * Whether a response is large enough and not yet compressed. Called for every response, so it must be fast.
 */
export function isWorthCompressing({ body, headers }: HttpResponse): boolean {
  return typeof body === 'string' && body.length >= minCharacters && !('content-encoding' in headers);
}

/** Compresses a text if the client accepts it. */
export async function compressResponse(http: HttpRequest, response: HttpResponse): Promise<HttpResponse> {
  const { headers } = response;
  const text = response.body as string;
  const vary = joinVary(headers.vary, 'accept-encoding');
  const encoding = chooseEncoding(http.header('accept-encoding'));
  if (encoding === null) return { ...response, headers: joinObjects(headers, { vary }) };
  return {
    ...response,
    headers: joinObjects(headers, { vary, 'content-encoding': encoding }),
    body:
      text.length <= maxCharactersAtOnce
        ? encodings[encoding].now(text)
        : await encodings[encoding].later(text),
  };
}

/** The better encoding that the client accepts; null if it accepts neither. */
function chooseEncoding(header: string | null): Encoding | null {
  if (header === null) return null;
  const accepted = new Map<string, boolean>();
  for (const item of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim());
    accepted.set(name, !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter)));
  }
  for (const name of Object.keys(encodings) as Encoding[])
    if (accepted.get(name) ?? accepted.get('*') ?? false) return name;
  return null;
}

/** Joins two values of a `Vary` header, each of which may be missing. */
export function joinVary(one: string | undefined, other: string | undefined): string {
  const names = [one, other].flatMap((value) => value?.split(',') ?? []);
  return [...new Set(names.map((name) => name.trim().toLowerCase()))].join(', ');
}
