import { type Draft, ref } from '../record.ts';
import type { Dataset } from './dataset.ts';
import type { Random } from './random.ts';
import { cycle, type DraftMaker, each, named, type Recipes, rows } from './recipe.ts';
import { utbmsCodes } from './utbms-codes.ts';

const REPORTS = [
  'Accounts receivable',
  'Billing history',
  'Client ledger',
  'Matter budget',
  'Productivity',
  'Trust ledger',
];
/** A rate of the Legal Aid Agency (UK). */
const rate: DraftMaker = (index, random) => ({
  key: `rate_${index + 1}`,
  region: cycle(['London', 'Non-London'], index),
  activity: cycle(['Attendance', 'Preparation', 'Travel', 'Advocacy', 'Letters'], index),
  fee: random.money(20, 90),
  exceptional: random.money(90, 200),
});

/** The remaining resources: small tables with a few meaningful values. */
export const OTHERS: Recipes = {
  ActivityDescription: each(24, (index, random) => ({
    name: `${cycle(['Drafting', 'Research', 'Calls', 'Meetings', 'Court', 'Travel'], index)} ${Math.floor(index / 6) + 1}`,
    rate: {
      amount: random.int(20, 80) * 5 + 0.5,
      hierarchy: cycle(['Activity', 'Client', 'Default', 'Matter', 'Rate Table'], index),
      type: cycle(['User', 'Custom', 'FlatRate'], index),
      non_billable_amount: index % 4 === 0 ? 0.5 : null,
      rate_table_name: index % 5 === 4 ? 'Standard' : null,
      rate_table_category_name: index % 5 === 4 ? 'Partners' : null,
    },
  })),
  ExpenseCategory: each(16, (index) => ({
    name: `${cycle(['Filing', 'Courier', 'Copies', 'Travel', 'Experts', 'Meals', 'Lodging', 'Software'], index)} ${Math.floor(index / 8) + 1}`,
    entry_type: cycle(['hard_cost', 'soft_cost', null], index),
    tax_setting: cycle(['no_tax', 'tax_1_only'], index),
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
  GrantFundingSource: each(6, (index) => ({
    name: `Fund ${index + 1}`,
    grants: [index + 1, index + 7].filter((id) => id <= 8).map((id) => ref('Grant', id)),
  })),
  LaukCivilCertificatedRate: each(24, rate),
  LaukCivilControlledRate: each(24, rate),
  LaukCriminalControlledRate: each(24, rate),
  LaukExpenseCategory: each(12, (index, random) => ({
    key: `expense_${index + 1}`,
    name: cycle(['Interpreter', 'Expert', 'Travel', 'Court fee'], index),
    rate: random.money(1, 60),
  })),
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
    medical_bills: [index * 2 + 1].filter((id) => id <= 30).map((id) => ref('MedicalBill', id)),
    medical_records: [ref('MedicalRecord', index + 1)],
  })),
  Report: each(20, (index) => ({
    name: `${cycle(REPORTS, index)} ${index + 1}`,
    state: cycle(['completed', 'completed', 'queued', 'in_progress', 'failed'], index),
    progress: index % 5 < 2 ? 100 : 30,
  })),
  ReportPreset: each(10, (index) => ({
    name: `${cycle(REPORTS, index)}, monthly`,
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
    location: { name: cycle(['Main vault', 'Branch safe', 'Bank box'], index) },
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
    $state: cycle(['held', 'temporarily_removed', 'removed'], index),
    title: cycle(['Will', 'Deed', 'Power of attorney', 'Share certificate'], index),
  })),
  ServiceType: rows(
    ['Mail', 'E-mail', 'Personal', 'Fax', 'Courier', 'Publication', 'Electronic', 'None'].map(
      (description) => ({ description }),
    ),
  ),
  TextSnippet: each(12, (index) => ({
    phrase: cycle(['tc', 'mtg', 'rev', 'dr'], index),
    snippet: cycle(['telephone call', 'meeting with client', 'review of documents', 'drafting'], index),
  })),
  UtbmsCode: rows(utbmsCodes),
  UtbmsSet: named('Litigation', 'Bankruptcy', 'Project', 'Counseling', 'Expenses', 'Patents'),
  Webhook: each(8, (index) => ({
    url: `https://hooks.example.com/${index + 1}`,
    fields: 'id,etag,updated_at',
    events: ['created', 'updated', 'deleted'].slice(0, 1 + (index % 3)),
  })),
};

/** Types of the records in log entries. */
const LOGGED = ['Matter', 'Contact', 'Document', 'Communication', 'CalendarEntry'] as const;

/** The third entry has a type that is not in Clio's document: enums are open on output. */
function logEntry(index: number, random: Random, data: Dataset): Draft {
  const type = cycle(LOGGED, index);
  const item = data.embed('PolymorphicObject', 'LogEntry', random, {
    id: random.int(1, data.count(type)),
    type,
    identifier: `${type} ${index + 1}`,
  });
  // Some entries are about no record.
  if (index % 10 === 7) return { type: `${type}LogEntry`, item: null };
  return { type: index === 2 ? 'WhiteboardLogEntry' : `${type}LogEntry`, item };
}
