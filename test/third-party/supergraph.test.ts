import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { webhooksTo, writeTo } from '../support/ask-sandbox.ts';
import { forAllTests } from '../support/for-all-tests.ts';
import { pullFirmFile } from '../support/gateways/pull-firm-file.ts';
import { startConflictService } from '../support/servers/conflict-service.ts';
import {
  compose,
  type Subgraph,
  startApolloGateway,
  startHiveEngine,
} from '../support/servers/federation-router.ts';
import { startListeningGateway } from '../support/start-listening-gateway.ts';
import { startSandbox } from '../support/start-sandbox.ts';

const plain = {
  names: 'plain names',
  prefix: null,
  contact: 'Contact',
  matter: 'Matter',
  matters: 'matters',
  contactChanged: 'contactChanged',
};
const prefixed = {
  names: 'a prefix',
  prefix: 'Clio',
  contact: 'ClioContact',
  matter: 'ClioMatter',
  matters: 'clioMatters',
  contactChanged: 'clioContactChanged',
};

const file = forAllTests(async () => {
  await using sandbox = await startSandbox();
  return pullFirmFile(sandbox);
});

const engines = [
  { engine: 'Apollo Gateway', startRouter: startApolloGateway, hasSubscriptions: false },
  { engine: 'the engine of Hive Gateway', startRouter: startHiveEngine, hasSubscriptions: true },
];

