import { type Draft, isRef, listOf, type RawValue, type Ref, ref } from '../record.ts';
import type { Dataset } from './dataset.ts';
import { shift } from './dates.ts';
import { CURRENCY_CODES } from './firm.ts';
import { cents, type Random } from './random.ts';
import { cycle, each, type Recipes } from './recipe.ts';

const BILLS = 160;
const STATES = [
  'paid',
  'awaiting_payment',
  'paid',
  'awaiting_payment',
  'awaiting_approval',
  'draft',
  'paid',
  'void',
  'deleted',
  'awaiting_payment',
] as const;

/** The states that each state can change to. */
export const BILL_TRANSITIONS: Readonly<Record<string, readonly string[]>> = {
  draft: ['awaiting_approval', 'awaiting_payment', 'deleted'],
  awaiting_approval: ['awaiting_payment', 'deleted'],
  awaiting_payment: ['void'],
};

/** Bills of twelve entries each, from a matter's billable work that is older than a month. */
function bills(data: Dataset, random: Random): Draft[] {
  const matters = data.base('Matter');
  const work = new Map<number, Draft[]>();
  for (const activity of data.base('Activity')) {
    if (
      !isRef(activity.matter) ||
      activity.non_billable === true ||
      String(activity.date) > data.dates.day(-35)
    )
      continue;
    const id = Number(activity.matter.id);
    work.set(id, [...(work.get(id) ?? []), activity]);
  }
  const lots = [...work].flatMap(([matter, entries]) => {
    const cut: [number, Draft[]][] = [];
    for (let at = 0; at < entries.length; at += 12) cut.push([matter, entries.slice(at, at + 12)]);
    return cut;
  });
  return Array.from({ length: BILLS }, (_, index): Draft => {
    const [matterId, entries] = lots[index] ?? [1, []];
    const matter = matters[matterId - 1];
    const state = cycle(STATES, index);
    const isIssued = state !== 'draft' && state !== 'awaiting_approval';
    const dates = entries.map(({ date }) => String(date)).sort();
    const start = dates[0] ?? '2024-01-01';
    const end = dates.at(-1) ?? start;
    const issued = isIssued ? shift(end, random.int(3, 20)) : null;
    const due = issued === null ? null : shift(issued, 30);
    const subTotal = cents(entries.reduce((sum, { total }) => sum + Number(total), 0));
    const services = cents(
      entries.reduce((sum, one) => sum + (one.type === 'TimeEntry' ? Number(one.total) : 0), 0),
    );
    const rate = index % 3 === 0 ? 6.25 : 0;
    const tax = cents((services * rate) / 100);
    const total = cents(subTotal + tax);
    const paid =
      state === 'paid' ? total : state === 'awaiting_payment' && index % 4 === 1 ? cents(total / 3) : 0;
    const kind = index % 20 === 8 ? 'trust_kind' : index % 20 === 14 ? 'summary_kind' : 'revenue_kind';
    const client = isRef(matter?.client) ? matter.client : null;
    return {
      $activity_ids: entries.map(({ id }) => id as number),
      $matter_id: matterId,
      number: String(1000 + index),
      state,
      kind,
      type: index % 11 === 5 ? 'ClientBill' : 'MatterBill',
      available_state_transitions: [...(BILL_TRANSITIONS[state] ?? [])],
      subject: `Services, ${String(matter?.description ?? 'general')}`,
      start_at: start,
      end_at: end,
      issued_at: issued,
      due_at: due,
      paid_at: state === 'paid' && due !== null ? `${shift(due, -random.int(1, 25))}T15:00:00Z` : null,
      last_sent_at: issued === null || index % 6 === 2 ? null : `${issued}T16:30:00Z`,
      sub_total: subTotal,
      services_sub_total: services,
      tax_rate: rate,
      tax_sum: tax,
      services_tax: tax,
      total_tax: tax,
      taxable_sub_total: Math.round(rate > 0 ? services : 0),
      services_taxable_sub_total: Math.round(rate > 0 ? services : 0),
      secondary_tax_rate: 0,
      secondary_tax_sum: 0,
      services_secondary_tax: 0,
      secondary_taxable_sub_total: 0,
      services_secondary_taxable_sub_total: 0,
      total,
      paid,
      pending: index % 10 === 3 ? cents(total / 4) : 0,
      due: state === 'void' || state === 'deleted' ? 0 : cents(total - paid),
      balance: state === 'void' || state === 'deleted' ? 0 : cents(total - paid),
      credits_issued: 0,
      client,
      matters: matter ? [ref('Matter', matterId)] : [],
      matter_totals: matter
        ? [data.embed('MatterBalance', 'Bill', random, { id: matterId, amount: total })]
        : [],
      balances: [
        data.embed('Balance', 'Bill', random, {
          type: 'Matter',
          amount: total,
          due: cents(total - paid),
          interest_amount: index % 9 === 0 ? random.money(1, 30) : 0,
        }),
      ],
      currency: isRef(matter?.currency) ? matter.currency : ref('Currency', 1),
      user: matter?.responsible_attorney ?? null,
      original_bill: index % 16 === 7 ? ref('Bill', random.int(1, BILLS)) : null,
      billing_setting: ref('BillingSetting', 1),
      discount:
        index % 7 === 1
          ? {
              type: index % 2 === 0 ? 'percentage' : 'money',
              rate: 10,
              note: 'Courtesy discount',
              early_payment_rate: 2,
              early_payment_period: 10,
            }
          : null,
      interest:
        index % 9 === 0
          ? {
              type: 'simple',
              rate: 1.5,
              period: 30,
              balance: random.money(1, 30),
              total: random.money(1, 30),
            }
          : null,
      legal_aid_uk_bill: index % 33 === 4 ? data.embed('LegalAidUkBill', 'Bill', random) : null,
      split_invoice:
        index % 21 === 6 ? data.embed('SplitInvoice', 'Bill', random, { bill_id: index + 1 }) : null,
    };
  });
}

