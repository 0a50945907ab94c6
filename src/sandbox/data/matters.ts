import { type Draft, isRef, type RawValue, type Ref, ref } from '../record.ts';
import { customFieldValues } from './custom-fields.ts';
import { type Dataset, isGone } from './dataset.ts';
import { shift } from './dates.ts';
import { ACTIVE_USERS, CURRENCY_CODES, PRACTICE_AREAS, STAGES_PER_AREA } from './firm.ts';
import { MATTER_SUBJECTS } from './names.ts';
import { cents, type Random } from './random.ts';
import { cycle, type DraftMaker, each, type Recipes } from './recipe.ts';

const COUNT = 310;

/** The first matters have a root folder each. */
export const MATTERS_WITH_FOLDER = 90;

const matter: DraftMaker = (index, random, data) => {
  const contacts = data.base('Contact');
  const id = index + 1;
  const client = contacts[random.int(0, contacts.length - 1)] as Draft;
  const surname = String(client.last_name ?? client.name ?? 'Client').split(' ')[0];
  const status = random.pick(['Open', 'Open', 'Open', 'Pending', 'Closed']);
  const opened = data.dates.day(-random.int(40, 1100));
  const closed = shift(opened, random.int(20, 400));
  const area = random.int(1, PRACTICE_AREAS.length);
  const currency = index % 13 === 6 ? random.int(2, 3) : 1;
  const attorney = (): Ref => ref('User', random.int(1, 7));
  const billing = random.pick(['hourly', 'hourly', 'hourly', 'flat', 'contingency']);
  const trust = index % 3 === 0 ? random.money(0, 20_000) : 0;
  return {
    id,
    $grant_id: index % 12 === 4 ? random.int(1, 8) : null,
    // Shared matters have one of the firm's co-counsel.
    $co_counsel: index % 20 === 3 ? [ref('Contact', 13 + 90 * (Math.floor(index / 20) % 5))] : [],
    $subscriber_ids: index % 4 === 1 ? [random.int(1, 6), random.int(7, ACTIVE_USERS)] : [],
    $currency_code: CURRENCY_CODES[currency - 1] ?? null,
    $amount_in_trust: trust,
    number: id,
    display_number: `${String(id).padStart(5, '0')}-${surname}`,
    custom_number: index % 4 === 0 ? `${PRACTICE_AREAS[area - 1]?.[2]}-${2020 + (id % 6)}-${id}` : null,
    description: `${random.pick(MATTER_SUBJECTS)}, ${surname}`,
    status,
    open_date: status === 'Pending' && index % 2 === 0 ? null : opened,
    pending_date: status === 'Open' && index % 3 > 0 ? null : shift(opened, -10),
    close_date: status === 'Closed' ? earlier(closed, data.dates.today) : null,
    client: ref('Contact', client.id),
    client_reference: index % 3 === 1 ? `REF-${random.int(100, 999)}` : null,
    billable: index % 15 !== 7,
    billing_method: billing,
    currency: ref('Currency', currency),
    practice_area: ref('PracticeArea', area),
    matter_stage: ref('MatterStage', (area - 1) * STAGES_PER_AREA + random.int(1, STAGES_PER_AREA)),
    responsible_attorney: attorney(),
    originating_attorney: random.chance(0.7) ? attorney() : null,
    responsible_staff: random.chance(0.5) ? ref('User', random.int(8, ACTIVE_USERS)) : null,
    user: attorney(),
    folder: id <= MATTERS_WITH_FOLDER ? ref('Folder', id) : null,
    location: random.chance(0.4) ? random.pick(['Brookhaven', 'Carrick', 'Dunmore']) : null,
    maildrop_address: `matter-${id}@maildrop.example.com`,
    last_activity_date: null,
    has_tasks: false,
    shared: index % 20 === 3,
    account_balances: [
      data.embed('AccountBalance', 'Matter', random, {
        type: 'Operating',
        name: 'Operating',
        currency_id: currency,
        balance: -random.money(0, 3000),
      }),
      data.embed('AccountBalance', 'Matter', random, {
        type: 'Trust',
        name: 'Trust',
        currency_id: currency,
        balance: trust,
      }),
    ],
    custom_field_values: customFieldValues(data, 'Matter', random, index),
    custom_rate: index % 3 === 2 ? customRate(data, billing, random) : null,
    legal_aid_uk_matter: index % 31 === 9 ? data.embed('LegalAidUkMatter', 'Matter', random) : null,
    matter_bill_recipients:
      index % 5 === 2
        ? [data.embed('MatterBillRecipient', 'Matter', random, { recipient: ref('Contact', client.id) })]
        : [],
    matter_stage_updated_at: data.dates.someMoment(random, -300, -1),
    // Filled later from their own tables.
    relationships: [],
    statute_of_limitations: null,
  };
};

