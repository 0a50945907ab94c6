import type { Catalog } from '../catalog/catalog.ts';
import type { Args } from './argument-values.ts';
import { bindParameters } from './bind-arguments.ts';
import { bindListArguments } from './list-arguments.ts';
import { bindRecord, namedRecords } from './record-arguments.ts';
import type { FieldSelection } from './selection.ts';

/**
 * Checks the arguments of a field that reads, as its run does before it calls. One bad id among those of `nodes(ids:)` does not
 * matter to the others.
 *
 * @throws GatewayError `BAD_USER_INPUT` where the field is refused without a call.
 */
export function checkArguments(catalog: Catalog, field: FieldSelection, args: Args): void {
  switch (field.kind) {
    case 'byId':
      namedRecords(catalog, field, args);
      if (field.endpoint.operation) bindParameters(catalog, field.endpoint.operation, args);
      return;
    case 'list':
      bindListArguments(catalog, field, args);
      return;
    case 'record':
      bindRecord(catalog, field, args, null);
      return;
    default:
  }
}
