import { expect, it } from 'vitest';
import { planner, prepare } from '../../support/plan-query.ts';

it('plans an operation with twenty open choices', () => {
  // Each matter below could be loaded by id, or its client and its attorney could: a million plans.
  const activity = 'matter { client { name } responsibleAttorney { name } }';
  const fields = Array.from({ length: 20 }, (_, index) => `a${index}: ${activity}`).join(' ');
  const plan = planner.plan(prepare(`{ activities { nodes { ${fields} } } }`));
  expect(plan.fields.size).toBe(1);
});
