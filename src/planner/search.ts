import type { GraphQLArgument } from 'graphql';
import { badInput } from '../errors.ts';
import type { Args } from './argument-values.ts';
import type { ListEndpoint } from './field-endpoints.ts';

type Definition = { readonly args: readonly GraphQLArgument[] };

/** An empty page, which takes no call. */
const nothing: Args = { first: 0 };

/** The slot for a search's results of one kind. Response keys have no colon. */
export function searchKey(responseKey: string, type: string): string {
  return `${responseKey}:${type}`;
}

/** The kinds that a search covers, each once. */
export function searchedTypes(search: Definition, args: Args): readonly string[] {
  return [...new Set(argumentOf(search, args, 'types') as readonly string[])];
}

/** Turns the arguments of a search into those of one kind's list. */
export function searchArguments(
  search: Definition,
  type: string,
  { operation }: ListEndpoint,
): (args: Args) => Args {
  const takesNumber = operation.query.query?.type === 'integer';
  return (args) => {
    if (!searchedTypes(search, args).includes(type)) return nothing;
    const text = String(args.query).trim();
    if (text === '') throw badInput('The query of a search must not be blank.');
    if (takesNumber && !/^\d{1,9}$/.test(text)) return nothing;
    const query = takesNumber ? Number(text) : text;
    return { first: argumentOf(search, args, 'first'), filter: { query } };
  };
}

/** An explicit null means the default. */
function argumentOf(search: Definition, values: Args, name: string): unknown {
  return values[name] ?? search.args.find((one) => one.name === name)?.defaultValue;
}