const earlier = (a: string, b: string): string => [a, b].sort()[0] ?? a;

const RATE_TYPES: Readonly<Record<string, string>> = {
  hourly: 'HourlyRate',
  flat: 'FlatRate',
  contingency: 'ContingencyFee',
};

function customRate(data: Dataset, billing: string, random: Random): RawValue {
  const count = random.int(1, 3);
  const rates = Array.from({ length: count }, () =>
    data.embed('PolymorphicCustomRate', 'Matter', random, {
      user: ref('User', random.int(1, ACTIVE_USERS)),
      rate: random.int(30, 90) * 5 + 0.25,
    }),
  );
  return { type: RATE_TYPES[billing] ?? 'HourlyRate', on_invoice: random.chance(0.5), rates };
}

function linkMatters(data: Dataset, drafts: readonly Draft[]): void {
  const at = (value: RawValue | undefined): Draft | undefined =>
    isRef(value) ? drafts[Number(value.id) - 1] : undefined;
  for (const task of data.base('Task')) {
    const matter = at(task.matter);
    if (!matter) continue;
    matter.has_tasks = true;
    if (task.statute_of_limitations === true && !isGone(matter.statute_of_limitations)) {
      matter.statute_of_limitations = ref('Task', task.id);
    }
  }
  for (const activity of data.base('Activity')) {
    const matter = at(activity.matter);
    const last = matter?.last_activity_date;
    if (matter && (typeof last !== 'string' || last < String(activity.date)))
      matter.last_activity_date = activity.date ?? null;
  }
}

const TYPES = [
  'TimeEntry',
  'TimeEntry',
  'TimeEntry',
  'TimeEntry',
  'TimeEntry',
  'ExpenseEntry',
  'HardCostEntry',
  'SoftCostEntry',
] as const;
const WORK = [
  'Draft motion',
  'Telephone call with client',
  'Review of discovery documents',
  'Research case law',
  'Court appearance',
  'Prepare settlement offer',
  'Correspondence with opposing counsel',
  'Meeting with witness',
];
const COSTS = ['Court filing fee', 'Courier', 'Photocopies', 'Travel', 'Expert report', 'Certified copies'];

/** Notes alternate: odd ids belong to matters, even ids to contacts. */
export const isMatterNote = (id: number): boolean => id % 2 === 1;

const activity: DraftMaker = (index, random, data) => {
  const matterRows = data.base('Matter');
  const users = data.base('User');
  const everyNinth = (place: number, make: () => RawValue): RawValue =>
    (index + place) % 9 === 0 ? make() : null;
  const type = cycle(TYPES, index);
  const isTime = type === 'TimeEntry';
  const userId = random.int(1, ACTIVE_USERS);
  // A third of the work is for a fifth of the matters, as in real firms.
  const matterId = random.chance(0.35) ? random.int(1, COUNT / 5) : random.int(1, COUNT);
  const matter = index % 17 === 4 ? undefined : matterRows[matterId - 1];
  const nonBillable = index % 8 === 6;
  const noCharge = index % 40 === 7;
  const seconds = random.int(1, 60) * 360;
  const quantity = isTime ? seconds : random.int(1, 12);
  const price = isTime ? Number((users[userId - 1] as Draft).rate ?? 200) : random.money(3, 180);
  return {
    type,
    $written_off: index % 70 === 9,
    date: data.dates.day(-random.int(0, 420)),
    user: ref('User', userId),
    matter: matter ? ref('Matter', matter.id) : null,
    currency: ref('Currency', isRef(matter?.currency) ? matter.currency.id : 1),
    subject: matter
      ? data.embed('PolymorphicObject', 'Activity', random, {
          id: matter.id as number,
          type: 'Matter',
          identifier: matter.display_number ?? null,
          secondary_identifier: matter.description ?? null,
        })
      : null,
    note: index % 30 === 11 ? null : `${random.pick(isTime ? WORK : COSTS)}.`,
    ...amountsOf({ quantity, price, non_billable: nonBillable, no_charge: noCharge }, isTime),
    non_billable: nonBillable,
    no_charge: noCharge,
    flat_rate: isTime && index % 25 === 10,
    contingency_fee: index % 50 === 12,
    // Filled later from the bills.
    bill: null,
    billed: false,
    on_bill: false,
    activity_description: isTime && index % 3 > 0 ? data.some('ActivityDescription', random) : null,
    expense_category: isTime ? null : data.some('ExpenseCategory', random),
    vendor: type === 'HardCostEntry' ? data.some('Contact', random) : null,
    utbms_expense: !isTime && index % 2 === 0 ? data.some('UtbmsCode', random) : null,
    task: everyNinth(0, () => data.some('Task', random)),
    calendar_entry: everyNinth(1, () => ref('CalendarEntry', String(random.int(1, 240)))),
    communication: everyNinth(2, () => data.some('Communication', random)),
    matter_note: everyNinth(3, () => ref('Note', 2 * random.int(1, 130) - 1)),
    contact_note: everyNinth(4, () => ref('Note', 2 * random.int(1, 130))),
    document_version: everyNinth(5, () => data.some('DocumentVersion', random)),
    text_message_conversation:
      index % 60 === 20 ? data.embed('Activity_TextMessageConversation', 'Activity', random) : null,
    client_portal: index % 60 === 21 ? data.embed('ClientPortal', 'Activity', random) : null,
    legal_aid_uk_activity: index % 60 === 22 ? data.embed('LegalAidUkActivity', 'Activity', random) : null,
    timer: index < 6 ? ref('Timer', (index % 3) + 1) : null,
    reference: index % 10 === 0 ? `A-${index + 1}` : null,
    tax_settings: index % 5 === 0 ? taxes(data, random, 1 + (index % 2)) : [],
    input_tax_settings: index % 35 === 0 ? taxes(data, random, 1) : [],
  };
};

