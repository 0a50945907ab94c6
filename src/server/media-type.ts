/** What a JSON answer may be called. */
export type JsonMediaType = 'application/graphql-response+json' | 'application/json';

const jsonMediaTypes: readonly JsonMediaType[] = ['application/graphql-response+json', 'application/json'];

/**
 * The media type for an `Accept` header, chosen as Yoga does: the first one listed wins, `*` stands for
 * application/json. Null where JSON is not accepted.
 */
export function chooseMediaType(accept: string | null): JsonMediaType | null {
  if (accept === null || accept === '' || accept === '*/*') return 'application/json';
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
