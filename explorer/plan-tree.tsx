import type { ExplainedNode } from '../src/request/explain.ts';
import { callsOf } from './plan-words.ts';

/** The calls of a plan; calls that depend on a response are nested below it. */
export function PlanTree({ nodes }: { readonly nodes: readonly ExplainedNode[] }) {
  return (
    <ul className="clio-plan">
      {nodes.map((node) => (
        <li key={node.id}>
          <p>
            <code>
              {node.method} {node.path}
            </code>
            <span className={node.actual ? 'clio-count clio-made' : 'clio-count'}>{callsOf(node)}</span>
          </p>
          <p className="clio-serves">
            {node.serves.join(', ')}
            {repeatOf(node)}
          </p>
          {node.fields !== '' && <p className="clio-fields">{node.fields}</p>}
          {node.next.length > 0 && <PlanTree nodes={node.next} />}
        </li>
      ))}
    </ul>
  );
}

function repeatOf({ repeat, batchSize, joins }: ExplainedNode): string {
  const joined = joins === undefined ? '' : `, with ${joins}`;
  switch (repeat) {
    case 'batch':
      return ` · in batches of ${batchSize}${joined}`;
    case 'perParent':
      return ' · one for each record above';
    case 'perId':
      return ` · one for each id${joined}`;
    default:
      return '';
  }
}