const MONEY = [
  'sub_total',
  'services_sub_total',
  'total',
  'paid',
  'due',
  'balance',
  'tax_sum',
  'services_tax',
  'total_tax',
  'tax_rate',
];

/** One line for each activity on a bill. */
function lineItems(data: Dataset, random: Random): Draft[] {
  const activities = data.base('Activity');
  return data.base('Bill').flatMap((bill) =>
    ((bill.$activity_ids ?? []) as number[]).map((id, place): Draft => {
      const activity = activities[id - 1] as Draft;
      const isTime = activity.type === 'TimeEntry';
      const quantity = Number(isTime ? (activity.rounded_quantity_in_hours ?? 0) : activity.quantity);
      const total = Number(activity.total);
      return {
        $hidden: place % 10 === 9,
        activity: ref('Activity', id),
        bill: ref('Bill', bill.id),
        matter: activity.matter ?? null,
        user: activity.user ?? null,
        kind: isTime ? 'Service' : 'Expense',
        type:
          activity.no_charge === true
            ? 'NoChargeLineItem'
            : place % 30 === 29
              ? 'SummaryLineItem'
              : 'ActivityLineItem',
        date: activity.date ?? null,
        description: activity.note ?? null,
        note: place % 3 === 0 ? 'As agreed.' : null,
        price: activity.price ?? null,
        quantity,
        sub_total: total,
        total,
        tax: 0,
        secondary_tax: 0,
        taxable: Number(bill.tax_rate) > 0,
        secondary_taxable: false,
        group_ordering: isTime ? 1 : 2,
        discount:
          place % 14 === 5
            ? {
                type: 'percentage',
                rate: 5,
                note: null,
                early_payment_rate: null,
                early_payment_period: null,
              }
            : null,
        included_line_item_totals: {
          price: activity.price ?? null,
          quantity,
          sub_total: total,
          total,
          discount_percent: place % 14 === 5 ? 5 : 0,
        },
        tax_settings:
          Number(bill.tax_rate) > 0 && place % 2 === 0
            ? [
                data.embed('LineItemTax', 'LineItem', random, {
                  name: 'Sales tax',
                  rate: 0.0625,
                  formatted_rate: '6.25%',
                  order: 1,
                  amount: cents(total * 0.0625),
                  rule: 'pre_tax',
                  tax_rate_configuration_id: 1,
                }),
              ]
            : [],
      };
    }),
  );
}

