import { GraphQLError, type ValidationRule } from 'graphql';

/** `@idempotent` belongs to mutations: anywhere else it would promise what is not kept. */
export const idempotentRule: ValidationRule = (context) => ({
  Field(field) {
    const directive = field.directives?.find((one) => one.name.value === 'idempotent');
    if (!directive || context.getParentType() === context.getSchema().getMutationType()) return;
    const message = `Directive "@idempotent" may only be used on mutations; "${field.name.value}" is none.`;
    context.reportError(new GraphQLError(message, { nodes: directive }));
  },
});
