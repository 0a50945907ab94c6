import MiniSearch from 'minisearch';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { createServedSchema } from '../../../src/federation/served-schema.ts';
import { createSchemaSearch } from '../../../src/mcp/search-schema.ts';

const { schema } = createServedSchema(loadCatalog());
const search = createSchemaSearch(schema, MiniSearch);

/** What people of a firm search for, and the fields that they need. */
const questions: readonly (readonly [question: string, fields: readonly string[]])[] = [
  ['unbilled time of a client', ['Query.billableMatters', 'Query.billableClients']],
  ['who am I', ['Query.viewer']],
  ['open cases', ['Query.matters']],
  ['find a client by name', ['Query.contacts']],
  ['invoices that are overdue', ['Query.bills']],
  ['outstanding client balances', ['Query.outstandingClientBalances']],
  ['tasks due this week', ['Query.tasks']],
  ['my appointments tomorrow', ['Query.calendarEntries']],
  ['log time', ['Mutation.createActivity']],
  ['record an expense', ['Mutation.createActivity']],
  ['create a new contact', ['Mutation.createContact']],
  ['change the status of a case', ['Mutation.updateMatter']],
  ['delete a task', ['Mutation.deleteTask']],
  ['who is the opposing party', ['Query.relationships', 'Matter.relationships']],
  ['documents of a matter', ['Query.documents']],
  ['upload a document', ['Mutation.uploadDocument']],
  ['notes about a client', ['Query.notes']],
  ['phone calls', ['Query.communications']],
  ['trust account balance', ['Matter.accountBalances', 'Query.bankAccounts', 'BankAccount.balance']],
  ['staff of the firm', ['Query.users']],
  ['hourly rate of a lawyer', ['User.rate', 'Query.activityRates']],
  ['custom fields', ['Query.customFields']],
  ['set custom field values', ['Mutation.setCustomFieldValues']],
  ['practice areas', ['Query.practiceAreas']],
  ['matter stages', ['Query.matterStages']],
  ['court deadlines', ['Query.matterDockets', 'Query.jurisdictions', 'Query.serviceTypes']],
  ['bank transactions', ['Query.bankTransactions']],
  ['payments of a bill', ['Query.allocations', 'Query.creditMemos', 'Query.clioPaymentsPayments']],
  [
    'email address of a contact',
    ['EmailAddress.address', 'Contact.emailAddresses', 'Contact.primaryEmailAddress'],
  ],
  ['address of a contact', ['Contact.addresses', 'Contact.primaryAddress']],
  ['responsible attorney of a matter', ['Matter.responsibleAttorney']],
  ['calendars', ['Query.calendars']],
  ['task lists templates', ['Query.taskTemplateLists']],
  [
    'activity descriptions / UTBMS codes',
    ['Query.activityDescriptions', 'Query.utbmsCodes', 'Query.utbmsSets'],
  ],
  ['reminders', ['Query.reminders']],
  ['folders', ['Query.folders']],
  ['webhooks', ['Query.webhooks']],
  ['bill line items', ['Query.lineItems', 'Bill.lineItems']],
  ['statute of limitations', ['Matter.statuteOfLimitations']],
  ['conversation messages', ['Query.conversationMessages', 'Query.conversations']],
  ['time entries', ['Query.activities', 'Matter.activities']],
  ['hours worked on a matter last month', ['Query.activities', 'Matter.activities']],
  ['list all clients', ['Query.contacts', 'Query.billableClients']],
  ['which matters have had no activity', ['Query.matters', 'Query.activities']],
  ['total of an invoice', ['Bill.total', 'Query.bills']],
  ['amount still owed by a client', ['Query.outstandingClientBalances', 'Contact.outstandingClientBalances']],
  ['overdue todos and their assignee', ['Query.tasks', 'Task.assignee']],
  ['meetings of an attorney', ['Query.calendarEntries']],
  ['billing rate for a matter', ['Query.activityRates', 'Matter.customRate', 'User.rate']],
  ['when does the limitation period end', ['Matter.statuteOfLimitations']],
  ['company a person works for', ['Contact.company']],
  ['download a file', ['Document.downloadUrl', 'Query.documents', 'Document.latestDocumentVersion']],
  ['send an email', ['Mutation.createCommunication']],
  ['mark a task as done', ['Mutation.updateTask']],
  ['schedule a hearing', ['Mutation.createCalendarEntry']],
  ['assign a matter to a lawyer', ['Mutation.updateMatter']],
  ['new case for a client', ['Mutation.createMatter']],
  ['add a note to a matter', ['Mutation.createNote']],
  [
    'related contacts of a case',
    ['Matter.relatedContacts', 'Query.relationships', 'Matter.contacts', 'Matter.relationships'],
  ],
  ['expense categories', ['Query.expenseCategories']],
  [
    'trust funds',
    [
      'Query.trustLineItems',
      'Matter.accountBalances',
      'Mutation.createTrustRequest',
      'Query.bankAccounts',
      'Query.bankTransactions',
    ],
  ],
  [
    'interest charged on a bill',
    ['Query.interestCharges', 'Bill.interestCharges', 'Bill.interest', 'Query.bills'],
  ],
  ['group of users', ['Query.groups']],
  ['settlement damages', ['Query.damages', 'Mutation.createDamage']],
  ['medical records', ['Query.medicalRecordsRequests']],
  ['log entries for a matter audit', ['Query.logEntries']],
  ['my calendar', ['Query.calendars', 'Query.calendarEntries']],
  [
    'text messages with a client',
    ['Query.conversations', 'Query.conversationMessages', 'Query.communications'],
  ],
  ['report of revenue', ['Query.reports', 'Mutation.createReport', 'Query.reportPresets']],
  ['originating attorney', ['Matter.originatingAttorney']],
  ['date a matter was opened', ['Matter.openDate', 'Query.matters']],
  ['currencies', ['Query.currencies']],
  ['permissions of a user', ['User.roles', 'Query.users']],
  ['bill themes', ['Query.billThemes']],
  ['medical bills', ['MedicalRecordsRequest.medicalBills', 'Query.medicalRecordsRequests']],
  ['event attendees', ['CalendarEntry.attendees', 'Query.calendarEntries']],
  ['matter number', ['Matter.displayNumber', 'Matter.number', 'Query.matters']],
  [
    'legal aid',
    ['Matter.legalAidUkMatter', 'Query.laukCivilCertificatedRates', 'Query.laukExpenseCategories'],
  ],
  ['document templates', ['Query.documentTemplates']],
  ['automations of documents', ['Query.documentAutomations']],
];

describe('the search of the schema', () => {
  it('is tested only with fields that exist', () => {
    const names = questions.flatMap(([, fields]) => fields);
    const missing = names.filter((name) => {
      const [type = '', field = ''] = name.split('.');
      const found = schema.getType(type);
      return !found || !('getFields' in found) || !(field in found.getFields());
    });
    expect(missing).toEqual([]);
  });

  it('finds the right field among the first five results for at least nine of ten questions', () => {
    const missed = questions.filter(([question, fields]) => {
      const names = search.find(question, 5).map(({ name }) => name);
      return !fields.some((field) => names.includes(field));
    });
    expect(missed.map(([question]) => question).length).toBeLessThanOrEqual(questions.length / 10);
  });

  it('shows the declaration and the description of each result', () => {
    const [hit] = search.find('responsible attorney of a matter', 1);
    expect(hit?.signature).toMatch(/^\w+.*: /);
    expect(hit?.description).not.toBe('');
  });

  it('finds nothing for words that the schema does not have', () => {
    expect(search.find('zzqqxx', 5)).toEqual([]);
    expect(search.find('', 5)).toEqual([]);
  });

  it('returns at most the requested number of results', () => {
    expect(search.find('matter', 3)).toHaveLength(3);
  });
});
