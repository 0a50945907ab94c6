import { serverAudits } from 'graphql-http';
import { describe, expect, it } from 'vitest';
import { forAllTests } from '../support/for-all-tests.ts';
import { startSmallServer } from '../support/gateways/start-small-server.ts';

const gateway = forAllTests(() => startSmallServer());

describe('the GraphQL-over-HTTP audit', () => {
  const audits = serverAudits({ url: () => `${gateway.url}/graphql` });

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))(
    '%s %s',
    async (_id, _name, audit) => {
      const result = await audit.fn();
      expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok');
    },
  );
});
