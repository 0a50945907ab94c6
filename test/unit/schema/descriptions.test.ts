import { isEnumType, isInputObjectType, isScalarType } from 'graphql';
import { describe, expect, it } from 'vitest';
import {
  enums,
  fieldArguments,
  inputFields,
  type Named,
  outputFields,
  ownTypes,
  sdl,
} from '../../support/schema/printed-schema.ts';

/** The faults of a description, in words; empty if it has none. */
function faults(name: string, description: string | null | undefined): string[] {
  const text = (description ?? '').trim();
  const letters = (any: string) => any.toLowerCase().replace(/[^a-z0-9]/g, '');
  return [
    ...(text.length < 12 ? ['is too short'] : []),
    ...(/[.!?)]$/.test(text) ? [] : ['ends without a full stop']),
    ...(/^[A-Z`"]/.test(text) ? [] : ['starts in lower case']),
    ...(letters(text) === letters(name) ? ['repeats the name'] : []),
    ...(/\b(todo|tbd|fixme|lorem)\b/i.test(text) ? ['is unfinished'] : []),
    ...(/^(the )?\w+\.$/i.test(text) && text.length < 25 ? ['is one word'] : []),
  ].map((fault) => `${name}: ${fault}: ${JSON.stringify(text)}`);
}

function allFaults(parts: readonly Named[]): string[] {
  return parts.flatMap(({ path, part }) =>
    faults(part.name, part.description).map((fault) => `${path} ${fault}`),
  );
}

const types = ownTypes(sdl).map((part) => ({ path: part.name, part }));

describe('a description', () => {
  it.each([
    ['matters', '', ['is too short', 'ends without a full stop', 'starts in lower case']],
    ['matters', 'Matters.', ['is too short', 'repeats the name', 'is one word']],
    ['matterStageUpdatedAt', 'Matter stage updated at.', ['repeats the name']],
    ['matters', 'The matters of the firm', ['ends without a full stop']],
    ['matters', 'all matters of the firm.', ['starts in lower case']],
    ['matters', 'The matters that the login may see.', []],
  ])('of %s that says %j is found to have its faults', (name, text, expected) => {
    expect(faults(name, text).map((fault) => fault.split(': ')[1])).toEqual(expected);
  });

  it.each([
    [
      'type',
      types.filter(({ part }) => !isEnumType(part) && !isInputObjectType(part) && !isScalarType(part)),
      250,
    ],
    ['scalar', types.filter(({ part }) => isScalarType(part)), 5],
    ['enum', types.filter(({ part }) => isEnumType(part)), 100],
    ['input object', types.filter(({ part }) => isInputObjectType(part)), 70],
    ['field', outputFields(sdl), 2500],
    ['argument', fieldArguments(sdl), 1000],
    ['input field', inputFields(sdl), 400],
  ])('exists for every %s and says something about it', (_, parts, atLeast) => {
    expect(parts.length).toBeGreaterThanOrEqual(atLeast);
    expect(allFaults(parts)).toEqual([]);
  });

  it('of an enum value ends with a full stop', () => {
    const values = enums(sdl).flatMap((type) =>
      type.getValues().filter((value) => typeof value.description === 'string'),
    );
    expect(values.length).toBeGreaterThan(50);
    expect(values.filter((value) => !/^[A-Z`"].*\.$/s.test(value.description ?? ''))).toEqual([]);
  });

  it('exists for every value of an enum and says something about it', () => {
    const values = enums(sdl).flatMap((type) =>
      type.getValues().map(({ name, description }) => ({ path: `${type.name}.${name}`, text: description })),
    );
    expect(values.length).toBeGreaterThan(880);
    expect(values.filter(({ text }) => !/^[A-Z`].*\.$/s.test(text ?? '')).map(({ path }) => path)).toEqual(
      [],
    );
  });

  it('says what the schema is, and where to start', () => {
    expect(sdl.description).toMatch(/Begin\s+with `viewer`/);
  });
});