describe.each([plain, prefixed])(
  'a supergraph with $names',
  ({ prefix, contact, matter, matters, contactChanged }) => {
    let subgraphs: readonly Subgraph[];
    let supergraphSdl: string;

    const running = forAllTests(() =>
      startListeningGateway({
        config: { schemaPrefix: prefix, customFields: file.path },
        sandbox: { limit: 1_000_000 },
      }),
    );
    const conflicts = forAllTests(() =>
      startConflictService({ contact, matter, ownsCommonNames: prefix !== null }),
    );
    beforeAll(async () => {
      const sdl = await (await fetch(`${running.url}/schema.graphql?federation`)).text();
      subgraphs = [
        { name: 'clio', url: `${running.url}/graphql`, sdl },
        { name: 'conflicts', url: conflicts.url, sdl: conflicts.sdl },
      ];
      supergraphSdl = compose(subgraphs);
    });

    it('is also composed by Apollo', () => {
      const { errors } = composeServices(
        subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
      );
      expect(errors).toBeUndefined();
    });

    describe.each(engines)('under $engine', ({ startRouter, hasSubscriptions }) => {
      /** Paths of the REST calls that were made. */
      const calls = (): string[] => running.sandbox.calls.map(({ path }) => path.replace('/api/v4', ''));

      const router = forAllTests(() => startRouter(supergraphSdl));

      beforeEach(() => running.sandbox.resetCalls());

      it('goes from the other subgraph into Clio: contacts and matters by their numbers, one call each', async () => {
        const response = await router.ask(
          '{ conflictChecks { checkId contact { clioId name } matter { displayNumber client { name } } } }',
          { token: running.sandbox.tokens.owner },
        );
        expect(response.errors).toBeUndefined();
        expect(response.data?.conflictChecks).toEqual([
          {
            checkId: 'check-1',
            contact: { clioId: '1', name: expect.any(String) },
            matter: { displayNumber: expect.any(String), client: { name: expect.any(String) } },
          },
          {
            checkId: 'check-2',
            contact: { clioId: '3', name: expect.any(String) },
            matter: { displayNumber: expect.any(String), client: { name: expect.any(String) } },
          },
          {
            checkId: 'check-3',
            contact: { clioId: '1', name: expect.any(String) },
            matter: { displayNumber: expect.any(String), client: { name: expect.any(String) } },
          },
        ]);
        expect(calls().sort()).toEqual([
          '/contacts.json?fields=id,name&ids[]=1&ids[]=3',
          '/matters.json?fields=id,client{id,name},display_number&ids[]=2&ids[]=4&ids[]=5',
        ]);
      });

      it('goes from Clio into the other subgraph', async () => {
        const response = await router.ask(
          `{ ${matters}(first: 2) { nodes { displayNumber client { clioId conflictChecks { note } } } } }`,
          { token: running.sandbox.tokens.owner },
        );
        expect(response.errors).toBeUndefined();
        const { nodes = [] } = (response.data?.[matters] ?? {}) as {
          nodes?: { client: { clioId: string; conflictChecks: unknown[] } }[];
        };
        expect(nodes).toHaveLength(2);
        for (const { client } of nodes)
          expect(client.conflictChecks).toHaveLength({ '1': 2, '3': 1 }[client.clioId] ?? 0);
        expect(calls()).toEqual(['/matters.json?fields=id,client{id},display_number&limit=2&order=id(asc)']);
      });

      it('passes another subgraph the fields that it requires, and leaves it the fields that it has overridden', async () => {
        const response = await router.ask(
          `{ ${matters}(first: 1) { nodes { client { searchTerms initials } } } }`,
          {
            token: running.sandbox.tokens.owner,
          },
        );
        expect(response.errors).toBeUndefined();
        const { client } = [...running.sandbox.records('Matter').values()][0] as { client: { id: number } };
        const { name } = running.sandbox.records('Contact').get(client.id) as { name: string };
        expect(response.data).toEqual({
          [matters]: {
            nodes: [{ client: { searchTerms: name.toLowerCase().split(' '), initials: `own-${client.id}` } }],
          },
        });
        expect(calls()).toEqual(['/matters.json?fields=id,client{id,name}&limit=1&order=id(asc)']);
      });

      it('has the fields of the firm, with enums in filters and results', async () => {
        const response = await router.ask(
          `{ ${matters}(first: 2, filter: { custom: { court: { eq: SUPERIOR } } }) { nodes { custom { court opposingCounsel { clioId } } } } }`,
          { token: running.sandbox.tokens.owner },
        );
        expect(response.errors).toBeUndefined();
        const { nodes = [] } = (response.data?.[matters] ?? {}) as {
          nodes?: { custom: { court: string } }[];
        };
        expect(nodes.map(({ custom }) => custom.court)).toEqual(['SUPERIOR', 'SUPERIOR']);
        expect(calls()).toHaveLength(1);
      });

      if (hasSubscriptions)
        it('sends changes, with what the other subgraph adds to the record', async () => {
          const { sandbox, url } = running;
          const { owner: token } = sandbox.tokens;
          const messages = await router.subscribe?.(
            `subscription { ${contactChanged}(id: 1) { event id contact { title conflictChecks { note } } } }`,
            { token },
          );
          const first = messages?.next();
          const isEnabled = (): boolean =>
            webhooksTo(sandbox, url).some(({ status }) => status === 'enabled');
          await expect.poll(isEnabled).toBe(true);
          await writeTo(sandbox, 'PATCH', '/contacts/1.json', { title: 'Changed' });
          const change = {
            event: 'UPDATED',
            id: 'Contact:1',
            contact: {
              title: 'Changed',
              conflictChecks: [{ note: expect.any(String) }, { note: expect.any(String) }],
            },
          };
          expect((await first)?.value).toEqual({ data: { [contactChanged]: change } });
          await messages?.return?.();
        });

      it('passes on the client’s own token, and returns errors with their paths', async () => {
        const response = await router.ask('{ conflictChecks { contact { name } } }', {
          token: running.sandbox.tokens.expired,
        });
        const none = { contact: { name: null } };
        const { data, errors = [] } = response;
        expect([data, errors[0]?.extensions?.code ?? errors[0]]).toEqual([
          { conflictChecks: [none, none, none] },
          'UNAUTHENTICATED',
        ]);
      });
    });
  },
);
