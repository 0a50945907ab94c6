import {
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type SelectionSetNode,
  type ValueNode,
  visit,
} from 'graphql';
import type { Config } from '../config/types.ts';
import { badInput, GatewayError } from '../errors.ts';
import { fragmentsOf } from '../planner/read-selection.ts';
import { maxNesting, nestedTooDeeply } from './parse-document.ts';

/** The limits of a document. A fragment counts at each position where it is spread. */
export type DocumentLimits = Pick<
  Config,
  'maxTokens' | 'maxDepth' | 'maxAliases' | 'maxFields' | 'maxPageSize'
>;

interface Extent {
  readonly depth: number;
  readonly aliases: number;
  readonly fields: number;
  /** Selection sets in each other. */
  readonly levels: number;
}

const nothing: Extent = { depth: 0, aliases: 0, fields: 0, levels: 0 };

/**
 * Measures a document before it is validated, so that a hostile one costs little time. Takes time in
 * proportion to the document's length, although its fragments can select millions of fields.
 *
 * @throws GatewayError `QUERY_TOO_COMPLEX`
 */
export function checkDocument(document: DocumentNode, limits: DocumentLimits): void {
  const fragments = fragmentsOf(document);
  const known = new Map<string, Extent>();

  /** @param above The number of selection sets around it. */
  function measure({ selections }: SelectionSetNode, above: number): Extent {
    if (above >= maxNesting) throw nestedTooDeeply();
    let { depth, aliases, fields, levels } = nothing;
    for (const selection of selections) {
      let below = nothing;
      if (selection.kind === Kind.FIELD) {
        if (selection.selectionSet) below = measure(selection.selectionSet, above + 1);
        depth = Math.max(depth, below.depth + 1);
        aliases += selection.alias ? 1 : 0;
        fields += 1;
      } else {
        below =
          selection.kind === Kind.INLINE_FRAGMENT
            ? measure(selection.selectionSet, above + 1)
            : measureFragment(selection.name.value, above + 1);
        depth = Math.max(depth, below.depth);
      }
      aliases += below.aliases;
      fields += below.fields;
      levels = Math.max(levels, below.levels);
    }
    return { depth, aliases, fields, levels: levels + 1 };
  }

  function measureFragment(name: string, above: number): Extent {
    const extent = known.get(name);
    if (extent) {
      if (above + extent.levels > maxNesting) throw nestedTooDeeply();
      return extent;
    }
    // Stops at a fragment that contains itself; validation reports it.
    known.set(name, nothing);
    const fragment = fragments[name];
    const measured = fragment ? measure(fragment.selectionSet, above) : nothing;
    known.set(name, measured);
    return measured;
  }

  for (const definition of document.definitions) {
    // Validation also reads fragments that no operation uses.
    if (definition.kind === Kind.FRAGMENT_DEFINITION) measureFragment(definition.name.value, 0);
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { depth, aliases, fields } = measure(definition.selectionSet, 0);
    if (depth > limits.maxDepth) throw tooMuch('is nested', depth, 'levels deep', limits.maxDepth);
    if (aliases > limits.maxAliases) throw tooMuch('has', aliases, 'aliases', limits.maxAliases);
    if (fields > limits.maxFields) throw tooMuch('asks for', fields, 'fields', limits.maxFields);
  }
}

function tooMuch(verb: string, count: number, what: string, most: number): GatewayError {
  return new GatewayError(
    'QUERY_TOO_COMPLEX',
    `The operation ${verb} ${count} ${what}, and at most ${most} are allowed. Split it, or ask for less.`,
  );
}

/** The page sizes of a document. */
export interface PageSizes {
  /** Names of the variables that are page sizes. */
  readonly variables: readonly string[];
  /** The largest literal in the document. */
  readonly largest: number;
}

/**
 * Checks the page sizes of a request, including those in its variables.
 *
 * @param variables As the client sent them.
 * @throws GatewayError `QUERY_TOO_COMPLEX`
 */
export function checkPageSizes(
  sizes: PageSizes,
  variables: Readonly<Record<string, unknown>>,
  maxPageSize: number,
): void {
  let { largest } = sizes;
  for (const name of sizes.variables) {
    const value = variables[name];
    if (typeof value === 'number' && value > largest) largest = value;
  }
  if (largest <= maxPageSize) return;
  throw new GatewayError(
    'QUERY_TOO_COMPLEX',
    `A page of ${largest} records is asked for, and at most ${maxPageSize} are allowed. Ask for a smaller one and go on with its endCursor.`,
  );
}

/**
 * Checks the number of values in the variables of a request. The limit is that of a document's tokens.
 *
 * @param variables As the client sent them.
 * @throws GatewayError `QUERY_TOO_COMPLEX`
 */
export function checkValues(variables: Readonly<Record<string, unknown>>, most: number): void {
  let count = 0;
  // Not recursive, because the client chooses the depth.
  const pending: unknown[] = [variables];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null) continue;
    const inner = Array.isArray(value) ? value : Object.values(value);
    count += inner.length;
    if (count > most) {
      throw new GatewayError(
        'QUERY_TOO_COMPLEX',
        `The variables have more than ${most} values. Split the operation, or send shorter lists.`,
      );
    }
    for (const one of inner) if (typeof one === 'object') pending.push(one);
  }
}

/**
 * Checks the variables that are an `initialCount` of `@stream`. Validation checks literals.
 *
 * @throws GatewayError `BAD_USER_INPUT`
 */
export function checkInitialCounts(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  visit(document, {
    Directive(directive) {
      const value = initialCountOf(directive);
      if (value?.kind !== Kind.VARIABLE) return;
      const count = variables[value.name.value];
      if (count !== null && !(typeof count === 'number' && count < 0)) return;
      throw badInput('The initialCount of "@stream" must be 0 or more.');
    },
  });
}

/** The `initialCount` of a `@stream`. */
export function initialCountOf({ name, arguments: given = [] }: DirectiveNode): ValueNode | undefined {
  if (name.value !== 'stream') return undefined;
  return given.find((argument) => argument.name.value === 'initialCount')?.value;
}

/** Finds the page sizes that a document names, and the variables for them. */
export function findPageSizes(document: DocumentNode): PageSizes {
  const variables = new Set<string>();
  const defaults: [variable: string, size: number][] = [];
  let largest = 0;
  visit(document, {
    VariableDefinition({ variable, defaultValue }) {
      if (defaultValue?.kind === Kind.INT) defaults.push([variable.name.value, Number(defaultValue.value)]);
    },
    Argument({ name, value }) {
      if (name.value !== 'first' && name.value !== 'last') return;
      if (value.kind === Kind.VARIABLE) variables.add(value.name.value);
      else if (value.kind === Kind.INT) largest = Math.max(largest, Number(value.value));
    },
  });
  for (const [variable, size] of defaults) if (variables.has(variable)) largest = Math.max(largest, size);
  return { variables: [...variables], largest };
}
