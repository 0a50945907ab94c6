import type { PermissionFinder } from '../catalog/permissions.ts';
import { GatewayError } from '../errors.ts';
import type { ClioClient } from './types.ts';

/**
 * A client whose refusals (403) name the access permissions that Clio requires for the call. Clio's own message does not name them, nor
 * does it say whether the application or the user's role lacks one.
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
        const message = `Clio does not allow this to this login. The application needs ${what}, and the user needs a role that may do this. Ask a Clio administrator to grant the permission, then sign in again.`;
        throw new GatewayError('FORBIDDEN', message, { clio: error.clio, permissions, cause: error });
      }),
  };
}
