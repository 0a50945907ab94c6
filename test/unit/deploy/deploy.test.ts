import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { loadConfig } from '../../../src/config/load-config.ts';
import { variables } from '../../../src/config/variables.ts';

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

interface Deployment {
  readonly spec: {
    readonly selector: { readonly matchLabels: object };
    readonly template: {
      readonly metadata: { readonly labels: object };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly containers: readonly [
          {
            readonly env: readonly { readonly name: string }[];
            readonly lifecycle: {
              readonly preStop: { readonly exec: { readonly command: readonly string[] } };
            };
          } & Readonly<Record<string, { readonly httpGet: { readonly path: string } }>>,
        ];
      };
    };
  };
}

describe('the Kubernetes example', () => {
  const documents = parseAllDocuments(read('deploy/kubernetes/gateway.yaml'));
  const byKind = new Map(documents.map((one) => [String(one.get('kind')), one]));
  const deployment = byKind.get('Deployment')?.toJS() as Deployment;
  const { spec } = deployment.spec.template;
  const [container] = spec.containers;
  const settings = byKind.get('ConfigMap')?.toJS().data as Record<string, string>;

  it('is valid YAML', () => {
    for (const document of documents) expect([document.errors, document.warnings]).toEqual([[], []]);
    expect([...byKind.keys()].sort()).toEqual(['ConfigMap', 'Deployment', 'PodDisruptionBudget', 'Service']);
  });

  it('sets what the gateway reads, to values that it takes', () => {
    const names = [...Object.keys(settings), ...container.env.map(({ name }) => name)];
    for (const name of names) expect(Object.keys(variables)).toContain(name);
    expect(() => loadConfig({ ...settings, HOST: '0.0.0.0', REDIS_URL: 'redis://redis:6379' })).not.toThrow();
  });

  it('gives a pod the time that its requests may take', () => {
    const { requestDeadlineMs } = loadConfig(settings);
    const [, preStop] = container.lifecycle.preStop.exec.command;
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(Number(preStop) + requestDeadlineMs / 1000);
  });

  it('asks for health where the gateway answers', () => {
    for (const [probe, path] of [
      ['startupProbe', '/healthz'],
      ['livenessProbe', '/healthz'],
      ['readinessProbe', '/readyz'],
    ] as const)
      expect(container[probe]?.httpGet.path).toBe(path);
  });

  it('labels its pods as everything else looks for them', () => {
    const { labels } = deployment.spec.template.metadata;
    expect(deployment.spec.selector.matchLabels).toEqual(labels);
    expect(byKind.get('PodDisruptionBudget')?.toJS().spec.selector.matchLabels).toEqual(labels);
    expect(byKind.get('Service')?.toJS().spec.selector).toEqual(labels);
  });
});

describe('the compose file', () => {
  const { services } = parse(read('deploy/compose.yaml')) as {
    services: Record<
      string,
      { build?: { context: string; dockerfile: string }; environment?: object; stop_grace_period?: string }
    >;
  };

  it('builds the Dockerfile that is there', () => {
    const { context = '', dockerfile = '' } = services.gateway?.build ?? {};
    expect(existsSync(new URL(`deploy/${context}/${dockerfile}`, root))).toBe(true);
  });

  it('sets what the gateway reads, and waits for its requests', () => {
    for (const name of Object.keys(services.gateway?.environment ?? {}))
      expect(Object.keys(variables)).toContain(name);
    const seconds = Number(services.gateway?.stop_grace_period?.replace('s', ''));
    expect(seconds).toBeGreaterThan(loadConfig({}).requestDeadlineMs / 1000);
  });
});

describe('the Dockerfile', () => {
  const file = read('deploy/Dockerfile');

  it('copies what is there and is not ignored', () => {
    const taken = new Set(
      read('deploy/Dockerfile.dockerignore')
        .split('\n')
        .filter((line) => line.startsWith('!'))
        .map((line) => line.slice(1)),
    );
    const sources = [...file.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    expect(sources.length).toBeGreaterThan(8);
    for (const source of sources) {
      expect(existsSync(new URL(source, root)), source).toBe(true);
      expect(
        [...taken].some((one) => source === one || source.startsWith(`${one}/`)),
        source,
      ).toBe(true);
    }
  });

  it('runs what the package runs, as nobody in particular', () => {
    const { scripts, bin } = JSON.parse(read('package.json'));
    expect(file).toContain(`CMD ["node", "${bin['clio-graphql']}", "serve"]`);
    expect(scripts.start).toBe(`node ${bin['clio-graphql']} serve`);
    expect(file).toMatch(/^USER 1000:1000$/m);
  });
});
