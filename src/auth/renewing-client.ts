import { GatewayError } from '../errors.ts';
import type { SessionLogin } from '../request/request-context.ts';
import type { ClioClient } from '../rest/types.ts';

/**
 * A client for the calls of one request with a session: if Clio rejects the token, it is renewed and the call
 * is sent again. Writes too, because Clio has not made a write whose token it rejected.
 */
export function renewingClient(client: ClioClient, login: SessionLogin | undefined): ClioClient {
  if (login === undefined) return client;
  return {
    budget: () => client.budget(login.token),
    async send(call, context) {
      const { token } = login;
      try {
        return await client.send(call, { ...context, token });
      } catch (error) {
        const rejected = error instanceof GatewayError && error.code === 'UNAUTHENTICATED' && error.clio;
        if (!rejected) throw error;
        return client.send(call, { ...context, token: await login.renew(token) });
      }
    },
  };
}
