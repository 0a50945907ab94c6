import { describe, expect, it } from 'vitest';
import { planned } from '../../support/plan-query.ts';

// Operation in, calls out. Each line is a call; calls that depend on its response are indented below it. `*` is a call for
// each parent, `[200]` a batch of at most 200 ids, `[1]` a call for each id.
interface Case {
  readonly title: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly plan: readonly string[];
}

describe('a single call', () => {
  it.each<Case>([
    {
      title: 'scalars',
      query: '{ activities { nodes { id note } } }',
      plan: ['/activities.json?fields=id,note'],
    },
    {
      title: 'only the id of a nested record',
      query: '{ activities { nodes { matter { id clioId } } } }',
      plan: ['/activities.json?fields=id,matter{id}'],
    },
    {
      title: 'scalars of nested records',
      query: '{ activities { nodes { matter { displayNumber } user { name } } } }',
      plan: ['/activities.json?fields=id,matter{id,display_number},user{id,name}'],
    },
    {
      title: 'only the id two levels down',
      query: '{ activities { nodes { matter { client { id } } } } }',
      plan: ['/activities.json?fields=id,matter{id,client}'],
    },
    {
      title: 'all fields of a record without id two levels down',
      query: '{ documents { nodes { latestDocumentVersion { putHeaders { name value } } } } }',
      plan: ['/documents.json?fields=id,latest_document_version{id,put_headers}'],
    },
    {
      title: 'only the id of an embedded record two levels down',
      query: '{ matters { nodes { customRate { rates { id } } } } }',
      plan: ['/matters.json?fields=id,custom_rate{rates}'],
    },
    {
      title: 'a count',
      query: '{ matters { totalCount } }',
      plan: ['/matters.json'],
    },
    {
      title: 'a count and a page',
      query: '{ matters { totalCount pageInfo { hasNextPage } } }',
      plan: ['/matters.json?fields=id'],
    },
    {
      title: 'type names only',
      query: '{ matters { nodes { __typename } } }',
      plan: ['/matters.json?fields=id'],
    },
    {
      title: 'a nested record of which nothing is selected',
      query: '{ matters { nodes { client { __typename } } } }',
      plan: ['/matters.json?fields=id,client{id}'],
    },
    {
      title: 'a typed value, by the value and its type',
      query: '{ matter(id: 1) { customFieldValue(by: { name: "Court" }) { numberValue } } }',
      plan: [
        '[200] /matters.json?fields=id,custom_field_values{id,custom_field,field_name,field_type,value}',
      ],
    },
    {
      title: 'a record that contains itself',
      query: '{ calendarEntries { nodes { parentCalendarEntry { summary } } } }',
      plan: ['/calendar_entries.json?fields=id,parent_calendar_entry{id,summary}'],
    },
    {
      title: 'singletons',
      query: '{ viewer { name } billingSetting { id } }',
      plan: ['/users/who_am_i.json?fields=id,name', '/settings/billing.json?fields=id'],
    },
  ])('loads what Clio nests in the record: $title', ({ query, variables, plan }) => {
    expect(planned(query, variables).trimEnd().split('\n')).toEqual(plan);
  });
});

