import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/config/config-error.ts';
import { readEnvironment } from '../../../src/config/read-environment.ts';

describe('readEnvironment', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'clio-graphql-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('returns the process’s environment if there is no file', () => {
    expect(readEnvironment(join(folder, 'missing'))).toEqual({ ...process.env });
  });

  it('adds variables that only the file has', () => {
    const file = join(folder, 'added');
    writeFileSync(file, '# a comment\nCLIO_GRAPHQL_TEST_ONLY="from the file"\n');
    expect(readEnvironment(file).CLIO_GRAPHQL_TEST_ONLY).toBe('from the file');
    expect(process.env.CLIO_GRAPHQL_TEST_ONLY).toBeUndefined();
  });

  it('prefers the process’s value', () => {
    const file = join(folder, 'both');
    writeFileSync(file, 'PATH=from the file\n');
    expect(readEnvironment(file).PATH).toBe(process.env.PATH);
  });

  it('rejects a file that cannot be read', () => {
    expect(() => readEnvironment(folder)).toThrow(ConfigError);
  });
});
