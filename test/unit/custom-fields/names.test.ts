import { describe, expect, it } from 'vitest';
import { fieldName, freeName, optionName } from '../../../src/custom-fields/names.ts';

describe('the name of a custom field', () => {
  it.each([
    ['Date of loss', 'dateOfLoss'],
    ['VAT ID', 'vatId'],
    ['Gericht für Süd-Straße', 'gerichtFurSudStrasse'],
    ['Дата суда', 'dataSuda'],
    ['Ημερομηνία', 'imerominia'],
    ["Plaintiff's insurer", 'plaintiffsInsurer'],
    ['Profit & loss', 'profitAndLoss'],
    ['50% share', 'field50PercentShare'],
    ['裁判所', 'field12'],
    ['裁判所 court', 'court'],
    ['  ', 'field12'],
    ['__typename', 'typename'],
    ['id', 'idField'],
    ['Then', 'thenField'],
    ['constructor', 'constructorField'],
    ['__proto__', 'proto'],
    ['toString', 'tostring'],
    ['To JSON', 'toJson'],
    ['to String', 'toStringField'],
    ['⚖️🏛️', 'field12'],
    ['1st hearing', 'field1stHearing'],
    ['½ share', 'field12Share'],
    ['COURT', 'court'],
    ['Court\n(second line)', 'courtSecondLine'],
    ['Court\u0000\u200f', 'court'],
    ['תאריך court', 'court'],
    ['تاريخ الجلسة', 'field12'],
    ['_', 'field12'],
    ['"""', 'field12'],
    ['\ud800', 'field12'],
  ])('is made from the label: %j → %s', (label, name) => {
    expect(fieldName(label, '12')).toBe(name);
  });

  it('is cut after a word', () => {
    const name = fieldName(
      'A label that goes on and on and on until it is longer than anybody would ever want to type',
      '1',
    );
    expect(name.length).toBeLessThanOrEqual(60);
    expect(name).toMatch(/^aLabelThatGoesOn/);
    expect(fieldName('x'.repeat(200), '1')).toHaveLength(60);
  });

  it('is followed by a number if it is taken', () => {
    expect(freeName('court', new Set())).toBe('court');
    expect(freeName('court', new Set(['Court', 'Court2']))).toBe('court3');
    expect(freeName('N_A', new Set(['N_A']), '_')).toBe('N_A_2');
  });
});

it.each([
  ['Walk-in', 'WALK_IN'],
  ['n/a', 'N_A'],
  ['1st', 'OPTION_1ST'],
  ['否', 'OPTION_7'],
  ['true', 'TRUE'],
])('the option %j is named %s', (label, name) => {
  expect(optionName(label, '7')).toBe(name);
});
