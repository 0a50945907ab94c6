import { type Draft, ref } from '../record.ts';
import type { Dataset } from './dataset.ts';
import type { Random } from './random.ts';
import { each, named, type Recipes, rows } from './recipe.ts';
import { utbmsCodes } from './utbms-codes.ts';

const REPORTS = [
  'Accounts receivable',
  'Billing history',
  'Client ledger',
  'Matter budget',
  'Productivity',
  'Trust ledger',
];
const LAUK = {
  region: (index: number): string => (['London', 'Non-London'] as const)[index % 2] ?? 'London',
  activity: (index: number): string =>
    ['Attendance', 'Preparation', 'Travel', 'Advocacy', 'Letters'][index % 5] ?? 'Attendance',
};
const rate = (index: number, random: Random): Draft => ({
  key: `rate_${index + 1}`,
  region: LAUK.region(index),
  activity: LAUK.activity(index),
  fee: random.money(20, 90),
  exceptional: random.money(90, 200),
});

/** The remaining resources: small tables with a few meaningful values; the catalog's makers fill in the others. */
export const OTHERS: Recipes = {
  ActivityDescription: each(24, (index, random) => ({
    name: `${['Drafting', 'Research', 'Calls', 'Meetings', 'Court', 'Travel'][index % 6]} ${Math.floor(index / 6) + 1}`,
    rate: {
      amount: random.int(20, 80) * 5 + 0.5,
      hierarchy: ['Activity', 'Client', 'Default', 'Matter', 'Rate Table'][index % 5] ?? 'Default',
      type: ['User', 'Custom', 'FlatRate'][index % 3] ?? 'User',
      non_billable_amount: index % 4 === 0 ? 0.5 : null,
      rate_table_name: index % 5 === 4 ? 'Standard' : null,
      rate_table_category_name: index % 5 === 4 ? 'Partners' : null,
    },
  })),
  ExpenseCategory: each(16, (index) => ({
    name: `${['Filing', 'Courier', 'Copies', 'Travel', 'Experts', 'Meals', 'Lodging', 'Software'][index % 8]} ${Math.floor(index / 8) + 1}`,
    entry_type: ['hard_cost', 'soft_cost', null][index % 3] ?? null,
    tax_setting: ['no_tax', 'tax_1_only'][index % 2] ?? null,
  })),
  BillTheme: named('Classic', 'Modern', 'Plain', 'Trust', 'Compact', 'Letterhead'),
  CalendarVisibility: each(8, (index) => ({
    name: `Task calendar ${index + 1}`,
    display_name: `Tasks of user ${index + 1}`,
  })),
  ClioPaymentsLink: each(12, (index, random) => ({
    active: index % 3 === 0,
    amount: random.money(50, 2500),
    currency: 'USD',
    url: `https://pay.example.com/l/${1000 + index}`,
  })),
  CustomAction: each(6, (index) => ({
    label: `Open in tool ${index + 1}`,
    target_url: `https://tools.example.com/${index + 1}`,
  })),
  EventMetrics: rows([
    {
      unread_client_portal_messages: 3,
      unread_mobile_events: 0,
      unread_secure_messages: 2,
      unread_text_messages: 1,
      unread_web_events: 9,
    },
  ]),
  MyEvent: each(14, () => ({})),
  Grant: each(8, (index) => ({
    name: `Access to justice ${index + 1}`,
    funding_code: `F-${index + 1}`,
    funding_source_name: `Fund ${(index % 6) + 1}`,
    funding_code_and_name: `F-${index + 1} Access to justice ${index + 1}`,
    grant_funding_source: ref('GrantFundingSource', (index % 6) + 1),
  })),
  GrantFundingSource: {
    count: 6,
    drafts: () =>
      Array.from(
        { length: 6 },
        (_, index): Draft => ({
          name: `Fund ${index + 1}`,
          grants: [index + 1, index + 7].filter((id) => id <= 8).map((id) => ({ entity: 'Grant', id })),
        }),
      ),
  },
  LaukCivilCertificatedRate: each(24, rate),
  LaukCivilControlledRate: each(24, rate),
  LaukCriminalControlledRate: each(24, rate),
  LaukExpenseCategory: each(12, (index, random) => ({
    key: `expense_${index + 1}`,
    name: ['Interpreter', 'Expert', 'Travel', 'Court fee'][index % 4] ?? 'Other',
    rate: random.money(1, 60),
  })),
  // The third entry has a type that Clio's document does not know: enums are open on output.
  LogEntry: each(60, logEntry),
  MatterTransfer: each(8, (_index, random) => ({
    amount: random.money(100, 3000),
    description: 'Transfer between matters',
  })),
  MedicalBill: each(30, (index, random) => ({
    name: `Hospital bill ${index + 1}`,
    amount: random.money(100, 9000),
  })),
  MedicalRecord: { count: 24 },
  MedicalRecordsRequest: each(16, (index) => ({
    description: 'Records of treatment',
    medical_bills: [index * 2 + 1].filter((id) => id <= 30).map((id) => ({ entity: 'MedicalBill', id })),
    medical_records: [index + 1].map((id) => ({ entity: 'MedicalRecord', id })),
  })),
  Report: each(20, (index) => ({
    name: `${REPORTS[index % REPORTS.length]} ${index + 1}`,
    state: ['completed', 'completed', 'queued', 'in_progress', 'failed'][index % 5] ?? 'completed',
    progress: index % 5 < 2 ? 100 : 30,
  })),
  ReportPreset: each(10, (index) => ({
    name: `${REPORTS[index % REPORTS.length]}, monthly`,
    // An object, whatever Clio's document says.
    options: { client_id: index + 1, group_by: 'matter', include_closed: index % 2 === 0 },
    report_schedule: index < 8 ? ref('ReportSchedule', index + 1) : null,
  })),
  ReportSchedule: each(8, (index) => ({
    report_preset_id: index + 1,
    days_of_week: [1, 3, 5].slice(0, 1 + (index % 3)),
  })),
  SafeCustodyPacket: each(14, (index) => ({
    number: String(index + 1).padStart(4, '0'),
    location: { name: ['Main vault', 'Branch safe', 'Bank box'][index % 3] ?? 'Main vault' },
  })),
  SafeCustodyPacketLocation: named(
    'Main vault',
    'Branch safe',
    'Bank box',
    'Archive',
    'Second office',
    'Court',
  ),
  // Only writes make these two, and no list shows them.
  SafeCustodyRecordState: { count: 0 },
  TrustRequest: { count: 0 },
  SafeCustodyRecord: each(30, (index) => ({
    $state: ['held', 'temporarily_removed', 'removed'][index % 3] ?? 'held',
    title: ['Will', 'Deed', 'Power of attorney', 'Share certificate'][index % 4] ?? 'Will',
  })),
  ServiceType: each(8, (index) => ({
    description:
      ['Mail', 'E-mail', 'Personal', 'Fax', 'Courier', 'Publication', 'Electronic', 'None'][index] ?? null,
  })),
  TextSnippet: each(12, (index) => ({
    phrase: ['tc', 'mtg', 'rev', 'dr'][index % 4] ?? 'x',
    snippet: ['telephone call', 'meeting with client', 'review of documents', 'drafting'][index % 4] ?? 'x',
  })),
  UtbmsCode: each(utbmsCodes.length, (index) => ({ ...utbmsCodes[index] })),
  UtbmsSet: named('Litigation', 'Bankruptcy', 'Project', 'Counseling', 'Expenses', 'Patents'),
  Webhook: each(8, (index) => ({
    url: `https://hooks.example.com/${index + 1}`,
    fields: 'id,etag,updated_at',
    events: ['created', 'updated', 'deleted'].slice(0, 1 + (index % 3)),
  })),
};

/** Types of records that log entries name. */
const LOOKED_AT = ['Matter', 'Contact', 'Document', 'Communication', 'CalendarEntry'] as const;

/** An entry about a record that exists. The third has a type that Clio's document does not know. */
function logEntry(index: number, random: Random, data: Dataset): Draft {
  const type = LOOKED_AT[index % LOOKED_AT.length] ?? 'Matter';
  const item = data.embed('PolymorphicObject', 'LogEntry', random, {
    id: random.int(1, data.count(type)),
    type,
    identifier: `${type} ${index + 1}`,
  });
  // Some entries name no record.
  if (index % 10 === 7) return { type: `${type}LogEntry`, item: null };
  return { type: index === 2 ? 'WhiteboardLogEntry' : `${type}LogEntry`, item };
}
