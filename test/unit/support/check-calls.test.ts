import { describe, expect, it } from 'vitest';
import { createCallChecker } from '../../support/openapi/check-calls.ts';
import { skipNote } from '../../support/openapi/clio-document.ts';

const checker = createCallChecker();

function problems(target: string): string[] | undefined {
  const [path = '', text = ''] = target.split('?');
  const query = text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const at = pair.indexOf('=', pair.startsWith('custom_field_values') ? pair.indexOf(']') : 0);
      return [pair.slice(0, at), pair.slice(at + 1)];
    });
  return checker?.problems([{ method: 'GET', path, query }]);
}

describe.skipIf(!checker)(`the check of REST calls${skipNote}`, () => {
  it.each([
    '/matters.json?fields=id,client{id,name,company},display_number&limit=200&order=id(asc)',
    '/matters.json?status=open,pending&open_date[]=>=2024-01-01&open_date[]=<2025-01-01&limit=1&offset=200',
    '/matters.json?custom_field_values[7]=[>=100, <150]&custom_field_values[3]=>5',
    '/activities.json?matter_id=null&limit=1&page_token=abc',
    '/contacts.json?ids[]=1&ids[]=2&fields=id',
    '/users/who_am_i.json?fields=id,account{id,name,owner}',
    '/calendar_entries/7-2.json?fields=id',
    '/notes.json?type=matter',
    '/documents/1/versions.json?limit=50',
    '/documents/1/download.json?document_version_id=3',
  ])('allows %s', (target) => {
    expect(problems(target)).toEqual([]);
  });

  it.each([
    ['/matter.json', 'no such operation'],
    ['/matters/x.json', 'no such operation'],
    ['/matters.json?limit=201', 'limit 201'],
    ['/matters.json?colour=red', 'no parameter colour'],
    ['/matters.json?client_id=null', 'client_id takes no null'],
    ['/matters.json?client_id=Contact:1', 'client_id takes no Contact:1'],
    ['/matters.json?billable=yes', 'billable takes no yes'],
    ['/matters.json?order=colour(asc)', 'order takes no colour(asc)'],
    ['/matters.json?status=open&status=closed', 'status is repeated'],
    ['/matters.json?created_since=2024-01-01', 'created_since takes no 2024-01-01'],
    ['/matters.json?custom_field_values=>5', 'no parameter custom_field_values'],
    ['/folders/list.json?offset=10', 'no parameter offset'],
    ['/notes.json?limit=1', 'type is missing'],
    ['/matters.json?fields=id,id', 'names id twice'],
    ['/matters.json?fields=colour', 'no field colour'],
    ['/matters.json?fields=client{colour}', 'no field client{colour}'],
    ['/matters.json?fields=client{company{id}}', 'do not parse'],
    ['/matters.json?fields=client{}', 'do not parse'],
    ['/matters.json?fields=display_number{id}', 'takes no braces'],
    ['/folders.json?fields=parent{id,parent}', 'no field parent{parent}'],
    ['/documents/1/download.json?fields=id', 'no parameter fields'],
  ])('rejects %s', (target, problem) => {
    expect(problems(target)?.join('\n')).toContain(problem);
  });
});
