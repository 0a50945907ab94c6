import type { Catalog } from '../catalog/catalog.ts';
import { clioId, parseGlobalId } from '../catalog/ids.ts';
import type { Args } from './argument-values.ts';
import { bindParameters } from './bind-arguments.ts';
import { bindListArguments } from './list-arguments.ts';
import type { FieldSelection } from './selection.ts';

/**
 * Checks the arguments of a field that reads, as its run does before it calls. One bad id among those of `nodes(ids:)` does not
 * matter to the others.
 *
 * @throws GatewayError `BAD_USER_INPUT` where the field is refused without a call.
 */
export function checkArguments(catalog: Catalog, field: FieldSelection, args: Args): void {
  switch (field.kind) {
    case 'byId': {
      const { endpoint } = field;
      if (endpoint.type !== null) clioId(catalog, 'id', String(args.id), [endpoint.type]);
      else if (!endpoint.many) parseGlobalId(catalog, 'id', String(args.id));
      if (endpoint.operation) bindParameters(catalog, endpoint.operation, args);
      return;
    }
    case 'list':
      bindListArguments(catalog, field, args);
      return;
    case 'record': {
      const { operation, parent } = field.endpoint;
      const types = operation.entity ? [catalog.entity(operation.entity).type] : [];
      for (const name of operation.pathParameters)
        if (name !== parent) clioId(catalog, name, String(args[name]), types);
      bindParameters(catalog, operation, args);
      return;
    }
    default:
  }
}