describe('a batch', () => {
  it.each<Case>([
    {
      title: 'the second level',
      query: '{ activities { nodes { matter { displayNumber client { name } } } } }',
      plan: [
        '/activities.json?fields=id,matter{id,client,display_number}',
        '  [200] /contacts.json?fields=id,name',
      ],
    },
    {
      title: 'the third level, with the second',
      query: '{ activities { nodes { matter { client { company { name } } } } } }',
      plan: [
        '/activities.json?fields=id,matter{id,client}',
        '  [200] /contacts.json?fields=id,company{id,name}',
      ],
    },
    {
      title: 'the fourth level',
      query: '{ activities { nodes { matter { client { company { addresses { city } } } } } } }',
      plan: [
        '/activities.json?fields=id,matter{id,client}',
        '  [200] /contacts.json?fields=id,company',
        '    [200] /contacts.json?fields=id,addresses{id,city}',
      ],
    },
    {
      title: 'embedded records, with their owner',
      query: '{ matters { nodes { client { addresses { city } phoneNumbers { number } name } } } }',
      plan: [
        '/matters.json?fields=id,client{id,name}',
        '  [200] /contacts.json?fields=id,addresses{id,city},name,phone_numbers{id,number}',
      ],
    },
    {
      title: 'records of a list, by the ids in it',
      query: '{ matters { nodes { customFieldValues { customField { name } } } } }',
      plan: [
        '/matters.json?fields=id,custom_field_values{id,custom_field}',
        '  [200] /custom_fields.json?fields=id,name',
      ],
    },
    {
      title: 'calendar entries, each of which a list may hide',
      query: '{ lineItems { nodes { activity { calendarEntry { summary } } } } }',
      plan: [
        '/line_items.json?fields=id,activity{id,calendar_entry}',
        '  [200] /calendar_entries.json?fields=id,summary',
      ],
    },
    {
      title: 'one call for each id if Clio takes no list of ids',
      query: '{ nodes(ids: ["Comment:1", "Comment:2"]) { ... on Comment { message } } }',
      plan: ['[1] /comments/{id}.json?fields=id,message'],
    },
    {
      title: 'a note, with the type that its batch needs',
      query: '{ notes(filter: { type: MATTER }) { nodes { timeEntries { matterNote { subject } } } } }',
      plan: ['/notes.json?fields=id,time_entries{id,matter_note}', '  [200] /notes.json?fields=id,subject'],
    },
    {
      title: 'notes of each type in turn if their type is unknown',
      query: '{ nodes(ids: ["Note:1", "Note:2"]) { ... on Note { subject } } }',
      plan: ['[200] /notes.json?fields=id,subject'],
    },
  ])('loads deeper records: $title', ({ query, variables, plan }) => {
    expect(planned(query, variables).trimEnd().split('\n')).toEqual(plan);
  });
});

describe('the plan', () => {
  it.each<Case>([
    {
      title: 'one grandchild is loaded by id',
      query: '{ relationships { nodes { matter { responsibleAttorney { name } } } } }',
      plan: [
        '/relationships.json?fields=id,matter{id,responsible_attorney}',
        '  [200] /users.json?fields=id,name',
      ],
    },
    {
      title: 'two grandchildren of one kind arrive with a reload of their parent, which needs no more calls',
      query: '{ relationships { nodes { matter { responsibleAttorney { name } client { name } } } } }',
      plan: [
        '/relationships.json?fields=id,matter',
        '  [200] /matters.json?fields=id,client{id,name},responsible_attorney{id,name}',
      ],
    },
    {
      title: 'for four grandchildren the parent is loaded, which saves three calls',
      query:
        '{ activities { nodes { matter { responsibleAttorney { name } client { name } group { name } practiceArea { name } } } } }',
      plan: [
        '/activities.json?fields=id,matter',
        '  [200] /matters.json?fields=id,client{id,name},group{id,name},practice_area{id,name},responsible_attorney{id,name}',
      ],
    },
    {
      title: 'a parent that must be loaded includes the other grandchildren',
      query:
        '{ activities { nodes { matter { description client { name } customFieldValues { fieldName } } } } }',
      plan: [
        '/activities.json?fields=id,matter',
        '  [200] /matters.json?fields=id,client{id,name},custom_field_values{id,field_name},description',
      ],
    },
    {
      title: 'loads of one kind from two places wait for each other',
      query: '{ activities { nodes { user { contact { name } } matter { client { name } } } } }',
      plan: [
        '/activities.json?fields=id,matter{id,client},user{id,contact}',
        '  [200] /contacts.json?fields=id,name',
        '  [200] /contacts.json?fields=id,name',
      ],
    },
  ])('has the fewest calls, then the fewest rounds: $title', ({ query, variables, plan }) => {
    expect(planned(query, variables).trimEnd().split('\n')).toEqual(plan);
  });
});

