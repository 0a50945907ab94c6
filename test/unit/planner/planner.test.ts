import { describe, expect, it } from 'vitest';
import { planner, prepare } from '../../support/plan.ts';

describe('plan cache', () => {
  const query =
    'query ($on: Boolean!, $id: ID!) { matter(id: $id) { number client @include(if: $on) { name } } }';

  it('plans an operation once, whatever its arguments', () => {
    const operation = prepare(query);
    const first = planner.plan({ ...operation, variables: { on: true, id: '1' } });
    expect(planner.plan({ ...operation, variables: { on: true, id: '2' } })).toBe(first);
  });

  it('plans it again for other values of what is included', () => {
    const operation = prepare(query);
    const on = planner.plan({ ...operation, variables: { on: true, id: '1' } });
    const off = planner.plan({ ...operation, variables: { on: false, id: '1' } });
    expect(off).not.toBe(on);
    expect(planner.plan({ ...operation, variables: { on: true, id: '1' } })).toBe(on);
    expect(planner.plan({ ...operation, variables: { on: false, id: '1' } })).toBe(off);
  });

  it('knows what is included by fragments', () => {
    const operation = prepare(
      'query ($on: Boolean!) { matter(id: 1) { ...M } } fragment M on Matter { client @skip(if: $on) { name } }',
    );
    const on = planner.plan({ ...operation, variables: { on: true } });
    expect(planner.plan({ ...operation, variables: { on: false } })).not.toBe(on);
  });

  it('keeps the plans of two operations apart', () => {
    const [one, other] = [prepare('{ matter(id: 1) { number } }'), prepare('{ matter(id: 1) { number } }')];
    expect(planner.plan(one)).not.toBe(planner.plan(other));
  });
});

it('plans an operation with twenty open choices', () => {
  // Each matter below could be loaded itself or have its client and its attorney loaded: a million plans.
  const activity = 'matter { client { name } responsibleAttorney { name } }';
  const fields = Array.from({ length: 20 }, (_, index) => `a${index}: ${activity}`).join(' ');
  const plan = planner.plan(prepare(`{ activities { nodes { ${fields} } } }`));
  expect(plan.fields.size).toBe(1);
});
