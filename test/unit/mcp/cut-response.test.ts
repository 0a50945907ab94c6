import { describe, expect, it } from 'vitest';
import { fitResponse } from '../../../src/mcp/cut-response.ts';

function connection(count: number, note = 'x'.repeat(20)) {
  const nodes = Array.from({ length: count }, (_, index) => ({ _id: `Note:${index}`, note }));
  return { nodes, _cursors: nodes.map((_, index) => ({ cursor: `c${index}` })) };
}

describe('a response with a limit of bytes', () => {
  it('is unchanged if it fits, except for fields that were added to it', () => {
    const { data, cuts, ids, fits } = fitResponse({ notes: connection(2) }, 1000);
    expect(data).toEqual({ notes: { nodes: [{ note: 'x'.repeat(20) }, { note: 'x'.repeat(20) }] } });
    expect({ cuts, ids, fits }).toEqual({ cuts: [], ids: ['Note:0', 'Note:1'], fits: true });
  });

  it('is cut after a whole record, and has the cursor to continue', () => {
    const { data, cuts, fits } = fitResponse({ notes: connection(50) }, 500);
    const { notes } = data as { notes: { nodes: unknown[] } };
    expect(fits).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(data))).toBeLessThanOrEqual(500);
    const kept = notes.nodes.length;
    expect(cuts).toEqual([{ path: 'notes.nodes', kept, total: 50, after: `c${kept - 1}` }]);
    // One more record would not fit.
    expect(
      Buffer.byteLength(JSON.stringify(data)) + JSON.stringify({ note: 'x'.repeat(20) }).length + 1,
    ).toBeGreaterThan(500);
  });

  it('is cut in the largest list first', () => {
    const { cuts } = fitResponse({ small: connection(3), large: connection(40) }, 700);
    expect(cuts.map(({ path }) => path)).toEqual(['large.nodes']);
  });

  it('is cut in nested lists if cutting the outer one does not save enough', () => {
    const matters = {
      nodes: [{ notes: connection(60) }, { notes: connection(1) }],
      _cursors: [{ cursor: 'm0' }, { cursor: 'm1' }],
    };
    const { data, cuts, fits } = fitResponse({ matters }, 400);
    expect(fits).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(data))).toBeLessThanOrEqual(400);
    expect(cuts.map(({ path }) => path)).toContain('matters.nodes.0.notes.nodes');
  });

  it('does not fit if a single record is too large', () => {
    expect(fitResponse({ note: { detail: 'x'.repeat(2000) } }, 1000).fits).toBe(false);
    expect(fitResponse({ notes: connection(5, 'x'.repeat(2000)) }, 1000).fits).toBe(false);
  });

  it('is measured in bytes, not characters', () => {
    const { data } = fitResponse({ notes: connection(20, 'ü'.repeat(20)) }, 600);
    expect(Buffer.byteLength(JSON.stringify(data))).toBeLessThanOrEqual(600);
  });
});
