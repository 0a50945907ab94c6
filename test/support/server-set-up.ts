import type { ServerOptions } from '../../src/server/server.ts';

/**
 * The server's inner workings under test. `vitest.config.ts` runs what a client can see once more with
 * `TEST_SERVER=standard`: with Yoga's own server and executor in place of our shorter ways.
 */
export const serverSetUp: Pick<ServerOptions, 'entrance' | 'executor'> =
  process.env.TEST_SERVER === 'standard'
    ? { entrance: 'fetch', executor: 'standard' }
    : { entrance: 'direct', executor: 'compiled' };
