import { describe, expect, it } from 'vitest';
import { camelCase, lowerFirst, upperFirst } from '../../../src/catalog/letter-case.ts';
import { enumValueName, pascalCase, plural } from '../../../src/importer/names.ts';

describe('camelCase', () => {
  it.each([
    ['id', 'id'],
    ['display_number', 'displayNumber'],
    ['ids[]', 'ids'],
    ['exclude_ids[]', 'excludeIds'],
    ['rate_for[matter_id]', 'rateForMatterId'],
    ['jurisdiction[id]', 'jurisdictionId'],
    ['navigation.next', 'navigationNext'],
    ['_destroy', 'destroy'],
    ['medical_bills_8', 'medicalBills8'],
    ['Activity_Task', 'activityTask'],
    ['already', 'already'],
    ['', ''],
  ])('turns %j into %j', (clio, graphql) => {
    expect(camelCase(clio)).toBe(graphql);
  });
});

describe('pascalCase', () => {
  it.each([
    ['Activity_Task', 'ActivityTask'],
    ['start_time', 'StartTime'],
    ['SafeCustodyPacket_SafeCustodyPacketLocation', 'SafeCustodyPacketSafeCustodyPacketLocation'],
    ['UTBMS', 'UTBMS'],
    ['matter', 'Matter'],
  ])('turns %j into %j', (clio, graphql) => {
    expect(pascalCase(clio)).toBe(graphql);
  });
});

describe('enumValueName', () => {
  it.each([
    ['open', 'OPEN'],
    ['TimeEntry', 'TIME_ENTRY'],
    ['Rate Table', 'RATE_TABLE'],
    ['activities/show', 'ACTIVITIES_SHOW'],
    ['not_started', 'NOT_STARTED'],
    ['MatterBill', 'MATTER_BILL'],
    // Acronyms stay whole, alone and before another word.
    ['UTBMS', 'UTBMS'],
    ['UTBMSCode', 'UTBMS_CODE'],
    ['LEDES1998B', 'LEDES1998B'],
    ['ManagePDFFile', 'MANAGE_PDF_FILE'],
    // A name cannot start with a digit.
    ['1', 'VALUE_1'],
    ['3rd_party', 'VALUE_3RD_PARTY'],
    // Colours: the case of the digits makes no difference.
    ['#367B9C', 'HEX_367B9C'],
    ['#d37760', 'HEX_D37760'],
    ['#aAbBcC', 'HEX_AABBCC'],
    ['#012345', 'HEX_012345'],
    // Time zones: a sign before a number matters, a hyphen inside a word does not.
    ['Europe/Berlin', 'EUROPE_BERLIN'],
    ['America/Port-au-Prince', 'AMERICA_PORT_AU_PRINCE'],
    ['America/Argentina/Buenos_Aires', 'AMERICA_ARGENTINA_BUENOS_AIRES'],
    ['America/North_Dakota/New_Salem', 'AMERICA_NORTH_DAKOTA_NEW_SALEM'],
    ['Etc/GMT+5', 'ETC_GMT_PLUS_5'],
    ['Etc/GMT-5', 'ETC_GMT_MINUS_5'],
    ['Etc/GMT5', 'ETC_GMT5'],
    ['GMT+0', 'GMT_PLUS_0'],
    ['EST5EDT', 'EST5EDT'],
    ['CST6CDT', 'CST6CDT'],
    ['W-SU', 'W_SU'],
    ['NZ-CHAT', 'NZ_CHAT'],
  ])('turns %j into %j', (clio, graphql) => {
    expect(enumValueName(clio)).toBe(graphql);
  });

  it('gives every time zone of this machine its own name', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    expect(zones.length).toBeGreaterThan(300);
    expect(new Set(zones.map(enumValueName)).size).toBe(zones.length);
  });
});

describe('plural', () => {
  it.each([
    ['Matter', 'Matters'],
    ['Activity', 'Activities'],
    ['Survey', 'Surveys'],
    ['Currency', 'Currencies'],
    ['LogEntry', 'LogEntries'],
    ['CalendarEntryEventType', 'CalendarEntryEventTypes'],
    ['EmailAddress', 'EmailAddresses'],
    ['Tax', 'Taxes'],
    ['Branch', 'Branches'],
    ['ExpenseCategory', 'ExpenseCategories'],
  ])('turns %s into %s', (noun, nouns) => {
    expect(plural(noun)).toBe(nouns);
  });
});

describe('lowerFirst and upperFirst', () => {
  it.each([
    ['Matter', 'matter', 'Matter'],
    ['billableClient', 'billableClient', 'BillableClient'],
    ['', '', ''],
  ])('change only the first letter of %j', (text, lower, upper) => {
    expect(lowerFirst(text)).toBe(lower);
    expect(upperFirst(text)).toBe(upper);
  });
});
