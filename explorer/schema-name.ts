import { Kind, parse, visit } from 'graphql';
import { lowerFirst, upperFirst } from '../src/catalog/letter-case.ts';
import { readOptions } from './options.ts';

const { schemaPrefix = '' } = readOptions();

/** Types that keep their names under a prefix. */
const unprefixed = /^(ID|Int|Float|String|Boolean|Date|DateTime|Decimal|URL|JSON|File|PageInfo|_\w+)$/;

/** Adds the served schema's prefix to root fields and types of an operation; keeps comments. */
export function asServed(query: string): string {
  if (schemaPrefix === '') return query;
  const names: { readonly start: number; readonly served: (plain: string) => string }[] = [];
  visit(parse(query), {
    [Kind.OPERATION_DEFINITION]({ selectionSet }) {
      for (const field of selectionSet.selections) {
        if (field.kind === Kind.FIELD && field.name.loc && !field.name.value.startsWith('_'))
          names.push({ start: field.name.loc.start, served: rootFieldName });
      }
    },
    [Kind.NAMED_TYPE]({ name }) {
      if (name.loc && !unprefixed.test(name.value))
        names.push({ start: name.loc.start, served: (plain) => schemaPrefix + plain });
    },
  });
  names.sort((a, b) => b.start - a.start);
  let served = query;
  for (const { start, served: nameOf } of names)
    served = served.slice(0, start) + nameOf(served.slice(start));
  return served;
}

/** A root field's name in the served schema. */
export function servedRootField(plain: string): string {
  return schemaPrefix === '' ? plain : rootFieldName(plain);
}

function rootFieldName(plain: string): string {
  return lowerFirst(schemaPrefix + upperFirst(plain));
}
