import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/importer/read-document.ts';
import { library, libraryFile } from '../../support/importer/import-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-document-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const yaml = readFileSync(libraryFile);
const json = JSON.stringify(library.document);

describe('readDocument', () => {
  it.each([
    ['YAML', 'a.yml', yaml],
    ['JSON', 'a.json', json],
    ['JSON behind white space', 'b.json', `\n  ${json}`],
    ['gzipped YAML', 'a.yml.gz', gzipSync(yaml)],
    ['gzipped JSON', 'a.json.gz', gzipSync(json)],
    // The content decides, not the name.
    ['gzipped JSON under another name', 'c.json', gzipSync(json)],
    ['YAML under another name', 'd.gz', yaml],
  ])('reads %s', (_, name, content) => {
    const read = readDocument(file(name, content));
    expect(read.document).toEqual(library.document);
    expect(Object.keys(read.document.paths)).toContain('/books/{id}.json');
  });

  it('returns the hash of the unpacked text', () => {
    const sha256 = createHash('sha256').update(json).digest('hex');
    expect(readDocument(file('plain.json', json)).sha256).toBe(sha256);
    expect(readDocument(file('packed.json.gz', gzipSync(json, { level: 1 }))).sha256).toBe(sha256);
    expect(readDocument(file('other.json', `${json}\n`)).sha256).not.toBe(sha256);
  });

  it.each([
    ['text', 'hello'],
    ['nothing', ''],
    ['a list', '[1, 2]'],
    ['null', 'null'],
    ['other JSON', '{"name": "clio-graphql"}'],
    ['OpenAPI 2', '{"openapi": "2.0", "paths": {}, "components": {"schemas": {}}}'],
    ['no paths', '{"openapi": "3.0.0", "components": {"schemas": {}}}'],
    ['no schemas', '{"openapi": "3.0.0", "paths": {}, "components": {}}'],
    ['a version that is not a string', '{"openapi": 3, "paths": {}, "components": {"schemas": {}}}'],
  ])('rejects %s', (_, content) => {
    expect(() => readDocument(file('rejected', content))).toThrow('is not an OpenAPI 3 document');
  });

  it('rejects a file that cannot be read', () => {
    expect(() => readDocument(join(folder, 'missing.json'))).toThrow('ENOENT');
    expect(() => readDocument(file('broken.json', '{"openapi": '))).toThrow(SyntaxError);
    const cut = gzipSync(json).subarray(0, 100);
    expect(() => readDocument(file('cut.gz', cut))).toThrow('unexpected end of file');
  });
});