/** Payments of bills, in full or in part, and credit notes. */
function allocations(data: Dataset, random: Random, count: number): Draft[] {
  const paid = data.base('Bill').filter((bill) => Number(bill.paid) > 0);
  return Array.from({ length: count }, (_, index): Draft => {
    const bill = paid[index % Math.max(1, paid.length)] ?? ({} as Draft);
    const isCredit = index % 6 === 5;
    const parentId = isCredit ? random.int(1, 16) : index + 1;
    return {
      $write_off: index % 20 === 5,
      amount: index < paid.length ? Number(bill.paid ?? 0) : random.money(20, 900),
      date: String(bill.paid_at ?? data.dates.moment(-20, 12, 0)).slice(0, 10),
      bill: bill.id === undefined ? null : ref('Bill', bill.id),
      matter: listOf(bill.matters)[0] ?? null,
      contact: bill.client ?? null,
      voided_at: index % 15 === 6 ? data.dates.someMoment(random, -60, -1) : null,
      payment_type: isCredit ? 'CreditMemo' : random.pick(['Check', 'Credit card', 'Wire']),
      source_bank_account: index % 3 === 0 ? ref('BankAccount', 2) : null,
      destination_bank_account: ref('BankAccount', 1),
      interest: false,
      parent: data.embed('PolymorphicObject', 'Allocation', random, {
        id: parentId,
        type: isCredit ? 'CreditMemo' : 'Payment',
        identifier: `${isCredit ? 'Credit note' : 'Payment'} ${parentId}`,
      }),
    };
  });
}

const ACCOUNTS = [
  ['Operating', 'First Example Bank', 'Operating', 1],
  ['Client trust', 'First Example Bank', 'Trust', 1],
  ['Trust, Canada', 'Prairie Example Bank', 'Trust', 2],
  ['Operating, Canada', 'Prairie Example Bank', 'Operating', 2],
  ['Settlement trust', 'Harbour Example Bank', 'Trust', 1],
  ['Old operating', 'Second Example Bank', 'Operating', 1],
  ['Payroll', 'Harbour Example Bank', 'Operating', 1],
  ['Sterling', 'Summit Example Bank', 'Operating', 3],
] as const;

function bankTransactions(data: Dataset, random: Random, count: number): Draft[] {
  const matters = data.base('Matter');
  const balances = new Map<number, number>();
  return Array.from({ length: count }, (_, index): Draft => {
    const account = random.pick([1, 1, 2, 2, 3, 4, 5, 8]);
    const matter = matters[random.int(0, matters.length - 1)] as Draft;
    const isIn = random.chance(0.6);
    const amount = random.money(50, 6000);
    const balance = cents((balances.get(account) ?? 40_000) + (isIn ? amount : -amount));
    balances.set(account, balance);
    const currency = ACCOUNTS[account - 1]?.[3] ?? 1;
    return {
      $reconciled: index % 4 > 0,
      bank_account: ref('BankAccount', account),
      amount: isIn ? amount : -amount,
      funds_in: isIn ? amount : 0,
      funds_out: isIn ? 0 : amount,
      current_account_balance: balance,
      date: data.dates.day(-Math.round(((count - index) * 400) / count)),
      matter: index % 5 === 0 ? null : ref('Matter', matter.id),
      client: matter.client ?? null,
      currency: CURRENCY_CODES[currency - 1] ?? null,
      currency_id: currency,
      exchange_rate: 1,
      type: isIn ? 'asset' : 'liability',
      transaction_type: random.pick(['Deposit', 'Withdrawal', 'Transfer']),
      source: random.pick(['Manual', 'Payment', 'Import']),
      description: random.pick(['Retainer', 'Invoice payment', 'Court fee', 'Refund', 'Settlement funds']),
      bill: index % 4 === 1 ? ref('Bill', random.int(1, BILLS)) : null,
      allocation: index % 4 === 2 ? ref('Allocation', random.int(1, 120)) : null,
    };
  });
}

/** The debt of each client with unpaid bills. */
function outstanding(data: Dataset): Draft[] {
  const byClient = new Map<number, Draft[]>();
  for (const bill of data.base('Bill')) {
    if (bill.state !== 'awaiting_payment' || !isRef(bill.client)) continue;
    const id = Number(bill.client.id);
    byClient.set(id, [...(byClient.get(id) ?? []), bill]);
  }
  return [...byClient]
    .sort(([a], [b]) => a - b)
    .map(
      ([contact, owed], index): Draft => ({
        contact: ref('Contact', contact),
        outstanding_bills: owed.map((bill): Ref => ref('Bill', bill.id)),
        total_outstanding_balance: cents(owed.reduce((sum, bill) => sum + Number(bill.balance), 0)),
        pending_payments_total: cents(owed.reduce((sum, bill) => sum + Number(bill.pending), 0)),
        associated_matter_ids: [...new Set(owed.map((bill) => bill.$matter_id as number))],
        newest_issued_bill_due_date:
          owed
            .map((bill) => String(bill.due_at ?? ''))
            .sort()
            .at(-1) || null,
        last_payment_date: index % 3 === 0 ? data.dates.day(-20 - index) : null,
        last_shared_date: index % 4 === 0 ? data.dates.day(-10 - index) : null,
        reminders_enabled: index % 2 === 0,
        currency: owed[0]?.currency ?? null,
      }),
    );
}

