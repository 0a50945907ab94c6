import { type ClioExtension, type ExplainedNode, noCalls } from '../request/explain.ts';

/** A plan as a tree for people. */
export function printPlan(operation: string, explanation: ClioExtension): string {
  const { cost = noCalls, rounds = 0, budget, advice = [], plan = [] } = explanation;
  const lines = [`${operation}: ${calls(cost)}, ${count(rounds, 'round')} at most`];
  if (budget && cost.max > 0) {
    const { limit, assumed, share } = budget;
    const part =
      share.min === share.max
        ? percent(share.max)
        : `${percent(share.min)} to ${percent(share.max)}, ${percent(share.expected)} expected,`;
    lines.push(`${part} of a minute's ${limit} calls${assumed ? ', which is what Clio usually allows' : ''}`);
  }
  if (plan.length === 0) lines.push('', 'No call to Clio.');
  for (const node of plan) lines.push('', ...printNode(node, '', ''));
  if (advice.length > 0) lines.push('', 'Advice');
  for (const { path, message } of advice) lines.push(path === '' ? `- ${message}` : `- ${path}: ${message}`);
  return lines.join('\n');
}

/**
 * @param first Prefix of the node's first line.
 * @param rest Prefix of its other lines.
 */
function printNode(node: ExplainedNode, first: string, rest: string): string[] {
  const { id, method, path, fields, serves, next, round } = node;
  const inner = `${rest}${next.length > 0 ? '│  ' : '   '}`;
  const lines = [
    `${first}${id}  ${method} ${path}  ${[calls(node.calls), repeat(node), `round ${round}`].filter(Boolean).join(', ')}`,
  ];
  if (fields !== '') lines.push(`${inner}fields ${fields}`);
  lines.push(`${inner}for    ${serves.join(', ')}`);
  if (node.joins !== undefined)
    lines.push(`${inner}       in one call with ${node.joins} where both have records`);
  for (const [index, one] of next.entries()) {
    const isLast = index === next.length - 1;
    lines.push(...printNode(one, `${rest}${isLast ? '└─ ' : '├─ '}`, `${rest}${isLast ? '   ' : '│  '}`));
  }
  return lines;
}

function repeat({ repeat, batchSize }: ExplainedNode): string {
  switch (repeat) {
    case 'batch':
      return `${batchSize} ids a call`;
    case 'perParent':
      return 'one for each record above';
    case 'perId':
      return 'one for each id';
    default:
      return '';
  }
}

function calls({ min, expected, max }: NonNullable<ClioExtension['cost']>): string {
  return min === max ? count(max, 'call') : `${min} to ${count(max, 'call')}, ${expected} expected`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
