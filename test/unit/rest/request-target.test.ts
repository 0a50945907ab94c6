import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../src/errors.ts';
import { requestTarget } from '../../../src/rest/request-target.ts';
import { call } from '../../support/rest/test-client.ts';

describe('requestTarget', () => {
  it('encodes names and values in the given order', () => {
    const query = [
      ['fields', 'id,client{id,name}'],
      ['ids[]', '1'],
      ['ids[]', '2'],
      ['query', 'Müller & Söhne+1 100%'],
    ] as const;
    expect(requestTarget('/api/v4', call('/matters.json', { query }))).toBe(
      '/api/v4/matters.json?fields=id%2Cclient%7Bid%2Cname%7D&ids%5B%5D=1&ids%5B%5D=2&query=M%C3%BCller%20%26%20S%C3%B6hne%2B1%20100%25',
    );
  });

  it.each([
    [
      'a filter',
      [
        ['fields', 'id'],
        ['query', 'x'.repeat(16_000)],
      ],
      'Shorten the filter or argument that becomes "query".',
    ],
    [
      'a list of ids',
      [['fields', 'id'], ...Array.from({ length: 60_000 }, (_, id) => ['ids[]', String(id)] as const)],
      'Shorten the filter or argument that becomes "ids".',
    ],
    [
      'fields',
      [
        ['fields', 'abcdefgh,'.repeat(2000)],
        ['query', 'x'],
      ],
      'Select fewer fields at once.',
    ],
  ] as const)('rejects a request that is too long because of %s', (_what, query, advice) => {
    expect(() => requestTarget('/api/v4', call('/matters.json', { query }))).toThrow(
      `The request to Clio is too long. ${advice}`,
    );
  });

  it.each(['/matters/1/client.json', '/contacts/12/email_addresses.json', '/custom_fields/text-12.json'])(
    'accepts the path %s',
    (path) => expect(requestTarget('', call(path))).toBe(path),
  );

  it.each([
    'matters.json',
    '//evil.example/x.json',
    '/matters/../users.json',
    '/matters/.',
    '/m/1%2F2.json',
    '/m.json?a=1',
    '/m.json#a',
    '/m y.json',
    '/m\r\nx: y',
    'http://evil.example/',
  ])('rejects the path %j', (path) => {
    expect(() => requestTarget('/api/v4', call(path))).toThrow(
      expect.objectContaining({ code: 'INTERNAL_SERVER_ERROR' }),
    );
  });

  it('rejects half of a surrogate pair', () => {
    expect(() => requestTarget('', call('/m.json', { query: [['query', '\ud83d']] }))).toThrow(GatewayError);
  });
});
