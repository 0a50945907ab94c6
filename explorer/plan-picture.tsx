import type { ExplainedNode } from '../src/request/explain.ts';
import { callsOf } from './plan-words.ts';

/** Width of a round; three fit into the panel. */
const column = 94;
const row = 76;
const margin = 32;

interface Drawn {
  readonly node: ExplainedNode;
  readonly x: number;
  readonly y: number;
  /** Start of its line; null for calls that do not wait for others. */
  readonly from: { readonly x: number; readonly y: number } | null;
}

/** The plan from left to right, with a column for each round and a circle for each kind of call, sized by the number of calls. */
export function PlanPicture({ nodes }: { readonly nodes: readonly ExplainedNode[] }) {
  const drawn = place(nodes);
  const width = Math.max(...drawn.map(({ x }) => x)) + column / 2 + margin / 2;
  const height = Math.max(...drawn.map(({ y }) => y)) + 52;
  return (
    // The list below is the accessible form.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: A scrolling element must be reachable by keyboard.
    <section className="clio-picture" aria-label="Picture of the plan" tabIndex={0}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {drawn.map(
          ({ node, x, y, from }) =>
            from && (
              <path
                key={`line ${node.id}`}
                className="clio-line"
                d={`M${from.x} ${from.y} C${from.x + column / 2} ${from.y} ${x - column / 2} ${y} ${x} ${y}`}
              />
            ),
        )}
        {drawn.map(({ node, x, y }) => (
          <g key={node.id} className={node.actual ? 'clio-node clio-done' : 'clio-node'}>
            <title>{`${node.method} ${node.path}: ${callsOf(node)}`}</title>
            {node.repeat === 'perParent' && (
              <circle className="clio-ring" cx={x} cy={y} r={radiusOf(node) + 4} />
            )}
            <circle cx={x} cy={y} r={radiusOf(node)} />
            <text x={x} y={y} dy="0.35em" className="clio-number">
              {node.actual?.calls ?? node.calls.expected}
            </text>
            <text x={x} y={y + Math.max(34, radiusOf(node) + 20)}>
              {shortPath(node.path)}
            </text>
          </g>
        ))}
      </svg>
    </section>
  );
}

/** Gives each kind of call the column of its round, and a new row to each end of a branch. */
function place(nodes: readonly ExplainedNode[]): readonly Drawn[] {
  const drawn: Drawn[] = [];
  let rows = 0;
  const visit = (node: ExplainedNode, from: Drawn['from']): void => {
    const x = (node.round - 1) * column + margin + 12;
    const y = rows * row + 28;
    drawn.push({ node, x, y, from });
    for (const next of node.next) visit(next, { x, y });
    if (node.next.length === 0) rows += 1;
  };
  for (const node of nodes) visit(node, null);
  return drawn;
}

function radiusOf({ calls, actual }: ExplainedNode): number {
  return Math.min(22, 9 + 3 * Math.log2(Math.max(1, actual?.calls ?? calls.expected)));
}

/** `/matters/{id}/contacts.json` → `matters/{id}/contacts`, cut to the width. */
function shortPath(path: string): string {
  const short = path.slice(1).replace(/\.json$/, '');
  return short.length > 16 ? `${short.slice(0, 15)}…` : short;
}
