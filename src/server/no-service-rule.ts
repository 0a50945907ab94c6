import { GraphQLError, type ValidationRule } from 'graphql';

/** Where introspection is off, `_service` must not tell the schema either: it is introspection for federation routers. */
export const noServiceRule: ValidationRule = (context) => ({
  Field(field) {
    if (field.name.value !== '_service') return;
    const message =
      'GraphQL introspection has been disabled, but the requested query contained the field "_service".';
    context.reportError(new GraphQLError(message, { nodes: field }));
  },
});
