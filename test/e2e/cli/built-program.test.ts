import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { RawRecord } from '../../../src/sandbox/record.ts';
import type { WebhookDelivery } from '../../../src/sandbox/webhooks.ts';
import { type Messages, subscribeSse } from '../../support/clients/subscribe.ts';
import { startFleet } from '../../support/gateways/start-fleet.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { buildProgram, programFile as program } from '../../support/programs/build-program.ts';
import { runProgram } from '../../support/programs/run-program.ts';
import { Balancer } from '../../support/servers/balancer.ts';
import { hasRedis, withRedis } from '../../support/servers/redis-server.ts';
import { startCollector } from '../../support/servers/trace-collector.ts';
import { startGateway } from '../../support/start-gateway.ts';

beforeAll(buildProgram);

describe('the built program', () => {
  it('does not load the sandbox, or packages that few need, at start', async () => {
    const atStart = new Set(['program.js']);
    const packages: string[] = [];
    const modules: string[] = [];
    for (const file of atStart) {
      const code = await readFile(join(dirname(program), file), 'utf8');
      // esbuild puts the path of each module in front of its code.
      modules.push(...[...code.matchAll(/^\s*\/\/ (\S+\.[cm]?[jt]s)$/gm)].map(([, path = '']) => path));
      for (const [, imported = ''] of code.matchAll(/^(?:import|export) ?(?:[^"'()]* from )?"([^"]+)";$/gm)) {
        if (imported.startsWith('./')) atStart.add(imported.slice(2));
        else if (!isBuiltin(imported)) packages.push(imported);
      }
    }
    expect(packages).toEqual([]);
    expect(modules).toContain('src/gateway/gateway.ts');
    expect(
      modules.filter((path) => /^src\/(sandbox|mcp)\/|undici\/lib\/(mock|web\/fetch)\/index/.test(path)),
    ).toEqual([]);
  });

  it('serves data from the sandbox, GraphiQL and the SDL, and exits with 0', async () => {
    await using cli = await runProgram([program, 'serve'], { PORT: '0' });
    const [, url] = await cli.until(/listening on (http:\S+)\/graphql/);

    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ matters(first: 1) { nodes { id client { name } } } }' }),
    });
    expect(await response.json()).toEqual({
      data: { matters: { nodes: [{ id: 'Matter:1', client: { name: expect.any(String) } }] } },
    });

    const page = await fetch(`${url}/graphql`, { headers: { accept: 'text/html' } });
    const [, script = ''] = (await page.text()).match(/<script[^>]* src="([^"]+)"/) ?? [];
    expect((await fetch(new URL(script, `${url}/graphql`))).status).toBe(200);
    expect(await (await fetch(`${url}/schema.graphql`)).text()).toContain('type Matter implements Node');

    cli.child.kill('SIGTERM');
    expect(await cli.ended()).toBe(0);
  });

  it('closes a WebSocket after a message that is larger than MAX_BODY_BYTES, and logs nothing about it', async () => {
    const settings = { PORT: '0', MAX_BODY_BYTES: '1kb', LOG_LEVEL: 'silent' };
    await using cli = await runProgram([program, 'serve'], settings);
    const [, url = ''] = await cli.until(/listening on (http:\S+)\/graphql/);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    const written = cli.output();
    socket.send('x'.repeat(5_000));
    expect(await once(socket, 'close')).toEqual([1009, expect.anything()]);
    expect((await fetch(`${url}/graphql?query={viewer{id}}`)).status).toBe(200);
    expect(cli.output()).toBe(written);
  });

  it('sends traces to a collector, the last ones when it ends', async () => {
    await using collector = await startCollector();
    await using cli = await runProgram([program, 'serve'], {
      PORT: '0',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_SERVICE_NAME: 'clio-of-the-firm',
    });
    const [, url] = await cli.until(/listening on (http:\S+)\/graphql/);
    await fetch(`${url}/graphql?query=${encodeURIComponent('{viewer{name}}')}`);
    cli.child.kill('SIGTERM');
    expect(await cli.ended()).toBe(0);
    expect(collector.spans.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['query', 'plan', 'GET /users/who_am_i.json']),
    );
    expect(collector.resource).toMatchObject({ 'service.name': 'clio-of-the-firm' });
  });

  it('runs the sandbox and resets it', async () => {
    await using cli = await runProgram([program, 'sandbox', '--port', '0']);
    const [, url] = await cli.until(/(http:\S+\/api\/v4)/);
    expect((await fetch(`${url}/users/who_am_i.json`)).status).toBe(401);
    const [, port = ''] = await cli.until(/sandbox reset --port (\d+)/);
    await using reset = await runProgram([program, 'sandbox', 'reset', '--port', port]);
    expect([await reset.ended(), reset.output()]).toEqual([0, expect.stringContaining('original data')]);
    await using wrong = await runProgram([program, 'sandbox', 'reset', '--port', '1']);
    expect([await wrong.ended(), wrong.output()]).toEqual([1, expect.stringContaining('No sandbox')]);
  });
});

