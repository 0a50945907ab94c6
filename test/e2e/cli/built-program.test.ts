import { once } from 'node:events';
import { isBuiltin } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { WebhookDelivery } from '../../../src/sandbox/webhooks.ts';
import { Balancer } from '../../support/balancer.ts';
import { buildProgram, programFile as program } from '../../support/built-program.ts';
import { bundleProgram } from '../../support/bundle-program.ts';
import { hasRedis, withRedis } from '../../support/redis-server.ts';
import { runProgram } from '../../support/run-program.ts';
import { startFleet } from '../../support/start-fleet.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { type Messages, subscribeSse, untilEnabled } from '../../support/subscribe.ts';
import { startCollector } from '../../support/trace-collector.ts';

beforeAll(buildProgram);

describe('the built program', () => {
  it('loads at start no package that few starts need, nor the sandbox', async () => {
    await using bundled = await bundleProgram();
    const { outputs } = bundled.metafile;
    const atStart = new Set(Object.keys(outputs).filter((path) => path.endsWith('/program.js')));
    const packages: string[] = [];
    for (const path of atStart) {
      for (const { path: imported, kind, external } of outputs[path]?.imports ?? []) {
        if (kind !== 'import-statement') continue;
        if (!external) atStart.add(imported);
        else if (!isBuiltin(imported)) packages.push(imported);
      }
    }
    expect(packages).toEqual([]);
    const inputs = [...atStart].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));
    expect(inputs).toContain('src/gateway.ts');
    expect(
      inputs.filter((path) => /^src\/(sandbox|mcp)\/|undici\/lib\/(mock|web\/fetch)\/index/.test(path)),
    ).toEqual([]);
  });

  it('answers from the sandbox, serves GraphiQL and the SDL, and ends with 0', async () => {
    await using cli = await runProgram([program, 'serve'], { PORT: '0' });
    const [, url] = await cli.until(/listening on (http:\S+)\/graphql/);

    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ matters(first: 1) { nodes { id client { name } } } }' }),
    });
    expect(await answer.json()).toEqual({
      data: { matters: { nodes: [{ id: 'Matter:1', client: { name: expect.any(String) } }] } },
    });

    const page = await fetch(`${url}/graphql`, { headers: { accept: 'text/html' } });
    const [, script = ''] = (await page.text()).match(/<script[^>]* src="([^"]+)"/) ?? [];
    expect((await fetch(new URL(script, `${url}/graphql`))).status).toBe(200);
    expect(await (await fetch(`${url}/schema.graphql`)).text()).toContain('type Matter implements Node');

    cli.child.kill('SIGTERM');
    expect(await cli.ended()).toBe(0);
  });

  it('closes a WebSocket with a message that is longer than a body may be, and writes nothing about it', async () => {
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

  it('sends traces to a collector, the last ones as it ends', async () => {
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

  it('runs the sandbox, and resets it', async () => {
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

describe.runIf(hasRedis)(withRedis('a gateway of two that is killed'), () => {
  it('leaves webhooks for their life alone, and subscribers to others; what it missed is sent as missed', async () => {
    using balancer = new Balancer();
    const webhookUrl = await balancer.listen();
    const config = { subscriptionBatchMs: 20, webhookUrl };
    await using fleet = await startFleet({ gateways: 1, config, sandbox: { webhooks: { retryMs: 50 } } });
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
    // Clio reaches the one that is killed, which passes on what is the other's.
    balancer.leadTo([killedUrl]);
    let changes = 0;
    const change = async (id: number): Promise<void> => {
      changes += 1;
      await untilEnabled(sandbox);
      const response = await fetch(`${sandbox.baseUrl}/matters/${id}.json`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ data: { location: `Box ${changes}` } }),
      });
      expect(response.status).toBe(200);
    };
    const next = async (messages: Messages): Promise<unknown> => (await messages.next())?.data?.matterChanged;
    const query =
      'subscription ($id: ID, $since: DateTime) { matterChanged(id: $id, since: $since) { id missed at matter { location } } }';
    const [left, kept] = [
      await subscribeSse(killedUrl, query, { token }),
      await subscribeSse(url, query, { token }),
    ];
    await change(1);
    const first = { id: 'Matter:1', missed: false, at: expect.any(String), matter: { location: 'Box 1' } };
    const last = await next(left);
    expect([last, await next(kept)]).toEqual([first, first]);

    killed.child.kill('SIGKILL');
    await killed.ended();
    await expect(left.next()).rejects.toThrow();
    await change(2);
    // Clio repeats what nobody took, and the load balancer leads it to the one that lives.
    const isLost = ({ event, status }: WebhookDelivery): boolean => event === 'updated' && status === null;
    await expect.poll(() => sandbox.webhooks.deliveries.some(isLost)).toBe(true);
    balancer.leadTo([url]);
    const second = { ...first, id: 'Matter:2', matter: { location: 'Box 2' } };
    expect(await next(kept)).toEqual(second);
    const hooks = [...sandbox.records('Webhook').values()].filter((hook) =>
      String(hook.url).startsWith(webhookUrl),
    );
    expect(hooks).toHaveLength(2);
    for (const hook of hooks)
      expect(Date.parse(String(hook.expires_at)) - Date.now()).toBeLessThanOrEqual(24 * 3_600_000);

    await using restarted = await startGateway({
      baseUrl: sandbox.baseUrl,
      token: null,
      config: { redisUrl: redis.url, redisTimeoutMs: 5000, ...config },
    });
    const { at: since } = last as { at: string };
    for (const other of [url, (await restarted.listen()).url]) {
      const again = await subscribeSse(other, query, { token, variables: { id: '2', since } });
      expect(await next(again)).toEqual({ ...second, missed: true });
      await again.stop();
    }
    await kept.stop();
  });
});
