import type { PermissionFinder } from '../catalog/permissions.ts';
import { GatewayError } from '../errors.ts';
import type { Call } from './types.ts';

/**
 * Adds the access permissions that the call requires to the error of a rejection (403). Clio's own message
 * does not name them, and does not say whether the application or the user's role lacks one. Other errors are
 * returned unchanged.
 */
export function namePermissions(
  error: GatewayError,
  { method, path }: Call,
  permissionsOf: PermissionFinder,
): GatewayError {
  const permissions = error.code === 'FORBIDDEN' && error.clio ? permissionsOf(method, path) : null;
  if (!permissions) return error;
  const names = permissions.map(({ name, access }) => `${name} (${access})`).join(', ');
  const what =
    permissions.length === 1 ? `the access permission ${names}` : `the access permissions ${names}`;
  const message = `Clio does not allow this to this login. The application needs ${what}, and the user needs a role that may do this. Ask a Clio administrator to grant the permission, then authorize the application again.`;
  return new GatewayError('FORBIDDEN', message, { clio: error.clio, permissions, cause: error });
}