describe('a link', () => {
  it.each<Case>([
    {
      title: 'a currency',
      query: '{ bankTransactions { nodes { currencyRecord { code } } } }',
      plan: ['/bank_transactions.json?fields=id,currency_id', '  [200] /currencies.json?fields=id,code'],
    },
    {
      title: 'not if only the id is selected',
      query: '{ bankTransactions { nodes { currencyRecord { id } } } }',
      plan: ['/bank_transactions.json?fields=id,currency_id'],
    },
    {
      title: 'below a nested record',
      query: '{ expenseCategories { nodes { utbmsCode { utbmsSet { name } } } } }',
      plan: [
        '/expense_categories.json?fields=id,utbms_code{id,utbms_set_id}',
        '  [200] /utbms/sets.json?fields=id,name',
      ],
    },
    {
      title: 'a picklist option, in the list of the field beside it',
      query: '{ matters { nodes { customFieldValues { picklistOption { option } } } } }',
      plan: [
        '/matters.json?fields=id,custom_field_values{id,custom_field,picklist_option}',
        '  [200] /custom_fields.json?fields=id,picklist_options{id,option}',
      ],
    },
    {
      title: 'the id of a picklist option needs no list',
      query: '{ matters { nodes { customFieldValues { picklistOption { id } } } } }',
      plan: ['/matters.json?fields=id,custom_field_values{id,picklist_option}'],
    },
  ])('follows an id in a plain field: $title', ({ query, variables, plan }) => {
    expect(planned(query, variables).trimEnd().split('\n')).toEqual(plan);
  });
});

describe('a polymorphic position', () => {
  it.each<Case>([
    {
      title: 'by type and id',
      query: '{ tasks { nodes { assignee { name node { ... on Node { id } __typename } } } } }',
      plan: ['/tasks.json?fields=id,assignee{id,name,type}'],
    },
    {
      title: 'each type with its own fields',
      query: '{ tasks { nodes { assignee { node { ... on User { email } ... on Contact { title } } } } } }',
      plan: [
        '/tasks.json?fields=id,assignee{id,type}',
        '  [200] /contacts.json?fields=id,title',
        '  [200] /contacts.json?fields=id,title',
        '  [200] /users.json?fields=id,email',
      ],
    },
    {
      title: 'fields that the participant has of a user, and fields that it lacks of a contact',
      query: '{ tasks { nodes { assignee { node { ... on User { name } ... on Contact { title } } } } } }',
      plan: [
        '/tasks.json?fields=id,assignee{id,name,type}',
        '  [200] /contacts.json?fields=id,title',
        '  [200] /contacts.json?fields=id,title',
      ],
    },
    {
      title: 'items that have all selected fields of their documents, except the content type of one',
      query:
        '{ a: items { nodes { node { ... on Document { name parent { name } } } } } b: items { nodes { node { ... on Document { name contentType } } } } }',
      plan: [
        '/folders/list.json?fields=id,name,parent{id,name},type',
        '/folders/list.json?fields=id,type',
        '  [200] /documents.json?fields=id,content_type,name',
      ],
    },
    {
      title: 'a matter behind a billable matter, nested in its client',
      query: '{ billableClients { nodes { billableMatters { matter { displayNumber } } } } }',
      plan: ['/billable_clients.json?fields=id,billable_matters{id,display_number}'],
    },
    {
      title: 'two kinds of notes, each with its type',
      query: '{ logEntries { nodes { item { node { ... on Note { subject } } } } } }',
      plan: [
        '/log_entries.json?fields=id,item{id,type}',
        '  [200] /notes.json?fields=id,subject',
        '  [200] /notes.json?fields=id,subject',
      ],
    },
    {
      title: 'node',
      query: '{ node(id: "Matter:1") { id ... on Matter { client { name } } } }',
      plan: ['[200] /matters.json?fields=id,client{id,name}'],
    },
    {
      title: 'nodes of several types',
      query:
        '{ nodes(ids: ["Matter:1", "Contact:2"]) { ... on Contact { name } ... on Matter { description } } }',
      plan: ['[200] /matters.json?fields=id,description', '[200] /contacts.json?fields=id,name'],
    },
  ])('is planned for each type: $title', ({ query, variables, plan }) => {
    expect(planned(query, variables).trimEnd().split('\n')).toEqual(plan);
  });
});

