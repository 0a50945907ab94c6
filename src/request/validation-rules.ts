import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import {
  type ASTVisitor,
  type DirectiveNode,
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  SingleFieldSubscriptionsRule,
  specifiedRules,
  type ValidationRule,
} from 'graphql';
import { initialCountOf } from './document-limits.ts';

/** Allows `@idempotent` only on mutations. Elsewhere it has no effect. */
const idempotentRule: ValidationRule = (context) => ({
  Field(field) {
    const directive = field.directives?.find((one) => one.name.value === 'idempotent');
    if (!directive || context.getParentType() === context.getSchema().getMutationType()) return;
    const message = `Directive "@idempotent" may only be used on mutations; "${field.name.value}" is not a mutation.`;
    context.reportError(new GraphQLError(message, { nodes: directive }));
  },
});

/** Rejects a negative `initialCount`. */
const initialCountRule: ValidationRule = (context) => ({
  Directive(directive) {
    const value = initialCountOf(directive);
    if (value?.kind !== Kind.INT || Number(value.value) >= 0) return;
    const message = 'The initialCount of "@stream" must be 0 or more.';
    context.reportError(new GraphQLError(message, { nodes: value }));
  },
});

/**
 * graphql-js's rule without its bug: it fails if a variable decides whether the field of a subscription is
 * included. The specification of 2025 forbids such variables.
 */
const oneFieldRule: ValidationRule = (context) => {
  const { OperationDefinition: check } = SingleFieldSubscriptionsRule(context) as {
    OperationDefinition(node: OperationDefinitionNode): void;
  };

  function findSwitch({ selections }: SelectionSetNode, seen: Set<string>): DirectiveNode | undefined {
    for (const selection of selections) {
      let found = selection.directives?.find(({ name }) => name.value === 'skip' || name.value === 'include');
      if (selection.kind === Kind.INLINE_FRAGMENT) found ??= findSwitch(selection.selectionSet, seen);
      else if (selection.kind === Kind.FRAGMENT_SPREAD && !seen.has(selection.name.value)) {
        const fragment = context.getFragment(selection.name.value);
        seen.add(selection.name.value);
        if (fragment) found ??= findSwitch(fragment.selectionSet, seen);
      }
      if (found) return found;
    }
    return undefined;
  }

  const visitor: ASTVisitor = {
    OperationDefinition(node) {
      const { operation, name, selectionSet } = node;
      if (operation !== OperationTypeNode.SUBSCRIPTION) return;
      const found = findSwitch(selectionSet, new Set());
      if (!found) return check(node);
      const which = name ? `Subscription "${name.value}"` : 'Anonymous Subscription';
      const message = `${which} must not use \`@skip\` or \`@include\` directives in the top level selection.`;
      context.reportError(new GraphQLError(message, { nodes: found }));
    },
  };
  return visitor;
};

/**
 * If introspection is off, `_service` must not show the schema either: it is introspection for federation
 * routers.
 */
const noServiceRule: ValidationRule = (context) => ({
  Field(field) {
    if (field.name.value !== '_service') return;
    const message =
      'GraphQL introspection has been disabled, but the requested query contained the field "_service".';
    context.reportError(new GraphQLError(message, { nodes: field }));
  },
});

/**
 * The rules that documents are validated with.
 *
 * @param incremental Whether the document has `@defer` or `@stream`: some of GraphQL's own rules are then
 * replaced.
 */
export function validationRules({
  introspection,
  incremental,
}: {
  readonly introspection: boolean;
  readonly incremental: boolean;
}): readonly ValidationRule[] {
  const given = incremental ? incrementalRules() : specifiedRules;
  const rules = given.map((rule) => (rule === SingleFieldSubscriptionsRule ? oneFieldRule : rule));
  rules.push(idempotentRule);
  if (incremental) rules.push(initialCountRule);
  if (!introspection) rules.push(NoSchemaIntrospectionCustomRule, noServiceRule);
  return rules;
}

/** Yoga offers these rules only as a plugin. */
function incrementalRules(): ValidationRule[] {
  const params: { rules: readonly ValidationRule[] } = { rules: specifiedRules };
  const added: ValidationRule[] = [];
  const payload = { params, addValidationRule: (rule: ValidationRule) => void added.push(rule) };
  const { onValidate } = useDeferStream();
  onValidate?.(payload as Parameters<typeof onValidate>[0]);
  return [...params.rules, ...added];
}
