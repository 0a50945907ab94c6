import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BundledProgram, bundleProgram } from '../../support/programs/bundle-program.ts';
import { type RunningProgram, runProgram } from '../../support/programs/run-program.ts';

let program: BundledProgram;

beforeAll(async () => {
  program = await bundleProgram('test/support/programs/small-schema-program.ts');
});

afterAll(() => program[Symbol.asyncDispose]());

function run(args: readonly string[], env: Record<string, string> = {}): Promise<RunningProgram> {
  return runProgram([program.file, ...args], env);
}

const listening = /listening on (http:\S+)\/graphql/;

async function ask(url: string | undefined, query: string): Promise<unknown> {
  return (await fetch(`${url}/graphql?query=${encodeURIComponent(query)}`)).json();
}

describe('serve', () => {
  it('runs on the sandbox without any setting, and prints a query to try', async () => {
    await using cli = await run(['serve'], { PORT: '0' });
    const [, url] = await cli.until(listening);
    await cli.until(/-d '\{"query":"query FirstMatters \{ matters/);
    expect(cli.output()).toContain('the embedded sandbox');
    expect(cli.output()).not.toContain('authorization');
    expect(await ask(url, '{ upstream token }')).toEqual({
      data: {
        upstream: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/api\/v4$/),
        token: 'sandbox-owner',
      },
    });
  });

  it.each([
    [{ CLIO_REGION: 'eu' }, 'https://eu.app.clio.com/api/v4', null],
    [{ CLIO_BASE_URL: 'http://127.0.0.1:9/api/v4' }, 'http://127.0.0.1:9/api/v4', null],
    [{ CLIO_ACCESS_TOKEN: 'very-secret' }, 'https://app.clio.com/api/v4', 'very-secret'],
  ])('uses Clio with the setting %j', async (env, upstream, token) => {
    await using cli = await run(['serve'], { PORT: '0', ...env });
    const [, url] = await cli.until(listening);
    await cli.until(/-d '/);
    expect(cli.output()).toContain(upstream);
    expect(cli.output().includes('Bearer <Clio access token>')).toBe(token === null);
    expect(await ask(url, '{ upstream token }')).toEqual({ data: { upstream, token } });
    expect(cli.output()).not.toContain('very-secret');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('finishes requests at %s and exits with 0', async (signal) => {
    await using cli = await run(['serve'], { PORT: '0' });
    const [, url] = await cli.until(listening);
    const response = ask(url, '{ slow }');
    await cli.until(/slow: entered/);
    cli.child.kill(signal);
    await expect.poll(() => ask(url, '{ upstream }').catch(() => 'refused')).toBe('refused');
    cli.child.stdin.write('\n');
    expect(await response).toEqual({ data: { slow: 'done' } });
    expect(await cli.ended()).toBe(0);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('exits at once at a second %s', async (signal, code) => {
    await using cli = await run(['serve'], { PORT: '0' });
    const [, url] = await cli.until(listening);
    const response = ask(url, '{ slow }').catch(() => 'cut');
    await cli.until(/slow: entered/);
    cli.child.kill(signal);
    await expect.poll(() => ask(url, '{ upstream }').catch(() => 'refused')).toBe('refused');
    cli.child.kill(signal);
    expect(await cli.ended()).toBe(code);
    expect(await response).toBe('cut');
  });

  it('lists all mistakes in the configuration, and exits with 1', async () => {
    await using cli = await run(['serve'], { PORT: 'x', CLIO_REGION: 'uk' });
    expect(await cli.ended()).toBe(1);
    expect(cli.output()).toMatch(/^- PORT .*\n- CLIO_REGION /m);
    expect(cli.output()).not.toMatch(/^\s+at /m);
  });

  it('reports that the port is taken, and leaves nothing behind', async () => {
    await using first = await run(['serve'], { PORT: '0' });
    const [, url = ''] = await first.until(listening);
    await using second = await run(['serve'], { PORT: new URL(url).port });
    expect(await second.ended()).toBe(1);
    expect(second.output()).toContain('Something else is listening on 127.0.0.1:');
    expect(second.output()).not.toMatch(/^\s+at /m);
  });
});

describe('sandbox', () => {
  it('prints its base URL and tokens, and exits with 0 at SIGTERM', async () => {
    await using cli = await run(['sandbox', '--port', '0']);
    await cli.until(/listening on http:\/\/127\.0\.0\.1:\d+\/api\/v4/);
    await cli.until(/sandbox-owner[\s\S]*sandbox-restricted[\s\S]*npm start/);
    expect(cli.output()).toMatch(/^Sandbox: invented data, dated \d{4}-\d\d-\d\d$/m);
    cli.child.kill('SIGTERM');
    expect(await cli.ended()).toBe(0);
  });

  it.each(['x', '65536', '-1'])('rejects the port %s', async (port) => {
    await using cli = await run(['sandbox', `--port=${port}`]);
    expect(await cli.ended()).toBe(1);
    expect(cli.output()).toContain('A port is a number from 0 to 65535.');
  });
});

describe('schema', () => {
  it('prints only the schema', async () => {
    await using cli = await run(['schema']);
    expect(await cli.ended()).toBe(0);
    expect(buildSchema(cli.output()).getType('Contact')).toBeDefined();
    expect(cli.output()).not.toContain('@key');
  });

  it('prints the subgraph with the configured names', async () => {
    await using cli = await run(['schema', '--federation'], { SCHEMA_PREFIX: 'Clio' });
    expect(await cli.ended()).toBe(0);
    expect(cli.output()).toContain('type ClioContact implements ClioNode @key(fields: "id")');
  });
});

describe('without a command', () => {
  it('lists the commands', async () => {
    await using cli = await run([]);
    expect(await cli.ended()).toBe(1);
    expect(cli.output()).toMatch(/serve[\s\S]*sandbox/);
  });
});
