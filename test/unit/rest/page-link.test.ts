import { describe, expect, it } from 'vitest';
import { readPageLink, unreadableLink } from '../../../src/rest/page-link.ts';

describe('readPageLink', () => {
  it.each([
    [undefined, null],
    [null, null],
    ['https://app.clio.com/api/v4/matters.json?page_token=BAh7%2B%3D&limit=2', { pageToken: 'BAh7+=' }],
    ['https://evil.example/steal?page_token=abc', { pageToken: 'abc' }],
    ['https://app.clio.com/api/v4/matters.json?offset=200', { offset: 200 }],
    ['https://app.clio.com/x?offset=0&page_token=a', { pageToken: 'a', offset: 0 }],
    ['https://app.clio.com/api/v4/matters.json', unreadableLink],
    ['https://app.clio.com/x?page_token=', unreadableLink],
    ['https://app.clio.com/x?offset=-3', unreadableLink],
    ['https://app.clio.com/x?offset=many', unreadableLink],
    [`https://app.clio.com/x?page_token=${'a'.repeat(1025)}`, unreadableLink],
    ['not a url', unreadableLink],
    ['', unreadableLink],
    [17, unreadableLink],
    [{}, unreadableLink],
  ])('reads %j as %j', (value, link) => {
    expect(readPageLink(value)).toEqual(link);
  });
});
