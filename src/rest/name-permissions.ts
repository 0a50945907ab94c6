import type { PermissionFinder } from '../catalog/permissions.ts';
import { GatewayError } from '../errors.ts';
import type { ClioClient } from './types.ts';

/**
 * A client whose refusals (403) say which access permissions Clio wants for the call. Clio's own words do not tell, nor
 * whether it was the application that lacked one or the user's role.
 */
export function namePermissions(client: ClioClient, permissionsOf: PermissionFinder): ClioClient {
  return {
    ...client,
    send: (call, context) =>
      client.send(call, context).catch((error: unknown) => {
        if (!(error instanceof GatewayError) || error.code !== 'FORBIDDEN' || !error.clio) throw error;
        const permissions = permissionsOf(call.method, call.path);
        if (!permissions) throw error;
        const names = permissions.map(({ name, access }) => `${name} (${access})`).join(', ');
        const what =
          permissions.length === 1 ? `the access permission ${names}` : `the access permissions ${names}`;
        const message = `Clio does not allow this to this login. It takes ${what} for the application and a role of the user that may do this. Have what is missing given in Clio, then sign in again.`;
        throw new GatewayError('FORBIDDEN', message, { clio: error.clio, permissions, cause: error });
      }),
  };
}
