import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import type { AdaptedOperation } from '../federation/adapt-operation.ts';
import type { OperationPlan } from '../planner/plan.ts';
import type { PlanPrices } from '../planner/plan-prices.ts';
import { fragmentsOf } from '../planner/read-selection.ts';
import { findPageSizes, type PageSizes } from './document-limits.ts';
import { VariableCoercer, type Variables } from './execution/coerce-variables.ts';
import { type CompiledField, compileFields } from './execution/compile.ts';
import { Introspection } from './introspection.ts';
import type { Reword } from './suggest-names.ts';

/** Maximum number of variants that are kept for one operation. */
const maxVariants = 64;

/**
 * An operation for one set of values of its `@include` and `@skip` variables. Its parts are filled in when
 * requests need them.
 */
class OperationVariant {
  /** The root fields, compiled for our executor. */
  fields: readonly CompiledField[] | null = null;
  plan: OperationPlan | null = null;
  prices: PlanPrices | null = null;
}

/** Everything that is the same for all requests with one operation of a document, computed once. */
export class PreparedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  /** Whether the result comes in parts: `@defer` and `@stream` have an effect. */
  readonly isIncremental: boolean;
  readonly pageSizes: PageSizes;
  /** Null if the operation has no introspection fields. */
  readonly introspection: Introspection | null;
  /** The operation in the planner's form. */
  adapted: AdaptedOperation | null = null;
  /** Names of the variables that decide what is selected. */
  readonly #switches: readonly string[];
  readonly #coercer: VariableCoercer;
  readonly #variants = new Map<string, OperationVariant>();

  /** @param options `reword` changes the messages of errors about variables; without it they are graphql-js's own. */
  constructor(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    { isIncremental = false, reword }: { readonly isIncremental?: boolean; readonly reword?: Reword } = {},
  ) {
    this.schema = schema;
    this.document = document;
    this.operation = operation;
    this.fragments = fragmentsOf(document);
    this.isIncremental = isIncremental;
    this.pageSizes = findPageSizes(document);
    this.introspection = Introspection.of(schema, this.fragments, operation);
    this.#switches = switchVariables(document);
    this.#coercer = new VariableCoercer(schema, operation, reword);
  }

  coerceVariables(given: Variables): ReturnType<VariableCoercer['coerce']> {
    return this.#coercer.coerce(given);
  }

  get variantCount(): number {
    return this.#variants.size;
  }

  /** @param variables Coerced. */
  variant(variables: Variables): OperationVariant {
    let key = '';
    // Values other than true and false are errors, which the executor reports.
    for (const name of this.#switches)
      key += variables[name] === true ? '1' : variables[name] === false ? '0' : '-';
    let variant = this.#variants.get(key);
    if (!variant) {
      if (this.#variants.size >= maxVariants) this.#variants.clear();
      variant = new OperationVariant();
      this.#variants.set(key, variant);
    }
    return variant;
  }

  /** @param variables Coerced. */
  compiledFields(variables: Variables): readonly CompiledField[] {
    const variant = this.variant(variables);
    variant.fields ??= compileFields(this.schema, this.fragments, this.operation, variables);
    return variant.fields;
  }
}

/** Names of the variables that decide what is selected. */
function switchVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== 'include' && name.value !== 'skip') return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names].sort();
}