/** The amounts of an activity. Time is entered in seconds and billed in units of twelve minutes. */
export function amountsOf(activity: Draft, isTime: boolean): Draft {
  const quantity = Number(activity.quantity ?? 0);
  const rounded = isTime ? Math.ceil(quantity / 720) * 720 : quantity;
  const price = Number(activity.price ?? 0);
  const worth = cents(isTime ? (price * rounded) / 3600 : price * quantity);
  return {
    quantity: activity.quantity ?? null,
    rounded_quantity: rounded,
    quantity_in_hours: isTime ? cents(quantity / 3600) : null,
    rounded_quantity_in_hours: isTime ? cents(rounded / 3600) : null,
    quantity_redacted: false,
    price: activity.price ?? null,
    total: activity.non_billable === true || activity.no_charge === true ? 0 : worth,
    non_billable_total: activity.non_billable === true ? worth : 0,
  };
}

function taxes(data: Dataset, random: Random, count: number): RawValue[] {
  return Array.from({ length: count }, (_, place) => {
    const id = random.int(1, data.count('TaxRateConfiguration'));
    const rate = data.base('TaxRateConfiguration')[id - 1] as Draft;
    return data.embed('TaxSetting', 'TaxSetting', random, {
      order: place + 1,
      rule: place === 0 ? 'pre_tax' : 'post_tax',
      tax_rate_configuration_id: id,
      tax_rate_configuration_name: rate.name ?? null,
      tax_rate_configuration_rate: rate.rate ?? null,
      tax_rate_configuration_formatted_rate: rate.formatted_rate_as_percentage ?? null,
    });
  });
}

export const MATTERS: Recipes = {
  Matter: each(COUNT, matter, {
    link: linkMatters,
    neverBlank: ['number', 'display_number', 'description', 'billing_method'],
  }),
  Activity: each(1260, activity, {
    link(data, drafts) {
      for (const bill of data.base('Bill')) {
        const isFinal = bill.state === 'paid' || bill.state === 'awaiting_payment';
        if (bill.state === 'void' || bill.state === 'deleted') continue;
        for (const id of (bill.$activity_ids ?? []) as number[]) {
          const activity = drafts[id - 1];
          if (!activity || isGone(activity.bill)) continue;
          Object.assign(activity, { bill: ref('Bill', bill.id), on_bill: true, billed: isFinal });
        }
      }
    },
    neverBlank: ['date', 'quantity', 'rounded_quantity', 'price', 'total', 'non_billable_total'],
  }),
  Timer: each(
    3,
    (index, random, data) => ({
      $user_id: index + 1,
      activity: ref('Activity', index + 1),
      elapsed_time: random.int(1, 90) / 10,
      start_time: data.dates.someMoment(random, -1, -1),
    }),
    { neverBlank: ['activity', 'elapsed_time', 'start_time'] },
  ),
  Damage: each(12, (_index, random, data) => ({
    matter: data.some('Matter', random),
    amount: random.money(500, 80_000),
    description: random.pick([
      'Loss of earnings',
      'Hospital costs',
      'Pain and suffering',
      'Repair of vehicle',
    ]),
  })),
  MatterProtectedFund: each(
    30,
    (index, random) => ({
      matter_id: (index % 12) + 1,
      amount: random.money(100, 9000),
      reason: random.pick(['Court fees', 'Expert retainer', 'Settlement']),
    }),
    { neverBlank: ['matter_id'] },
  ),
};