describe.runIf(hasRedis)(withRedis('one of two gateways that is killed'), () => {
  it.each(['made', 'joined'])(
    'and %s the webhook leaves it to the other, which loses no change',
    async (part) => {
      using balancer = new Balancer();
      const webhookUrl = await balancer.listen();
      const clock = manualClock(Date.now());
      const config = { subscriptionBatchMs: 0, webhookUrl };
      await using fleet = await startFleet({
        gateways: 1,
        config,
        clock,
        sandbox: { clock: Date.now, webhooks: { retryMs: 50, retries: 12 } },
      });
      const { sandbox, redis } = fleet;
      const { owner: token } = sandbox.tokens;
      const { url } = await fleet.gateways[0].listen();
      await using killed = await runProgram([program, 'serve'], {
        PORT: '0',
        CLIO_BASE_URL: sandbox.baseUrl,
        REDIS_URL: redis.url,
        REDIS_TIMEOUT_MS: '5000',
        WEBHOOK_URL: webhookUrl,
        SUBSCRIPTION_BATCH_MS: '20',
      });
      const [, killedUrl = ''] = await killed.until(/listening on (http:\S+)\/graphql/);
      balancer.leadTo([killedUrl]);
      let changes = 0;
      const change = async (id: number): Promise<object> => {
        changes += 1;
        const location = `Box ${changes}`;
        const response = await fetch(`${sandbox.baseUrl}/matters/${id}.json`, {
          method: 'PATCH',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ data: { location } }),
        });
        expect(response.status).toBe(200);
        return { id: `Matter:${id}`, missed: false, at: expect.any(String), matter: { location } };
      };
      const hooks = (): RawRecord[] =>
        [...sandbox.records('Webhook').values()].filter((hook) => String(hook.url).startsWith(webhookUrl));
      const query =
        'subscription ($id: ID, $since: DateTime) { matterChanged(id: $id, since: $since) { id missed at matter { location } } }';
      const subscribe = (to: string): Promise<Messages> => subscribeSse(to, query, { token });
      const order = part === 'made' ? [killedUrl, url] : [url, killedUrl];
      const [one, other] = [await subscribe(order[0] ?? ''), await subscribe(order[1] ?? '')];
      const [left, kept] = part === 'made' ? [one, other] : [other, one];
      const received: unknown[] = [];
      const reading = (async () => {
        for (let next = await kept.next(); next?.data; next = await kept.next())
          received.push(next.data.matterChanged);
      })();
      const arrive = (expected: readonly object[], stepMs: number): Promise<void> =>
        expect
          .poll(
            () => {
              clock.advance(stepMs);
              return received;
            },
            { timeout: 10_000 },
          )
          .toEqual(expected);
      const expected = [await change(1)];
      await arrive(expected, 1);
      const last = (await left.next())?.data?.matterChanged;
      expect(last).toEqual(expected[0]);

      killed.child.kill('SIGKILL');
      await killed.ended();
      await expect(left.next()).rejects.toThrow();
      expected.push(await change(2));
      // Clio repeats the deliveries that failed, and the load balancer passes them to the gateway that lives.
      const isLost = ({ event, status }: WebhookDelivery): boolean => event === 'updated' && status === null;
      await expect.poll(() => sandbox.webhooks.deliveries.some(isLost)).toBe(true);
      balancer.leadTo([url]);
      await arrive(expected, 1);

      // The lease of the killed gateway expires. Changes that the webhook does not deliver meanwhile are found.
      for (const key of (await redis.dump()).keys())
        if (part === 'made' && key.includes('webhook-lease:')) await redis.command('DEL', key);
      (hooks()[0] as { status: string }).status = 'suspended';
      expected.push({ ...(await change(3)), missed: true });
      clock.advance(600_000);
      await arrive(expected, 1);
      expected.push(await change(4));
      await arrive(expected, 1);
      expect(hooks()).toMatchObject([{ status: 'enabled' }]);
      const expiresAt = Date.parse(String(hooks()[0]?.expires_at));
      expect(expiresAt - Date.now()).toBeLessThanOrEqual(24 * 3_600_000);

      await using restarted = await startGateway({
        baseUrl: sandbox.baseUrl,
        token: null,
        config: { redisUrl: redis.url, redisTimeoutMs: 5000, ...config, subscriptionBatchMs: 20 },
      });
      const { at: since } = last as { at: string };
      const again = await subscribeSse((await restarted.listen()).url, query, {
        token,
        variables: { id: '2', since },
      });
      expect((await again.next())?.data?.matterChanged).toEqual({ ...expected[1], missed: true });
      await again.stop();
      expect(hooks()).toHaveLength(1);
      expect(received).toEqual(expected);
      await kept.stop();
      await reading;
    },
  );
});
