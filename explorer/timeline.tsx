import type { ExplainedCall } from '../src/request/explain.ts';

/** When each call of the last run was sent and answered. */
export function Timeline({ calls }: { readonly calls: readonly ExplainedCall[] }) {
  const end = Math.max(1, ...calls.map(({ startMs, ms }) => startMs + ms));
  const percent = (ms: number): string => `${(Math.max(0, ms) / end) * 100}%`;
  // Equal calls can occur twice, so only their place distinguishes them.
  const inOrder = [...calls].sort((a, b) => a.startMs - b.startMs).map((call, place) => ({ call, place }));
  return (
    <ol className="clio-timeline">
      {inOrder.map(({ call, place }) => (
        <li key={place} title={`${call.path}?${call.query}`}>
          <p>
            <code>
              {call.method} {call.path}
            </code>
            <span className="clio-count">{outcomeOf(call)}</span>
          </p>
          <div className="clio-track" aria-hidden="true">
            <span
              className="clio-wait"
              style={{
                left: percent(call.startMs - call.waitMs),
                width: percent(Math.min(call.waitMs, call.startMs)),
              }}
            />
            <span
              className={call.cached ? 'clio-bar clio-cached' : barOf(call.status)}
              style={{ left: percent(call.startMs), width: percent(call.ms) }}
            />
          </div>
        </li>
      ))}
    </ol>
  );
}

function outcomeOf({ cached, status, ms, waitMs, bytes }: ExplainedCall): string {
  if (cached) return 'from the cache';
  const waited = waitMs >= 1 ? `, waited ${Math.round(waitMs)} ms` : '';
  return `${status ?? 'no answer'} · ${ms} ms${waited} · ${size(bytes)}`;
}

function barOf(status: number | null): string {
  return status !== null && status < 400 ? 'clio-bar' : 'clio-bar clio-failed';
}

function size(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} kB`;
}