describe('a connection, single object or file link', () => {
  it.each<Case>([
    {
      title: 'a connection on a parent',
      query: '{ contacts { nodes { matters { nodes { displayNumber } } } } }',
      plan: ['/contacts.json?fields=id', '  * /matters.json?fields=id,display_number'],
    },
    {
      title: 'a connection on a nested record, of which it needs only the id',
      query: '{ activities { nodes { matter { tasks { nodes { name } } } } } }',
      plan: ['/activities.json?fields=id,matter{id}', '  * /tasks.json?fields=id,name'],
    },
    {
      title: 'a list below a path',
      query: '{ matter(id: 1) { relatedContacts { nodes { name } } } }',
      plan: [
        '[200] /matters.json?fields=id',
        '  * /matters/{matter_id}/related_contacts.json?fields=id,name',
      ],
    },
    {
      title: 'a record below a path',
      query: '{ jurisdiction(id: 1) { trigger(id: 2) { description } } }',
      plan: [
        '[200] /court_rules/jurisdictions.json?fields=id',
        '  * /court_rules/jurisdictions/{jurisdiction_id}/triggers/{id}.json?fields=id,description',
      ],
    },
    {
      title: 'a link to a file',
      query: '{ reports { nodes { downloadUrl } } }',
      plan: ['/reports.json?fields=id', '  * /reports/{id}/download.json'],
    },
  ])('is a call for each parent: $title', ({ query, variables, plan }) => {
    expect(planned(query, variables).trimEnd().split('\n')).toEqual(plan);
  });
});

describe('a selection', () => {
  it.each<Case>([
    {
      title: 'two names for one record',
      query: '{ matter(id: 1) { a: client { name } b: client { title } } }',
      plan: ['[200] /matters.json?fields=id,client{id,name,title}'],
    },
    {
      title: 'two positions of one list',
      query: '{ matters { nodes { client { name } } edges { node { client { title } description } } } }',
      plan: ['/matters.json?fields=id,client{id,name,title},description'],
    },
    {
      title: 'fragments on one position',
      query:
        'query { matter(id: 1) { ...A ...B } } fragment A on Matter { client { name } } fragment B on Matter { client { title } description }',
      plan: ['[200] /matters.json?fields=id,client{id,name,title},description'],
    },
    {
      title: 'a fragment on the interface',
      query: '{ matter(id: 1) { ... on Node { id } ... on Matter { number } } }',
      plan: ['[200] /matters.json?fields=id,number'],
    },
    {
      title: 'an included field',
      query: 'query ($on: Boolean!) { matter(id: 1) { number client @include(if: $on) { name } } }',
      variables: { on: true },
      plan: ['[200] /matters.json?fields=id,client{id,name},number'],
    },
    {
      title: 'a field that is not included',
      query: 'query ($on: Boolean!) { matter(id: 1) { number client @include(if: $on) { name } } }',
      variables: { on: false },
      plan: ['[200] /matters.json?fields=id,number'],
    },
    {
      title: 'a skipped field',
      query: 'query ($off: Boolean!) { matter(id: 1) { number ... @skip(if: $off) { client { name } } } }',
      variables: { off: true },
      plan: ['[200] /matters.json?fields=id,number'],
    },
  ])('is merged as GraphQL merges it: $title', ({ query, variables, plan }) => {
    expect(planned(query, variables).trimEnd().split('\n')).toEqual(plan);
  });
});
