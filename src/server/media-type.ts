/** What a JSON answer may be called. */
export type JsonMediaType = 'application/graphql-response+json' | 'application/json';

const jsonMediaTypes: readonly JsonMediaType[] = ['application/graphql-response+json', 'application/json'];

/** What clients send as `Accept`, and what they get: a handful, as long as nobody makes them up. */
const known = new Map<string, JsonMediaType | null>();
const maxKnown = 100;

/**
 * The media type for an `Accept` header, chosen as Yoga does: the first one listed wins, `*` stands for
 * application/json. Null where JSON is not accepted.
 */
export function chooseMediaType(accept: string | null): JsonMediaType | null {
  if (accept === null || accept === '') return 'application/json';
  let chosen = known.get(accept);
  if (chosen === undefined) {
    chosen = choose(accept);
    if (known.size < maxKnown) known.set(accept, chosen);
  }
  return chosen;
}

function choose(accept: string): JsonMediaType | null {
  let chosen: JsonMediaType | null = null;
  for (const item of accept.replace(/\s/g, '').toLowerCase().split(',').reverse()) {
    const [asked = '', ...parameters] = item.split(';');
    const charset = parameters.find((parameter) => parameter.includes('charset='));
    if (charset !== undefined && charset !== 'charset=utf-8') continue;
    for (const offered of jsonMediaTypes) if (matches(asked, offered)) chosen = offered;
  }
  return chosen;
}

function matches(asked: string, offered: JsonMediaType): boolean {
  const [askedType, askedSubtype] = asked.split('/');
  const [type, subtype] = offered.split('/');
  return (askedType === '*' || askedType === type) && (askedSubtype === '*' || askedSubtype === subtype);
}

/** Whether `Accept` or `Content-Type` names one of the media types that come in parts; `*` names none. */
export function namesIncremental(header: string | null): boolean {
  return header !== null && /multipart\/mixed|text\/event-stream/i.test(header);
}
