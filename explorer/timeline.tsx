import type { ExplainedCall } from '../src/request/explain.ts';

/** Start and end of the calls of the last run; consecutive calls of one kind are one line. */
export function Timeline({ calls }: { readonly calls: readonly ExplainedCall[] }) {
  const end = Math.max(1, ...calls.map(({ startMs, ms }) => startMs + ms));
  const percent = (ms: number): string => `${(Math.max(0, ms) / end) * 100}%`;
  return (
    <ol className="clio-timeline">
      {fold(calls).map((line, place) => (
        // Lines can be equal, so only the index distinguishes them.
        <li key={place} title={line.map(({ path, query }) => `${path}?${query}`).join('\n')}>
          <p>
            <code>{nameOf(line)}</code>
            <span className="clio-count">{outcomeOf(line)}</span>
          </p>
          <div className="clio-track" aria-hidden="true">
            {line.map((call, index) => (
              <Bar key={index} call={call} percent={percent} />
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}

interface BarProps {
  readonly call: ExplainedCall;
  readonly percent: (ms: number) => string;
}

function Bar({ call: { startMs, waitMs, ms, cached, status }, percent }: BarProps) {
  const waited = Math.min(waitMs, startMs);
  return (
    <>
      <span className="clio-wait" style={{ left: percent(startMs - waited), width: percent(waited) }} />
      <span
        className={cached ? 'clio-bar clio-cached' : barOf(status)}
        style={{ left: percent(startMs), width: percent(ms) }}
      />
    </>
  );
}

/** Calls in the order of their start; consecutive calls of one method and position of the plan are grouped. */
function fold(calls: readonly ExplainedCall[]): readonly ExplainedCall[][] {
  const lines: ExplainedCall[][] = [];
  for (const call of [...calls].sort((a, b) => a.startMs - b.startMs)) {
    const first = lines.at(-1)?.[0];
    if (first && kindOf(first) === kindOf(call)) lines.at(-1)?.push(call);
    else lines.push([call]);
  }
  return lines;
}

function kindOf({ method, path, node, cached, status }: ExplainedCall): string {
  return [method, path.replace(/\d+/g, '{id}'), node, cached, status !== null && status < 400].join(' ');
}

function nameOf(line: readonly ExplainedCall[]): string {
  const { method = '', path = '' } = line[0] ?? {};
  const isOnePath = line.every((call) => call.path === path);
  const named = `${method} ${isOnePath ? path : path.replace(/\d+/g, '{id}')}`;
  return line.length === 1 ? named : `${line.length} × ${named}`;
}

function outcomeOf(line: readonly ExplainedCall[]): string {
  const waited = Math.round(Math.max(...line.map(({ waitMs }) => waitMs)));
  const together = mostAtOnce(line);
  const [first] = line;
  return [
    first?.cached
      ? 'from the cache'
      : [...new Set(line.map(({ status }) => status ?? 'no response'))].join(', '),
    together > 1 && `${together} at a time`,
    first?.cached !== true && `${spanOf(line)} ms`,
    waited >= 1 && `waited ${waited} ms`,
    first?.cached !== true && size(line.reduce((sum, { bytes }) => sum + bytes, 0)),
  ]
    .filter((part) => part !== false)
    .join(' · ');
}

function spanOf(line: readonly ExplainedCall[]): number {
  const start = Math.min(...line.map(({ startMs }) => startMs));
  const end = Math.max(...line.map(({ startMs, ms }) => startMs + ms));
  return Math.round((end - start) * 10) / 10;
}

/** The maximum number of a line's calls that were in flight at once. */
function mostAtOnce(line: readonly ExplainedCall[]): number {
  return Math.max(
    ...line.map(
      ({ startMs }) =>
        line.filter((other) => other.startMs <= startMs && startMs < other.startMs + other.ms).length,
    ),
  );
}

function barOf(status: number | null): string {
  return status !== null && status < 400 ? 'clio-bar' : 'clio-bar clio-failed';
}

function size(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} kB`;
}
