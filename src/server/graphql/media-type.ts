import { remember } from '../../values.ts';

export function readMediaType(contentType: string | null): string | null {
  if (contentType === null || contentType === 'application/json') return contentType;
  return contentType.split(';', 1)[0]?.trim().toLowerCase() ?? null;
}

export type JsonMediaType = 'application/graphql-response+json' | 'application/json';

const jsonMediaTypes: readonly JsonMediaType[] = ['application/graphql-response+json', 'application/json'];

const maxKnown = 100;

/**
 * The media type for an `Accept` header, chosen as Yoga does: the first one listed wins, `*` stands for
 * application/json. Null where JSON is not accepted.
 */
export function chooseMediaType(accept: string | null): JsonMediaType | null {
  return accept === null || accept === '' ? 'application/json' : choose(accept);
}

const choose = remember<JsonMediaType | null>(maxKnown, (accept) => {
  let chosen: JsonMediaType | null = null;
  for (const asked of acceptedTypes(accept).reverse())
    for (const offered of jsonMediaTypes) if (matches(asked, offered)) chosen = offered;
  return chosen;
});

/** The media types of an `Accept` header, without those in another character set: Yoga sends only UTF-8. */
function acceptedTypes(accept: string): string[] {
  const types: string[] = [];
  for (const item of accept.replace(/\s/g, '').toLowerCase().split(',')) {
    const [type = '', ...parameters] = item.split(';');
    const charset = parameters.find((parameter) => parameter.includes('charset='));
    if (charset === undefined || charset === 'charset=utf-8') types.push(type);
  }
  return types;
}

function matches(asked: string, offered: JsonMediaType): boolean {
  const [askedType, askedSubtype] = asked.split('/');
  const [type, subtype] = offered.split('/');
  return (askedType === '*' || askedType === type) && (askedSubtype === '*' || askedSubtype === subtype);
}

export interface PartsFormat {
  readonly mediaType: 'multipart/mixed' | 'text/event-stream';
  /** The parameter that names the format of the parts. */
  readonly spec: 'deferSpec=20220824' | 'incrementalSpec=v0.2';
}

/**
 * The format for a result in parts: of those that an `Accept` header names, the first with the highest
 * weight. Null if it names none: with a media type alone, the client would have to guess the format.
 */
export function choosePartsFormat(accept: string | null): PartsFormat | null {
  return accept === null || !accept.includes('=') ? null : findPartsFormat(accept);
}

const findPartsFormat = remember<PartsFormat | null>(maxKnown, (accept) => {
  let format: PartsFormat | null = null;
  let highest = 0;
  for (const item of accept.replace(/[\s"]/g, '').toLowerCase().split(',')) {
    const [mediaType, ...parameters] = item.split(';');
    if (mediaType !== 'multipart/mixed' && mediaType !== 'text/event-stream') continue;
    const weight = Number(parameters.find((one) => one.startsWith('q='))?.slice(2) ?? 1);
    for (const spec of ['deferSpec=20220824', 'incrementalSpec=v0.2'] as const) {
      if (!parameters.includes(spec.toLowerCase()) || !(weight > highest)) continue;
      format = { mediaType, spec };
      highest = weight;
    }
  }
  return format;
});

/** Whether an `Accept` header names Server-Sent Events; `*` does not. */
export function acceptsEvents(accept: string | null): boolean {
  return accept !== null && acceptedTypes(accept).includes('text/event-stream');
}
