import { GatewayError } from '../errors.ts';
import type { ListEndpoint } from './field-endpoints.ts';

type Values = Readonly<Record<string, unknown>>;

/** No page of the list: it takes no call. */
const nothing: Values = { first: 0 };

/** Where a run keeps what a search found of one kind. No response key has a colon. */
export function searchKey(responseKey: string, type: string): string {
  return `${responseKey}:${type}`;
}

/** The kinds that a search looks in, each once. */
export function searchedTypes({ types }: Values): readonly string[] {
  return [...new Set((types ?? ['CONTACT', 'MATTER', 'DOCUMENT', 'TASK']) as readonly string[])];
}

/** Turns the arguments of `search` into those of the list of one kind. */
export function searchArguments(type: string, { operation }: ListEndpoint): (values: Values) => Values {
  const takesNumber = operation.query.query?.type === 'integer';
  return (values) => {
    if (!searchedTypes(values).includes(type)) return nothing;
    const text = String(values.query).trim();
    if (text === '') throw new GatewayError('BAD_USER_INPUT', 'The query of a search must not be blank.');
    if (takesNumber && !/^\d{1,9}$/.test(text)) return nothing;
    return { first: values.first ?? 5, filter: { query: takesNumber ? Number(text) : text } };
  };
}
