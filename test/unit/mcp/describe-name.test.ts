import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { createServedSchema } from '../../../src/federation/served-schema.ts';
import { describeName } from '../../../src/mcp/describe-name.ts';

const { schema } = createServedSchema(loadCatalog());

describe('the description of a name', () => {
  it('shows a type and where it leads', () => {
    const slice = describeName(schema, 'Matter', 20_000);
    expect(slice?.sdl).toMatch(/^(""".*?"""\n)?type Matter /s);
    expect(slice?.mentions).toContain('Contact');
    expect(slice?.isCut).toBe(false);
  });

  it('shows a field with its arguments, their inputs and the record', () => {
    const slice = describeName(schema, 'Query.matters', 50_000);
    expect(slice?.sdl).toMatch(/matters\(/);
    expect(slice?.sdl).toContain('input MatterFilter');
    expect(slice?.sdl).toContain('type Matter ');
  });

  it('shows a mutation with its input', () => {
    expect(describeName(schema, 'Mutation.createTask', 50_000)?.sdl).toContain('input CreateTaskInput');
  });

  it('accepts a root field without its type', () => {
    expect(describeName(schema, 'matters', 50_000)).toEqual(describeName(schema, 'Query.matters', 50_000));
  });

  it('is SDL', () => {
    for (const name of ['Matter', 'MatterFilter', 'Query.bills', 'Mutation.updateContact'])
      expect(() => parse(describeName(schema, name, 50_000)?.sdl ?? 'no SDL')).not.toThrow();
  });

  it('drops descriptions, then lines, to stay below its limit', () => {
    const whole = describeName(schema, 'Matter', 1_000_000);
    const bare = describeName(schema, 'Matter', 6_000);
    const cut = describeName(schema, 'Matter', 500);
    expect(whole?.sdl).toContain('"""');
    expect(bare?.sdl).not.toContain('"""');
    expect(cut?.isCut).toBe(true);
    for (const [slice, cap] of [
      [bare, 6_000],
      [cut, 500],
    ] as const)
      expect(Buffer.byteLength(slice?.sdl ?? '')).toBeLessThanOrEqual(cap);
  });

  it('is null for a name that the schema does not have', () => {
    for (const name of [
      'Nothing',
      'Matter.nothing',
      'MatterFilter.status',
      '',
      '.',
      '__proto__',
      'Query.constructor',
    ])
      expect(describeName(schema, name, 1000), name).toBeNull();
  });
});
