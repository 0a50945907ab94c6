import { Kind, parse, visit } from 'graphql';
import { readOptions } from './options.ts';

const { schemaPrefix = '' } = readOptions();

/** An operation of this page with the prefix of the served schema on its root fields; comments stay. */
export function asServed(query: string): string {
  if (schemaPrefix === '') return query;
  const starts: number[] = [];
  visit(parse(query), {
    [Kind.OPERATION_DEFINITION]({ selectionSet }) {
      for (const field of selectionSet.selections)
        if (field.kind === Kind.FIELD && field.loc) starts.push(field.loc.start);
      return false;
    },
  });
  let served = query;
  for (const start of starts.reverse()) {
    const name = served.slice(start);
    served = `${served.slice(0, start)}${rootFieldName(name)}`;
  }
  return served;
}

function rootFieldName(plain: string): string {
  const named = schemaPrefix + plain.charAt(0).toUpperCase() + plain.slice(1);
  return named.charAt(0).toLowerCase() + named.slice(1);
}
