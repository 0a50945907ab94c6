import { describe, expect, it } from 'vitest';
import { readClioError } from '../../../src/rest/read-clio-error.ts';

describe('readClioError', () => {
  it.each([
    [undefined, { type: null, message: null }],
    ['text', { type: null, message: null }],
    [[], { type: null, message: null }],
    [{ error: { type: 'ForbiddenError', message: 'no' } }, { type: 'ForbiddenError', message: 'no' }],
    [{ error: { type: 5, message: null } }, { type: null, message: null }],
    [
      { error: 'invalid_token', error_description: 'The token expired' },
      { type: 'invalid_token', message: 'The token expired' },
    ],
    [{ error: 'invalid_token' }, { type: 'invalid_token', message: null }],
    [
      { error: { type: 'x', message: 'm', errors: { name: 'is blank', email: ['a', 'b'], odd: 5 } } },
      { type: 'x', message: 'm', errors: { name: ['is blank'], email: ['a', 'b'] } },
    ],
    [
      { error: { type: 'x', message: 'm', errors: { address: { city: ['c'], geo: { lat: 'l' } } } } },
      { type: 'x', message: 'm', errors: { 'address.city': ['c'], 'address.geo.lat': ['l'] } },
    ],
    [{ error: { type: 'x', message: 'm', errors: ['a'] } }, { type: 'x', message: 'm' }],
  ])('reads %j', (body, fault) => {
    expect(readClioError(422, body)).toEqual({ status: 422, ...fault });
  });

  it('accepts field messages that are nested 200,000 deep', () => {
    const depth = 200_000;
    const errors: unknown = JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
    expect(readClioError(422, { error: { type: 'x', message: 'm', errors } })).toEqual({
      status: 422,
      type: 'x',
      message: 'm',
    });
  });

  it('passes on only the first of very many field messages', () => {
    const many = (count: number, value: unknown) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, value]));
    const errors = { a: many(300, ['x']), b: many(300_000, 'x') };
    const fault = readClioError(422, { error: { type: 'x', message: 'm', errors } });
    expect(Object.keys(fault.errors ?? {})).toHaveLength(100);
    const long = readClioError(422, {
      error: { errors: { [`${'n'.repeat(10_000)}`]: Array(1000).fill('x') } },
    });
    expect(long.errors).toEqual({ ['n'.repeat(200)]: Array(20).fill('x') });
  });

  it('shortens a very long message', () => {
    const fault = readClioError(422, { error: { type: 'x', message: 'a'.repeat(5000) } });
    expect(fault.message).toHaveLength(1000);
  });
});