export const BILLING: Recipes = {
  Bill: {
    count: BILLS,
    drafts: bills,
    neverBlank: ['number', 'available_state_transitions', 'pending', ...MONEY],
  },
  LineItem: { drafts: lineItems, neverBlank: ['price', 'quantity', 'total'] },
  TrustLineItem: each(60, (index, random, data) => {
    const trust = data.base('Bill').filter((bill) => bill.kind === 'trust_kind');
    const bill = (trust[index % trust.length] ?? {}) as Draft;
    return {
      bill: ref('Bill', bill.id),
      client: bill.client ?? null,
      matter: listOf(bill.matters)[0] ?? null,
      date: bill.issued_at ?? data.dates.today,
      note: 'Trust request',
      total: random.money(200, 5000),
    };
  }),
  InterestCharge: each(12, (_index, random, data) => {
    const id = random.int(1, BILLS);
    return {
      bill: ref('Bill', id),
      matters: ((data.base('Bill')[id - 1]?.matters ?? []) as RawValue[]).slice(),
      date: data.dates.day(-random.int(5, 200)),
      description: 'Interest on an overdue invoice',
      total: random.money(2, 60),
    };
  }),
  OutstandingClientBalance: {
    drafts: outstanding,
    neverBlank: ['outstanding_bills', 'total_outstanding_balance'],
  },
  Allocation: { count: 120, drafts: allocations, neverBlank: ['amount', 'date'] },
  CreditMemo: each(
    16,
    (index, random, data) => ({
      amount: random.money(20, 400),
      date: data.dates.day(-random.int(10, 300)),
      contact: data.some('Contact', random),
      user: ref('User', 8),
      description: random.pick(['Billing error', 'Courtesy', 'Duplicate charge']),
      discount: index % 4 === 0,
      allocations: [],
    }),
    { neverBlank: ['date'] },
  ),
  BankAccount: {
    count: ACCOUNTS.length,
    drafts: (_data, random) =>
      ACCOUNTS.map(
        ([name, institution, type, currency], index): Draft => ({
          name,
          institution,
          type,
          $closed: index === 5,
          balance: index === 5 ? 0 : random.money(2000, 180_000),
          currency: CURRENCY_CODES[currency - 1] ?? null,
          currency_id: currency,
          currency_symbol: '$',
          default_account: index === 0,
          account_number: `****${1000 + index * 111}`,
          transit_number: `${random.int(10_000, 99_999)}`,
          bank_transactions_count: random.int(0, 60),
        }),
      ),
    neverBlank: ['balance', 'currency'],
  },
  BankTransaction: { count: 240, drafts: bankTransactions, neverBlank: ['amount', 'date'] },
  BankTransfer: each(8, (_index, random, data) => {
    const matter = random.pick(data.base('Matter'));
    return {
      amount: random.money(100, 4000),
      date: data.dates.someMoment(random, -300, -5),
      matter: ref('Matter', matter.id),
      client: matter.client ?? null,
      source_account: ref('BankAccount', 2),
      destination_account: ref('BankAccount', 1),
      description: 'Earned fees',
    };
  }),
  ClioPaymentsPayment: each(24, (index, random, data) => {
    const paid = data.base('Bill').filter((bill) => bill.state === 'paid');
    const bill = (paid[index % paid.length] ?? {}) as Draft;
    return {
      amount: bill.total ?? null,
      bills: [ref('Bill', bill.id)],
      matters: listOf(bill.matters).slice(),
      contact: bill.client ?? null,
      currency: 'USD',
      confirmation_number: `CP${String(4000 + index)}`,
      description: `Payment of invoice ${String(bill.number)}`,
      destination_account: ref('BankAccount', 1),
      clio_payments_link: index % 2 === 0 ? data.some('ClioPaymentsLink', random) : null,
    };
  }),
};
