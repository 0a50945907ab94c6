import { describe, expect, it } from 'vitest';
import { clioId, globalId, parseGlobalId } from '../../../src/catalog/ids.ts';
import { bindParameters } from '../../../src/planner/bind-arguments.ts';
import { catalog } from '../../support/rest/sandbox-client.ts';

const badInput = expect.objectContaining({ code: 'BAD_USER_INPUT' });

describe('clioId', () => {
  it.each([
    ['Contact:101', ['Contact'], '101'],
    ['101', ['Contact'], '101'],
    ['User:7', ['User', 'Contact'], '7'],
    ['Contact:7', ['User', 'Contact'], '7'],
    ['9223372036854775807', ['Matter'], '9223372036854775807'],
    ['CalendarEntry:60-1', ['CalendarEntry'], '60-1'],
    ['60-1', ['CalendarEntry'], '60-1'],
  ])('reads %s where the argument takes %s', (value, types, id) => {
    expect(clioId(catalog, 'id', value, types)).toBe(id);
  });

  it.each([
    ['', ['Contact']],
    ['0', ['Contact']],
    ['-1', ['Contact']],
    ['1.5', ['Contact']],
    ['1e3', ['Contact']],
    ['007', ['Contact']],
    [' 101', ['Contact']],
    ['101\n', ['Contact']],
    ['99999999999999999999', ['Contact']],
    ['Contact:', ['Contact']],
    ['Contact:Contact:1', ['Contact']],
    [':1', ['Contact']],
    ['Matter:1', ['Contact']],
    ['Nothing:1', ['Contact']],
    ['60-1', ['Contact']],
    ['1/../2', ['CalendarEntry']],
    ['1?x=1', ['CalendarEntry']],
    ['-1', ['CalendarEntry']],
    ['a'.repeat(200), ['CalendarEntry']],
  ])('rejects %j where the argument takes %s', (value, types) => {
    expect(() => clioId(catalog, 'id', value, types)).toThrow(badInput);
  });

  it('names the argument and both types', () => {
    expect(() => clioId(catalog, 'matterId', 'Contact:1', ['Matter'])).toThrow(
      '"matterId" takes an id of Matter; this one is of Contact.',
    );
  });
});

describe('bindParameters', () => {
  const matters = catalog.operation('Matter#index');

  it.each([
    [{ ids: ['1', 'Matter:2', 'Contact:3'] }, '"ids[2]" takes an id of Matter'],
    [
      {
        customFieldValues: [
          { field: '1', eq: 'x' },
          { field: 'Matter:1', eq: 'x' },
        ],
      },
      '"customFieldValues[1].field" takes an id of CustomField',
    ],
  ])('names the rejected item of a list: %j', (values, message) => {
    expect(() => bindParameters(catalog, matters, values)).toThrow(message);
  });
});

describe('parseGlobalId', () => {
  it('reads what globalId has made', () => {
    expect(parseGlobalId(catalog, 'id', globalId('Contact', '101'))).toEqual({ type: 'Contact', id: '101' });
    expect(parseGlobalId(catalog, 'id', globalId('CalendarEntry', '60-1'))).toEqual({
      type: 'CalendarEntry',
      id: '60-1',
    });
  });

  it.each([
    '',
    '101',
    'Contact',
    'Contact:',
    'Contact:x',
    ':1',
    'contact:1',
    'Query:1',
    'Address:1',
    '__proto__:1',
  ])('rejects %j', (value) => {
    expect(() => parseGlobalId(catalog, 'id', value)).toThrow(badInput);
  });
});
