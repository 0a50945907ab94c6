import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { loadConfig } from '../../../src/config/load-config.ts';
import { variables } from '../../../src/config/variables.ts';
import { createMetrics } from '../../../src/telemetry/metrics.ts';

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

interface Deployment {
  readonly spec: {
    readonly selector: { readonly matchLabels: object };
    readonly template: {
      readonly metadata: { readonly labels: object; readonly annotations: object };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly containers: readonly [
          {
            readonly env: readonly { readonly name: string }[];
            readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
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
  const documents = ['gateway', 'network'].flatMap((name) =>
    parseAllDocuments(read(`deploy/kubernetes/${name}.yaml`)),
  );
  const byKind = new Map(documents.map((one) => [String(one.get('kind')), one]));
  const deployment = byKind.get('Deployment')?.toJS() as Deployment;
  const { spec } = deployment.spec.template;
  const [container] = spec.containers;
  const settings = byKind.get('ConfigMap')?.toJS().data as Record<string, string>;
  const ingress = byKind.get('Ingress')?.toJS().spec;

  it('is valid YAML', () => {
    for (const document of documents) expect([document.errors, document.warnings]).toEqual([[], []]);
    expect([...byKind.keys()].sort()).toEqual([
      'ConfigMap',
      'Deployment',
      'HorizontalPodAutoscaler',
      'Ingress',
      'NetworkPolicy',
      'PodDisruptionBudget',
      'Service',
    ]);
  });

  it('sets only existing settings, to valid values', () => {
    const names = [...Object.keys(settings), ...container.env.map(({ name }) => name)];
    for (const name of names) expect(Object.keys(variables)).toContain(name);
    const secrets = {
      REDIS_URL: 'redis://redis:6379',
      CLIO_CLIENT_ID: 'id',
      CLIO_CLIENT_SECRET: 'secret',
      SESSION_SECRET: 's'.repeat(32),
    };
    expect(container.env.map(({ name }) => name).sort()).toEqual(Object.keys(secrets).sort());
    const config = loadConfig({ ...settings, ...secrets, HOST: '0.0.0.0', SANDBOX: '0' });
    expect(config.signIn?.redirectUri).toBe(`https://${ingress.rules[0].host}/auth/callback`);
  });

  it('gives a pod enough time to finish its requests', () => {
    const { requestDeadlineMs } = loadConfig({ REQUEST_DEADLINE_MS: settings.REQUEST_DEADLINE_MS });
    const [, preStop] = container.lifecycle.preStop.exec.command;
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(Number(preStop) + requestDeadlineMs / 1000);
  });

  it("probes the gateway's own health paths", () => {
    for (const [probe, path] of [
      ['startupProbe', '/healthz'],
      ['livenessProbe', '/healthz'],
      ['readinessProbe', '/readyz'],
    ] as const)
      expect(container[probe]?.httpGet.path).toBe(path);
  });

  it('uses the same labels for its pods and their selectors', () => {
    const { labels } = deployment.spec.template.metadata;
    expect(deployment.spec.selector.matchLabels).toEqual(labels);
    expect(byKind.get('PodDisruptionBudget')?.toJS().spec.selector.matchLabels).toEqual(labels);
    expect(byKind.get('Service')?.toJS().spec.selector).toEqual(labels);
    expect(byKind.get('NetworkPolicy')?.toJS().spec.podSelector.matchLabels).toEqual(labels);
    expect(byKind.get('HorizontalPodAutoscaler')?.toJS().spec.scaleTargetRef.name).toBe(
      byKind.get('Deployment')?.toJS().metadata.name,
    );
  });

  it('exposes GraphQL, and metrics only inside the cluster', () => {
    const { metadata, spec: service } = byKind.get('Service')?.toJS() ?? {};
    expect(service.ports).toEqual([{ name: 'http', port: 80, targetPort: 'http' }]);
    expect(ingress.rules[0].http.paths[0].backend.service).toEqual({
      name: metadata.name,
      port: { name: 'http' },
    });
    expect(container.ports).toEqual([
      { name: 'http', containerPort: loadConfig({}).port },
      { name: 'metrics', containerPort: Number(settings.METRICS_PORT) },
    ]);
    const { annotations } = deployment.spec.template.metadata;
    expect(annotations).toEqual({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': settings.METRICS_PORT,
    });
  });
});

describe('the compose file', () => {
  const { services } = parse(read('deploy/compose.yaml')) as {
    services: Record<
      string,
      { build?: { context: string; dockerfile: string }; environment?: object; stop_grace_period?: string }
    >;
  };

  it('builds the existing Dockerfile', () => {
    const { context = '', dockerfile = '' } = services.gateway?.build ?? {};
    expect(existsSync(new URL(`deploy/${context}/${dockerfile}`, root))).toBe(true);
  });

  it('sets only existing settings, and waits for requests to finish', () => {
    for (const name of Object.keys(services.gateway?.environment ?? {}))
      expect(Object.keys(variables)).toContain(name);
    const seconds = Number(services.gateway?.stop_grace_period?.replace('s', ''));
    expect(seconds).toBeGreaterThan(loadConfig({}).requestDeadlineMs / 1000);
  });
});

describe('the alerts and the dashboard', async () => {
  const metrics = await createMetrics((path) => path);
  const { body } = await metrics.page();
  const served = new Set([...body.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name));
  const alerts = parse(read('deploy/prometheus/alerts.yaml')) as {
    groups: readonly { rules: readonly { alert: string; expr: string; annotations: object }[] }[];
  };
  const dashboard = JSON.parse(read('deploy/grafana/dashboard.json')) as {
    panels: readonly { title: string; targets: readonly { expr: string }[] }[];
  };
  const expressions = [
    ...alerts.groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => [alert, expr] as const)),
    ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
  ];

  it.each(expressions)('%s: uses metrics that exist', (_title, expression) => {
    const names = expression.match(/\b(?:clio_graphql|nodejs|process)_\w+/g) ?? [];
    expect(names).not.toEqual([]);
    for (const name of names) expect(served).toContain(name.replace(/_(?:bucket|count|sum)$/, ''));
  });

  const withLabels = expressions.filter(([, expression]) => /\bclio_graphql_\w+\{/.test(expression));

  it.each(withLabels)('%s: uses labels that its metrics have', (_title, expression) => {
    const table = read('docs/guides/operating.md').matchAll(/^\| `(clio_graphql_\w+)` \|([^|]*)\|/gm);
    const labels = new Map(
      [...table].map(([, name, cells = '']) => [
        name,
        [...cells.matchAll(/`(\w+)`/g)].map(([, label]) => label),
      ]),
    );
    for (const [, name = '', matchers = ''] of expression.matchAll(/\b(clio_graphql_\w+)\{([^}]*)\}/g)) {
      const known = labels.get(name) ?? labels.get(name.replace(/_(?:bucket|count|sum)$/, ''));
      for (const [, label] of matchers.matchAll(/(\w+)\s*[!=]/g)) expect(known, name).toContain(label);
    }
  });

  it('have balanced parentheses', () => {
    for (const [title, expression] of expressions) {
      const count = (text: string): number => expression.split(text).length;
      for (const [open, close] of ['()', '{}', '[]'] as const)
        expect(count(open as string), title).toBe(count(close as string));
    }
  });
});

describe('the Dockerfile', () => {
  const file = read('deploy/Dockerfile');

  it('copies only files that exist and are not ignored', () => {
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
    // test/third-party/docker-image.test.ts checks what else an image needs.
    for (const source of sources) {
      expect(existsSync(new URL(source, root)), source).toBe(true);
      expect(
        [...taken].some((one) => source === one || source.startsWith(`${one}/`)),
        source,
      ).toBe(true);
    }
  });

  it('runs what the package runs, as a user without privileges', () => {
    const { scripts, bin } = JSON.parse(read('package.json'));
    expect(file).toContain(`CMD ["node", "${bin['clio-graphql']}", "serve"]`);
    expect(scripts.start).toBe(`node ${bin['clio-graphql']} serve`);
    expect(file).toMatch(/^USER 1000:1000$/m);
  });

  it('does not start without a setting for the upstream', () => {
    expect(file).toMatch(/^ENV SANDBOX=0$/m);
    expect(() => loadConfig({ SANDBOX: '0', HOST: '0.0.0.0' })).toThrow(/Set CLIO_REGION .* or SANDBOX=1/);
    expect(loadConfig({ SANDBOX: '1', HOST: '0.0.0.0' }).upstream).toEqual({ kind: 'sandbox' });
  });
});
