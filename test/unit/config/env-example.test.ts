import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.ts';
import { variables } from '../../../src/config/variables.ts';

const text = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
const env = parseEnv(text);
const [, ...entries] = text
  .trim()
  .split('\n\n')
  .map((entry) => entry.split('\n'));

describe('.env.example', () => {
  it('lists exactly the variables that exist, in the same order', () => {
    const names = entries.map(([, assignment]) => assignment?.split('=')[0]);
    expect(names).toEqual(Object.keys(variables));
    expect(Object.keys(env).sort()).toEqual(names.sort());
  });

  it('shows the defaults', () => {
    expect(loadConfig(env)).toEqual(loadConfig({}));
    for (const [name, variable] of Object.entries(variables)) {
      expect(env[name] === '', name).toBe(variable.default === null);
    }
  });

  it('has one line of help above each variable', () => {
    for (const [help, assignment, ...more] of entries) {
      expect(help).toMatch(/^# .+/);
      expect(assignment).toMatch(/^[A-Z_]+=/);
      expect(more).toEqual([]);
    }
  });
});
